"""The TinyDB file and the files beside it. Only this package imports TinyDB."""

JOURNAL = ".journal"  # the journal of a library, or of a copy of one, has its name with this suffix
