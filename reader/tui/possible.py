"""What would do something here and now: the palette offers only that. A key that does nothing still says why.

What is not listed here is always possible.
"""

from collections.abc import Callable

from reader.tui.controllers.library_edits import Shelving
from reader.tui.navigator import Travelling
from reader.tui.screens.browse import Browsing
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.person import PageScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.search import SearchScreen
from reader.tui.widgets.library_rows import ArticleRow, HitRow, TagRow


def possible(screen: ReadingScreen | Browsing, name: str) -> bool:
    """Whether the action `name` of `reader.config.commands` would do anything on `screen`."""
    if isinstance(screen, ReadingScreen):
        condition = READING.get(name) or READING.get(name.partition("(")[0])
        return condition is None or condition(screen)
    return browsing_can(screen, name)


# ---------------------------------------------------------------------- an article


def has_note(screen: ReadingScreen) -> bool:
    return screen.note_here() is not None


def has_passage(screen: ReadingScreen) -> bool:
    return screen.passage() is not None


def has_text(screen: ReadingScreen) -> bool:
    return bool(screen.session.article.blocks)


def has_quote(screen: ReadingScreen) -> bool:
    return screen.quote_meant() is not None


def has_name_or_quote(screen: ReadingScreen) -> bool:
    return screen.entity_meant() is not None or has_quote(screen)


def has_named(screen: ReadingScreen) -> bool:
    """A name, or a quote with a speaker."""
    quote = screen.quote_meant()
    return screen.entity_meant() is not None or (quote is not None and quote.speaker is not None)


def has_passage_of_note(screen: ReadingScreen) -> bool:
    note = screen.note_here()
    return screen.choosing is not None or (note is not None and note.anchor is not None)


def can_go_back(screen: ReadingScreen) -> bool:
    app = screen.app
    return screen.can_go_back or (isinstance(app, Travelling) and app.can_go_back)


def can_go_forward(screen: ReadingScreen) -> bool:
    app = screen.app
    return bool(screen.jumps.ahead) or (isinstance(app, Travelling) and app.can_go_forward)


READING: dict[str, Callable[[ReadingScreen], bool]] = {
    "annotate": has_passage,
    "back": can_go_back,
    "forward": can_go_forward,
    "fit": lambda screen: any(note.span for note in screen.notes_here()),
    "set_mark": has_text,
    "go_to_mark": lambda screen: bool(screen.state.marks or screen.jumps.behind),
    "swap_ends": lambda screen: screen.article.selection is not None,
    "copy": has_passage,
    "copy_quotation": has_passage,
    "correct": has_name_or_quote,
    "delete": has_note,
    "edit": has_note,
    "edit_outside": has_note,
    "extend": has_text,
    "highlight": has_passage,
    "indirect": lambda screen: screen.session.known_analysis() is not None,
    "next_hit": lambda screen: bool(screen.trail.spans),
    "note": lambda screen: any(note.span for note in screen.session.notes),
    "page_of_name": has_named,
    "redo": lambda screen: screen.session.can_redo,
    "relink": has_passage_of_note,
    "reload": lambda screen: screen.session.article.source != "-",
    "select": has_text,
    "tag": lambda screen: has_note(screen) or has_passage(screen),
    "undo": lambda screen: screen.session.can_undo,
    "why": has_quote,
}


# ---------------------------------------------------------------------- the whole library


def browsing_can(screen: Browsing, name: str) -> bool:
    row = screen.list.row
    app = screen.app
    match name.partition("(")[0]:
        case "back":
            return isinstance(app, Travelling) and app.can_go_back
        case "forward":
            return isinstance(app, Travelling) and app.can_go_forward
        case "open":
            return row is not None and row.selectable
        case "archive" | "remove":
            return isinstance(row, ArticleRow)
        case "tag_article":
            return isinstance(row, ArticleRow | TagRow)
        case "fold":
            return isinstance(row, TagRow)
        case "page_of_name":
            return isinstance(row, HitRow) and bool(row.hit.speaker)
        case "undo":
            return isinstance(screen, Shelving) and screen.can_undo
        case "redo":
            return isinstance(screen, Shelving) and screen.can_redo
        case "sort":
            return isinstance(screen, LibraryScreen) and screen.view == "articles"
        case "view":
            return isinstance(screen, LibraryScreen) and name != f"view('{screen.view}')"
        case "library":
            return not isinstance(screen, LibraryScreen)
        case "search_library":
            return not isinstance(screen, SearchScreen)
        case "indirect":
            return isinstance(screen, PageScreen)
        case "step_back":
            return not isinstance(screen, LibraryScreen) or bool(screen.line.value) or len(screen.app.screen_stack) > 1
    return True
