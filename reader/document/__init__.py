"""An article as data: one text, its blocks and marks, its words, sentences and paragraphs."""
