"""The TinyDB file and the files beside it. Only this package imports TinyDB."""
