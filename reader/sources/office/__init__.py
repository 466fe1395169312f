"""Documents of word processors as articles: each becomes a tree of HTML elements (`document`), read like a web page."""
