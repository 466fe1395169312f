"""Text made for a terminal: manual pages, patches, escape sequences."""
