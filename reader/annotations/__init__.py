"""Notes and corrections, and the revisions that both are made of."""
