"""An article's notes as a Markdown file that can be exported again."""
