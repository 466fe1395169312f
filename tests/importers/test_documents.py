"""Highlights and comments in PDFs as notes."""

import math
from contextlib import suppress
from pathlib import Path

import pytest

from reader.anchoring import Anchor
from reader.annotations.notes import Note
from reader.cli import main
from reader.document.article import Article, Block, Page
from reader.errors import NoteImportError
from reader.importers import ImportResult, coerce
from reader.importers.apply import apply_import
from reader.importers.detect import read_import_file
from reader.importers.documents import (
    PassageFinder,
    describe_lost,
    fold_letters,
    nearest_color,
    note_from_annotation,
    to_share,
)
from reader.library.library import Library
from reader.text.span import Span
from tests.fixtures.hostile_files import lines, pdf
from tests.fixtures.word import docx, paragraph, part
from tests.importers.story import story
from tests.sources.mutants import zip_mutants

PAGE = lines(
    "The council of Leith voted on Friday, and nobody in the gallery was sur-",
    "prised by it. We were not told until Friday, Maria Ortiz said to those",
    "who had come, and left. The sale brings in five million pounds a year.",
)
OTHER = lines("On Friday the court will hear both of them, and then the council again.")


def annotation(kind: str, rest: str = "", quads: str = "", rect: str = "50 494 300 508") -> str:
    marked = f"/QuadPoints [{quads}]" if quads else ""
    return f"<< /Type /Annot /Subtype /{kind} /Rect [{rect}] {marked} {rest} >>"


def quad(left: float, right: float, line: int = 0) -> str:
    low, high = 497 - 14 * line, 509 - 14 * line
    return f"{left} {high} {right} {high} {left} {low} {right} {low}"


@pytest.fixture
def library(tmp_path: Path, no_sandbox: None) -> Library:
    return Library(tmp_path / "library" / "library.json")


def written(folder: Path, *annotations: str, content: str = PAGE) -> Path:
    (folder / "a.pdf").write_bytes(pdf(content, page=f"/Annots [{' '.join(annotations)}]"))
    return folder / "a.pdf"


def imported(path: Path, library: Library) -> ImportResult:
    return apply_import(library, read_import_file(path, library))


def only(library: Library) -> Note:
    (note,) = library.notes()
    return note


def words(note: Note) -> str:
    return note.anchor.exact if note.anchor else ""


def test_highlight_becomes_a_note_on_its_words(tmp_path: Path, library: Library) -> None:
    rest = (
        "/Contents (Why? #city) /T (Ann Lee) /CreationDate (D:20260302101500+01'00') /M (D:20260303101500Z)"
        " /NM (x-1) /C [0 1 0]"
    )
    result = imported(written(tmp_path, annotation("Highlight", rest, quad(72, 151))), library)
    note = only(library)
    assert (words(note), note.text, note.tags) == ("council of Leith", "Why? #city", ("city",))
    assert (note.color, note.revisions[0].by.name) == ("green", "Ann Lee")
    assert (note.created[:19], note.updated[:19]) == ("2026-03-02T09:15:00", "2026-03-03T10:15:00")
    assert result.states == {"exact": 1}
    assert result.remarks == ()


def test_importing_twice_adds_nothing(tmp_path: Path, library: Library) -> None:
    path = written(tmp_path, annotation("Highlight", "", quad(72, 151)), annotation("Text", "/Contents (Oh)"))
    assert len(imported(path, library).new) == 2
    again = imported(path, library)
    assert (again.new, again.edited, again.known) == ((), (), 2)


def test_edited_comment_is_an_edit(tmp_path: Path, library: Library) -> None:
    first = annotation("Highlight", "/Contents (One) /NM (x-1)", quad(72, 151))
    imported(written(tmp_path, first), library)
    result = imported(written(tmp_path, first.replace("One", "Two")), library)
    assert (result.new, len(result.edited), only(library).text) == ((), 1, "Two")


def test_passage_across_lines_with_a_divided_word(tmp_path: Path, library: Library) -> None:
    marks = f"{quad(290, 500)} {quad(40, 100, 1)}"
    imported(written(tmp_path, annotation("Underline", "", marks)), library)
    note = only(library)
    assert words(note).endswith("was surprised by it")
    assert note.tags == ("underline",)


def test_repeated_words_are_those_at_the_mark(tmp_path: Path, library: Library) -> None:
    path = written(tmp_path, annotation("StrikeOut", "", quad(218, 252, 1)))
    imported(path, library)
    note = only(library)
    assert words(note) == "Friday"
    assert note.anchor is not None
    assert note.anchor.prefix.endswith("told until ")


def test_comment_without_marked_words_is_on_the_nearest_line(tmp_path: Path, library: Library) -> None:
    imported(written(tmp_path, annotation("Text", "/Contents (Who was there?)", rect="20 482 36 498")), library)
    note = only(library)
    assert note.text == "Who was there?"
    assert "Maria Ortiz" in words(note)


def test_what_is_on_no_words_is_said_in_one_line(tmp_path: Path, library: Library) -> None:
    path = written(
        tmp_path,
        annotation("Highlight", "", quad(10, 20, 30)),
        annotation("Highlight", "/Contents (Here)", quad(10, 20, 31)),
    )
    result = imported(path, library)
    assert result.remarks == ("2 on no words of the text (page 1): comments were kept without a place",)
    assert [(note.text, note.anchor) for note in library.notes()] == [("Here", None)]


@pytest.mark.parametrize(
    "annotations",
    [
        (annotation("Highlight", "/F 2", quad(72, 151)),),
        (annotation("Text"),),
        (annotation("Text", "/Contents (Accepted) /State (Accepted) /StateModel (Review)"),),
        (annotation("Popup", "/Contents (no)"), annotation("Link", "/Contents (no)"), "null"),
        (annotation("FreeText", "/Contents (Typed on the page)"),),
    ],
)
def test_what_is_no_comment_is_not_imported(tmp_path: Path, library: Library, annotations: tuple[str, ...]) -> None:
    assert imported(written(tmp_path, *annotations), library).new == ()


def test_colours_have_the_nearest_name() -> None:
    named = {(255, 240, 0): "", (0, 200, 30): "green", (255, 120, 160): "pink", (90, 80, 250): "violet"}
    assert {rgb: nearest_color(list(rgb)) for rgb in named} == named
    assert [nearest_color(value) for value in ([9, 9, 9], None, [1], ["a", 2, 3])] == [""] * 4


def test_letters_are_compared_in_one_form() -> None:
    assert fold_letters("ﬁn-\nÉ[8]")[0] == "fine8"


@pytest.mark.parametrize("content", [b"%PDF-1.4 nothing", b"%PDF-"])
def test_damaged_file_is_one_line(tmp_path: Path, library: Library, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(NoteImportError, match=r"damaged.*nothing was imported") as raised:
        read_import_file(tmp_path / "a.pdf", library)
    assert "\n" not in str(raised.value)


def test_command_imports_an_annotated_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The process that reads the file included."""
    path = written(tmp_path, annotation("Highlight", "/Contents (Why?)", quad(72, 151)))
    library = ["--library", str(tmp_path / "library.json")]
    assert main([*library, "import", str(path)]) == 0
    said = capsys.readouterr()
    assert len(said.out.split()) == 1
    assert "imported 1 note: 1 in place" in said.err
    assert main([*library, "import", str(path)]) == 0
    assert "nothing new: 1 already there" in capsys.readouterr().err
    assert coerce.to_time("2026-03-02T10:15:00+01:00")


@pytest.mark.parametrize(
    ("item", "exact", "text"),
    [
        ({"words": "We  were\nnot told", "kind": "highlight"}, "We were not told", ""),
        ({"words": "We were", "kind": "underline", "text": "why?"}, "We were", "why?"),
        ({"words": "beside it", "kind": "comment", "text": "why?"}, None, "why?"),
        ({"words": "", "kind": "highlight", "text": "why?"}, None, "why?"),
    ],
)
def test_words_that_are_not_found_are_kept_unless_they_only_stand_beside_a_comment(
    item: dict[str, str], exact: str | None, text: str
) -> None:
    note = note_from_annotation(item, None, story())
    assert note is not None
    assert note.text == text
    assert note.anchor == (Anchor(exact, "", "", 0, len(exact)) if exact else None)


@pytest.mark.parametrize("item", [{}, {"kind": "highlight"}, {"words": "beside it", "kind": "comment"}])
def test_an_annotation_without_words_and_comment_is_no_note(item: dict[str, str]) -> None:
    assert note_from_annotation(item, None, story()) is None


@pytest.mark.parametrize(
    ("value", "share"),
    [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (1.1, 0.0), (-0.1, 0.0), (math.nan, 0.0), (1, 0.0), ("1", 0.0)],
)
def test_a_place_is_a_share_of_the_page(value: object, share: float) -> None:
    assert to_share(value) == share


@pytest.mark.parametrize(
    ("pages", "where"),
    [
        (["3"], "1 on no words of the text (page 3)"),
        (["3", "3"], "2 on no words of the text (page 3)"),
        (["3", "iv"], "2 on no words of the text (pages 3, iv)"),
        ([*"12345"], "5 on no words of the text (pages 1, 2, 3, 4, 5)"),
        ([*"1234567"], "7 on no words of the text (pages 1, 2, 3, 4, 5 …)"),
    ],
)
def test_the_pages_of_what_is_on_no_words_are_named(pages: list[str], where: str) -> None:
    assert describe_lost(pages) == (f"{where}: comments were kept without a place",)
    assert describe_lost([]) == ()


# -- Word -------------------------------------------------------------------------------------------------------------


COMMENT = '<w:comment w:id="{id}" w:author="Bo Chen" w:date="2026-03-02T10:15:00Z">{says}</w:comment>'


def commented(folder: Path) -> Path:
    """Write a document with comments on words that occur before, on words across paragraphs, and on deleted words."""
    begin, end = '<w:commentRangeStart w:id="{0}"/>', '<w:commentRangeEnd w:id="{0}"/>'
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>".format
    body = (
        f"<w:p>{run('On Friday the council of Leith voted.')}</w:p>"
        f"<w:p>{run('Not until ')}{begin.format(1)}{run('Friday')}{end.format(1)}{run(', she ')}{begin.format(2)}"
        f"{run('said.')}</w:p><w:p>{run('Eleven')}{end.format(2)}{run(' were for it.')}{begin.format(3)}"
        f"<w:del><w:r><w:delText>Nine were not.</w:delText></w:r></w:del>{end.format(3)}</w:p>"
    )
    says = (("1", "Which one?"), ("2", "Who counted? #votes"), ("3", "Why not?"), ("9", "Nowhere"))
    comments = "".join(COMMENT.format(id=id_, says=paragraph(words)) for id_, words in says)
    path = folder / "a.docx"
    path.write_bytes(docx(body, extra={"word/comments.xml": part("comments", comments)}))
    return path


def test_comments_in_a_word_document_become_notes(tmp_path: Path, library: Library) -> None:
    result = imported(commented(tmp_path), library)
    notes = {note.text: note for note in library.notes()}
    assert {text: words(note) for text, note in notes.items()} == {
        "Which one?": "Friday",
        "Who counted? #votes": "said.\n\nEleven",
        "Why not?": "Eleven were for it",
        "Nowhere": "",
    }
    which = notes["Which one?"]
    assert which.anchor is not None
    assert which.anchor.prefix.endswith("Not until ")
    assert (which.created[:19], which.revisions[0].by.name) == ("2026-03-02T10:15:00", "Bo Chen")
    assert notes["Who counted? #votes"].tags == ("votes",)
    assert result.remarks == ("1 on no words of the text: comments were kept without a place",)
    assert imported(tmp_path / "a.docx", library).known == 4


def test_damaged_word_documents_cause_no_other_error(tmp_path: Path, library: Library) -> None:
    data = commented(tmp_path).read_bytes()
    for damaged in zip_mutants(data, 30):
        (tmp_path / "a.docx").write_bytes(damaged)
        with suppress(NoteImportError):
            read_import_file(tmp_path / "a.docx", library)


FIRST = "The vote was late. Nobody was told. The vote was lost, and then the vote was held again."
SECOND = "A vote was late, too. The quay of Leith, which 12 people own, was sold on Monday. The vote was late."


def finder() -> PassageFinder:
    """Two pages, in this order, as the words of a PDF are in an article."""
    text = f"{FIRST}\n\n{SECOND}"
    second = len(FIRST) + 2
    blocks = (Block(Span(0, len(FIRST))), Block(Span(second, len(text))))
    return PassageFinder(Article(text, blocks, pages=(Page(0, "1"), Page(second, "2"))))


@pytest.mark.parametrize(
    ("words", "page", "share", "found"),
    [
        ("the vote was", "1", 0.0, (0, 12)),
        ("the vote was", "1", 0.4, (36, 48)),
        ("the vote was", "1", 1.0, (64, 76)),
        ("the vote was", "2", 0.0, (172, 184)),  # the only one of its page, however far
        ("vote was late", "2", 0.0, (92, 105)),
        ("vote was late", "2", 1.0, (176, 189)),
        ("the vote was", "9", 0.9, (0, 12)),  # on no page: the first
        ("obody was", "1", 0.0, (19, 29)),  # whole words
        ("obody wa", "1", 0.0, (19, 29)),
        ("NOBODY—was...", "2", 0.0, (19, 29)),  # on another page
        ("quay of Leith,\nis sold on Monday", "2", 0.0, None),
        ("The quay of Leith\n(12)\nsold on Monday", "2", 0.0, (112, 170)),  # its first and last line
        ("The\n(12)\nMonday", "2", 0.0, None),  # too far from each other for so few letters
        ("sold on Monday\n(12)\nThe quay of Leith", "2", 0.0, None),
        ("…", "1", 0.0, None),
        ("", "1", 0.0, None),
    ],
)
def test_words_are_found_on_their_page_nearest_to_their_place(
    words: str, page: str, share: float, found: tuple[int, int] | None
) -> None:
    assert finder().find(words, page, share) == (found and Span(*found))


def test_a_long_comment_is_kept_whole(tmp_path: Path, library: Library) -> None:
    comment = " ".join(f"word{number}" for number in range(400))
    imported(written(tmp_path, annotation("Highlight", f"/Contents ({comment})", quad(50, 120))), library)
    assert only(library).text == comment
