"""An article as data: one text, its blocks and marks, its words, sentences and paragraphs."""

FORMATS = ("text", "markdown", "html", "epub", "pdf", "docx", "odt")
"""The formats of sources, as `--format` names them."""
