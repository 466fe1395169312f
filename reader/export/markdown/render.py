"""Render an export as Markdown: a new file, or the parts of an existing one that are ours."""

import re

from reader.export.collection import Collection, Exported
from reader.export.markdown import front_matter
from reader.export.markdown.collection import CollectionDocument
from reader.export.markdown.document import MarkdownDocument
from reader.export.markdown.region import replaceable_region, wrap_region


def to_markdown(exported: Exported, existing: str | None = None, *, force: bool = False) -> str:
    """Return the export as Markdown: a new file, or `existing` with its region and our front matter keys updated.

    Raises ExportError if that would destroy the user's text; with `force` only if the file holds another article's
    notes or its `reader:` comments are not one pair.
    """
    document = CollectionDocument(exported) if isinstance(exported, Collection) else MarkdownDocument(exported)
    fields, region = document.fields, document.region()
    as_of = max((note.updated for note in exported.notes), default="")
    block = wrap_region(region, exported.id, as_of)
    if existing is None or not existing.strip("\ufeff \t\r\n"):
        return f"{front_matter.render_front_matter(fields)}{document.title}\n\n{block}\n"
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
