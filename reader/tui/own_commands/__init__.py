"""Programs of the user's, run on a passage: `runner`."""
