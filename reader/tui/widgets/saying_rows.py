"""The rows of who says what across the library: people, their quotes and mentions, the places of a statement."""

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from reader.analysis import NOT_FOUND, NOT_SOUGHT
from reader.search.people import Mention, Person, Saying
from reader.search.picks import picks_of_saying
from reader.text.format import UNTITLED, collapse_whitespace, counted
from reader.text.width import cells_of, drawn
from reader.tui.widgets.rows import (
    INDENT,
    About,
    HeadingRow,
    ListRow,
    Pick,
    RowActions,
    StyledText,
    count_line,
    justify,
    truncate_pieces,
    wrap_at_most,
    wrap_pieces,
)

if TYPE_CHECKING:
    from reader.search.statements import Wording  # loads rapidfuzz

Located = TypeVar("Located", Saying, Mention)


class PersonRow(ListRow):
    """Who is quoted: the name, how texts introduce the person, how much is said in how many; or a bar for that."""

    person: Person
    most: int = 0
    """The quotes of who is quoted most; 0 for no bar."""

    @property
    def about(self) -> About:
        return About(f"{self.person.name} {' '.join(self.person.roles)}", key=("person", self.person.known_in))

    def choose(self, actions: RowActions, *, again: bool) -> None:
        actions.open_person(self.person)

    def lines(self, width: int) -> list[list[StyledText]]:
        person = self.person
        if self.most:
            return [count_line([(drawn(person.name), person.known_in[2])], person.quotes, self.most, width)]
        counts = f"{counted(person.quotes, 'quote')} in {counted(person.articles, 'text')}"
        roles = drawn(" · ".join(person.roles))
        name = [(drawn(person.name), "strong"), (f"  {roles}" if roles else "", "dim")]
        return [justify(name, (counts, "dim"), width)]


class SayingRow(ListRow):
    saying: Saying

    @cached_property
    def about(self) -> About:
        saying, place = self.saying, (self.saying.origin, self.saying.span)
        pick = Pick(("quote", (saying.origin.id, saying.span)), lambda db: picks_of_saying(saying))
        return About(saying.words, target=place, pick=pick)

    def lines(self, width: int) -> list[list[StyledText]]:
        saying = self.saying
        marks = [*(["uncertain"] if saying.uncertain else []), *(["indirect"] if saying.indirect else [])]
        where = "  ".join([*marks, f"¶ {saying.paragraph}"])
        room, words = width - len(INDENT) - cells_of(where) - 2, collapse_whitespace(saying.words)
        first, *rest = wrap_at_most(words, room, 2) or [""]
        lines: list[list[StyledText]] = [justify([(INDENT, ""), (first, "quote")], (where, "dim"), width)]
        lines += [[(INDENT, ""), (line, "quote")] for line in rest if line]
        for note in saying.notes:
            tags = " ".join(f"#{tag}" for tag in note.tags if f"#{tag}" not in note.text)
            words = f"{'●' if note.text else '○'} {collapse_whitespace(note.text)}".rstrip()
            lines.append(truncate_pieces([(INDENT, ""), (drawn(words), "note"), (f"  {drawn(tags)}", "tag")], width))
        return lines


class StatementRow(SayingRow):
    """A place of a statement; the first one of a wording shows that, with the words that differ lit."""

    wording: "Wording | None" = None

    def lines(self, width: int) -> list[list[StyledText]]:
        saying, lines = self.saying, list[list[StyledText]]()
        if self.wording is not None:
            pieces = [(drawn(text), "differs" if differs else "quote") for text, differs in self.wording.pieces]
            lines = [*wrap_pieces(pieces, width, 3)]
            lines += [
                truncate_pieces([(INDENT, ""), (drawn(remark), "changed")], width) for remark in self.wording.remarks
            ]
        absent = NOT_SOUGHT if saying.certainty is None else NOT_FOUND
        who = (drawn(saying.speaker), "strong") if saying.speaker else (absent, "dim")
        told = ("  told" if saying.indirect else "", "dim")
        title = (f"  {drawn(saying.origin.title or UNTITLED)}", "")
        return [*lines, justify([(INDENT, ""), who, told, title], (saying.origin.day, "dim"), width)]


class MentionRow(ListRow):
    """A mention of a name, with the line around it."""

    mention: Mention

    @property
    def about(self) -> About:
        spot = self.mention
        return About(f"{spot.before}{spot.words}{spot.after}", target=(spot.origin, spot.span))

    def lines(self, width: int) -> list[list[StyledText]]:
        spot = self.mention
        room = max(8, width - len(INDENT) - cells_of(spot.words))
        before = drawn(spot.before)
        while before and cells_of(before) > room // 2:
            before = "… " + before.removeprefix("… ").partition(" ")[2] if " " in before.removeprefix("… ") else ""
        return [
            truncate_pieces([(f"{INDENT}{before}", ""), (drawn(spot.words), "strong"), (drawn(spot.after), "")], width)
        ]


def group_by_article(things: Sequence[Located], make_row: Callable[[Located], ListRow]) -> list[ListRow]:
    rows: list[ListRow] = []
    for _, same in groupby(things, key=lambda thing: thing.origin.id):
        group: list[Located] = list(same)
        heading = "  ".join(filter(None, [group[0].origin.day, group[0].origin.title or UNTITLED]))
        rows += [HeadingRow(heading, gap=bool(rows)), *map(make_row, group)]
    return rows


def people_rows(people: Sequence[Person]) -> list[ListRow]:
    """Return a row with a bar for each person, the longest bar first."""
    ordered = sorted(people, key=lambda person: -person.quotes)
    return [PersonRow(person, ordered[0].quotes) for person in ordered]
