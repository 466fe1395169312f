"""What surrounds the panes: frames, edges with words in them, the footer, and cards in the margin."""
