"""Find, verify and run the spaCy model."""
