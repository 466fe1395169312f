"""An article as data: one text, its blocks and marks, its words, sentences and paragraphs."""

FORMATS = (
    *("text", "markdown", "html", "page", "epub", "pdf"),
    *("docx", "odt", "rtf", "eml", "mhtml", "srt", "vtt", "feed"),
)
"""The formats of sources, as `--format` names them."""

WHOLE_PAGE = "page"
"""The format of a web page that is read whole, not only its article."""
