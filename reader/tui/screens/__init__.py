"""The full screens: reading, library, search, person."""
