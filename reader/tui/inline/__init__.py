"""What stands in the text: its marks, links, footnotes, pictures and code."""
