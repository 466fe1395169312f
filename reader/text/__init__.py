"""Strings and nothing else: spans, sanitizing, normalizing, widths, plurals."""
