"""The spaCy model: found, verified, run over an article in parts."""
