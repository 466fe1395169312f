"""An article's notes as one Markdown file that can be exported again."""
