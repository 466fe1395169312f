"""Notes and corrections, and the revisions that they consist of."""
