"""Strings and nothing else: spans, hostile characters, folding, widths, plurals."""
