"""Resolve what pronouns and phrases stand for: "he", "the minister", "the statement"."""
