"""Articles as works that are cited: bibliographies, and citations in Markdown.

authors   the parts of an author's name
keys      citation keys from author, year and title
locators  `[@key, p. 12]`, as pandoc reads it
csl       CSL-JSON
bibtex    BibTeX
"""
