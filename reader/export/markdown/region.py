"""Markdown as a file: a new one, or the part of a file that belongs to the export, `reader:begin` to `reader:end`.

The file around it belongs to the user. `reader:end` carries the sha256 of the region, so that manual edits are noticed
and never overwritten without `--force`; line endings do not count. It also carries the time of the last change in the
region, so that an import knows what edits are based on. Whatever is ambiguous is refused, since a foreign file must not
be destroyed.
"""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass

from reader.errors import ExportError
from reader.export.collection import COLLECTION, Collection, Exported
from reader.export.markdown import escape_markdown, front_matter
from reader.export.markdown.collection import collection_region
from reader.export.markdown.document import article_region
from reader.text.format import UNTITLED

BEGIN = re.compile(r"^<!-- reader:begin (?P<id>\S+) -->[ \t]*\r?$\n?", re.MULTILINE)
END = re.compile(
    r"^<!-- reader:end(?: sha256=(?P<digest>\S*))?(?: as-of=(?P<as_of>\S*))? -->[ \t]*(?=\r?$)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Region:
    """The region of a file, and the file around it."""

    before: str
    article_id: str
    text: str
    digest: str
    as_of: str
    """The time of the last change in the region; "" if unknown."""
    after: str

    @property
    def edited(self) -> bool:
        return region_digest(self.text) != self.digest


def region_digest(text: str) -> str:
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def is_markdown_of(existing: str, export_id: str) -> bool:
    """Return whether a file has the region of this article, even a damaged one."""
    try:
        region = find_region(existing)
    except ExportError:
        return True
    return region is not None and region.article_id == export_id


def find_region(file: str) -> Region | None:
    """Return the region of `file`; None if there is none. Raises ExportError if the comments are not one pair."""
    begins, ends = list(BEGIN.finditer(file)), list(END.finditer(file))
    if not begins and not ends:
        return None
    if len(begins) != 1 or len(ends) != 1 or ends[0].start() < begins[0].end():
        wrong = "the file does not have exactly one `reader:begin` comment and one `reader:end` comment after it"
        raise ExportError(f"{wrong}; put them right or export to another file")
    begin, end = begins[0], ends[0]
    return Region(
        before=file[: begin.start()],
        article_id=begin["id"],
        text=file[begin.end() : end.start()],
        digest=end["digest"] or "",
        as_of=end["as_of"] or "",
        after=file[end.end() :],
    )


def replaceable_region(file: str, article_id: str, fresh: str, *, force: bool) -> Region | None:
    """Return the region of `file` that may be replaced by `fresh`; None if it is to be appended.

    Raises ExportError if that could destroy something of the user's. An edit that was imported no longer counts, since
    its lines are in `fresh` too.
    """
    region = find_region(file)
    if region is None:
        if force:
            return None
        raise ExportError(f"the file is not an export of {what_is(article_id)}; --force adds the notes at its end")
    if region.article_id != article_id:
        other = "several articles" if region.article_id == COLLECTION else f"another article ({region.article_id})"
        raise ExportError(f"the file holds the notes of {other}; export to another file")
    if region.edited and not force and count_lines(region.text) - count_lines(fresh):
        wrong = "what lies between the `reader:` comments was edited by hand"
        raise ExportError(f"{wrong}; `reader import` takes the edits back, --force writes over them")
    return region


def what_is(export_id: str) -> str:
    return "several articles" if export_id == COLLECTION else "this article"


def count_lines(text: str) -> Counter[str]:
    return Counter(line.rstrip() for line in text.splitlines() if line.strip())


def to_markdown(exported: Exported, existing: str | None = None, *, force: bool = False) -> str:
    """Return the export as Markdown: a new file, or `existing` with its region and our front matter keys updated.

    Raises ExportError if that would destroy the user's text; with `force` only if the file holds another article's
    notes or its `reader:` comments are not one pair.
    """
    fields = front_matter.fields_of(exported)
    region = collection_region(exported) if isinstance(exported, Collection) else article_region(exported)
    as_of = max((note.updated for note in exported.notes), default="")
    end = f"<!-- reader:end sha256={region_digest(region)}{f' as-of={as_of}' if as_of else ''} -->"
    block = f"<!-- reader:begin {exported.id} -->\n{region}{end}"
    if existing is None or not existing.strip("\ufeff \t\r\n"):
        title = f"# {escape_markdown(exported.title) or UNTITLED}"  # which the user may change
        return f"{front_matter.render_front_matter(fields)}{title}\n\n{block}\n"
    newline = "\r\n" if "\r\n" in existing else "\n"
    old = replaceable_region(existing, exported.id, region, force=force)
    block = block.replace("\n", newline)
    ended = existing if existing.endswith("\n") else existing + newline
    whole = old.before + block + old.after if old else f"{ended}{newline}{block}{newline}"
    head, rest = front_matter.split_front_matter(whole)
    if not head:
        return front_matter.render_front_matter(fields).replace("\n", newline) + whole.removeprefix("\ufeff")
    exported_tags = re.findall(r"(?<!\S)#([\w/-]+)", old.text) if old else ()
    return front_matter.update_front_matter(head, fields, exported_tags) + rest
