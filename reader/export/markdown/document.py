"""An article's notes in Markdown, followed by its quotes and names.

The grammar, which `importers.markdown` reads back: a note on a passage is a block quotation, a line `^rd-<note id>`,
the note's Markdown (none for a highlight) and a line of tags, speaker, place and date, separated by blank lines. A note
on the whole article has no quotation, and its `^rd-<note id>` ends its last line. Remarks on a passage come before it.
Pitfall: everything that is not the note's own Markdown must go through `escape`.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reader.annotations.notes import Note, Tags, inline_tags
from reader.document.article import Block
from reader.export.export_data import ExportData, attributions_of, label_speaker
from reader.export.links import BackLinks
from reader.export.markdown import appendix
from reader.export.markdown.active_content import break_templates
from reader.export.markdown.escape import block_quote, escape_markdown, passage_text
from reader.export.markdown.front_matter import collect_tags, json_text, obsidian_tag
from reader.export.markdown.note_body import contain_note
from reader.text.format import UNTITLED
from reader.text.sanitize import clean_line
from reader.text.span import Span

SECTION_LEVEL = 2
"""Level of *Quotes*, *Names* and so on, and of the article's topmost headings; the title is level 1."""
DEEPEST_SECTION = 5
"""Leaves a level for a note's headings below the article's."""


@dataclass(frozen=True)
class MarkdownDocument:
    """One export being rendered as Markdown."""

    exported: ExportData

    @cached_property
    def links(self) -> BackLinks:
        return BackLinks(self.exported.article)

    @property
    def title(self) -> str:
        """The first line after the front matter; the user may change it in the file."""
        return f"# {escape_markdown(self.exported.article.title) or UNTITLED}"

    def region(self) -> str:
        """Return the text between the `reader:` comments."""
        parts = (
            self._notices(),
            self._notes(),
            appendix.quote_section(self.exported, self.links),
            appendix.name_section(self.exported),
            self._orphans(),
        )
        return "\n" + "".join(f"{block}\n\n" for part in parts for block in part)

    def _notices(self) -> Iterator[str]:
        source = self.exported.article.source
        if source.startswith("/"):
            command = f"reader {shlex.quote(clean_line(source))} --at NOTE_ID"
            yield html_comment(f"{command} goes to a passage; its NOTE_ID is what follows ^rd-")
        for tag, written in collect_tags(self.exported.notes).items():
            if len(written) > 1:
                listed = ", ".join(map(json_text, written))
                yield html_comment(f"one tag here, #{tag}, is written in several ways in the notes: {listed}")

    def _notes(self) -> Iterator[str]:
        """Yield the notes on the whole article, then the others in text order under the article's headings."""
        for note in sorted((n for n in self.exported.notes if n.anchor is None), key=lambda n: (n.created, n.id)):
            yield from self._note(note, None, SECTION_LEVEL)
        placed = [(n.span, n) for n in self.exported.notes if n.anchor and n.span]
        over: list[Block] = []
        for span, note in sorted(placed, key=lambda pair: (pair[0], pair[1].created, pair[1].id)):
            path = self._headings_over(span.start)
            yield from (self._heading(heading) for heading in path if heading not in over)
            over = path
            if note.anchor and note.placement and note.placement.state == "changed":
                yield from ("The words were:", block_quote(note.anchor.exact), "They are now:")
            yield block_quote(passage_text(self.exported.article, span))
            yield from self._note(note, span, self._level(path[-1]) if path else SECTION_LEVEL)

    def _orphans(self) -> Iterator[str]:
        orphans = [(n.anchor, n) for n in self.exported.notes if n.anchor and not n.span]
        if orphans:
            yield "## No longer found in the article"
        for anchor, note in sorted(orphans, key=lambda pair: (pair[0].start, pair[1].created, pair[1].id)):
            if guess := note.placement.guess if note.placement else None:
                place = self.links.place(guess).markdown
                yield from (f"Perhaps now, {place}:", block_quote(passage_text(self.exported.article, guess)))
            sides = {"after": escape_markdown(anchor.prefix), "before": escape_markdown(anchor.suffix)}
            stood = [f"{where} “{words}”" for where, words in sides.items() if words]
            if stood:
                yield f"The words stood {' and '.join(stood)}:"
            yield block_quote(anchor.exact)
            yield from self._note(note, None, SECTION_LEVEL)

    def _note(self, note: Note, span: Span | None, level: int) -> Iterator[str]:
        """Yield the parts after the quotation: the block id, the note, the tag line."""
        block_id = f"^rd-{linkable_id(note.id)}"
        text = contain_note(note.text, level)
        if note.anchor is not None:
            yield block_id
        if text:
            yield text
        tags = " ".join(f"#{tag}" for tag in tags_beside(note.tags, text))
        line = " · ".join([*([tags] if tags else []), *self._provenance(note, span)])
        yield line if note.anchor is not None else f"{line} {block_id}"

    def _provenance(self, note: Note, span: Span | None) -> Iterator[str]:
        if span:
            if speakers := attributions_of(self.exported.analysis, span):
                yield ", ".join(
                    label_speaker(f"**{escape_markdown(name)}**", uncertain) for name, uncertain in speakers.items()
                )
            yield self.links.place(span).markdown
        yield escape_markdown(note.created[:10])

    # ------------------------------------------------------------------ headings

    def _headings_over(self, offset: int) -> list[Block]:
        """Return the article's headings above `offset`, topmost first."""
        article = self.exported.article
        under = article.heading_at(offset)
        if under is None:
            return []
        path = [under]
        for heading in reversed(article.headings[: article.headings.index(under)]):
            if heading.level < path[-1].level:
                path.append(heading)
        return path[::-1]

    def _heading(self, heading: Block) -> str:
        return f"{'#' * self._level(heading)} {escape_markdown(heading.span.of(self.exported.article.text))}"

    @cached_property
    def _top_level(self) -> int:
        return min((heading.level for heading in self.exported.article.headings), default=SECTION_LEVEL)

    def _level(self, heading: Block) -> int:
        return min(DEEPEST_SECTION, heading.level - self._top_level + SECTION_LEVEL)


def linkable_id(note_id: str) -> str:
    """Return a note's id in the characters that Obsidian allows in a block id."""
    return re.sub(r"[^A-Za-z0-9-]", "-", note_id)


def tags_beside(tags: Tags, text: str) -> list[str]:
    """Return the `tags`, as valid Obsidian tags, that are not in the exported `text` of their note."""
    there = {tag.casefold() for tag in inline_tags(text)}
    known = dict.fromkeys(tag for name in tags if (tag := obsidian_tag(name)))
    return [tag for tag in known if tag.casefold() not in there]


def html_comment(words: str) -> str:
    """Return an HTML comment on one line, which `words` cannot end."""
    return f"<!-- {re.sub('-(?=-*!?>)', '- ', break_templates(clean_line(words)))} -->"
