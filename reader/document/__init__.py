"""An article as data: one text, its blocks and marks, its words, sentences and paragraphs."""

ORIGINAL = "original"  # the format of a Word document as it was before its tracked changes
WHOLE_PAGE = "page"  # the format of a web page that is read whole, not only its article
