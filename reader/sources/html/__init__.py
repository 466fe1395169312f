"""HTML as blocks: the main content of a page, its inline text, tables and footnotes."""
