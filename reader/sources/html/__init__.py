"""HTML to blocks: the main content of a page, its inline text, tables and footnotes."""
