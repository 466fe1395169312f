"""Web pages as articles: the text without the site around it, its metadata, code and formulas."""
