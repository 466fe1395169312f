"""The errors of rooms that are imported late, for those who catch them early."""


class NoteError(Exception):
    """What was asked of a note cannot be done: one clear line."""


class SessionError(NoteError):
    """What was asked of the article or its notes cannot be done: one clear line."""
