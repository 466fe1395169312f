"""Make what a note would run or load in another program inert: it is shown as it is written.

A note may come from somebody else, by import or merge, and an export lies where Obsidian and its plugins work: Dataview
runs `dataviewjs` blocks and inline code that begins with `$=`, Templater runs `<% %>` wherever it is in a file, and raw
HTML or a picture in Markdown may be loaded from a server that wants to know who reads. Each is broken by one or a few
characters within its line, so that `importers.markdown` recognizes the line and brings the note back as it was.

Pitfall: a backslash is no escape in a block of raw HTML, so tags get `&lt;`; and Templater does not know Markdown, so
its opening itself is broken.
"""

import re
from html import unescape

RUN = frozenset({"dataviewjs", "dataview", "js-engine", "meta-bind-js-view", "meta-bind-embed", "templater", "tasks"})
"""Languages of fenced code that plugins run."""

FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<gap>[ \t]*)(?P<language>[^\s`~]+)")

TEMPLATE = re.compile(r"<(?=%)")

INLINE_QUERY = re.compile(r"(?<=`)(?P<gap>\s*)(?=\$=)")

LOADED = (
    "applet|audio|base|button|embed|form|frame|frameset|iframe|image|img|input|link|math|meta|object|picture|portal|script"
    "|source|style|svg|track|video"
)
"""Elements that load or run something, or that a reader may be made to press."""

TAG = re.compile(
    rf"<(?=/?(?:{LOADED})(?![\w-])|[a-z][^<>]*?(?:[\s/\"']on[a-z]+\s*=|javascript\s*:))",
    re.IGNORECASE,
)

IMAGE = re.compile(
    r"!\[(?!"
    r"[^\[\]\n]*\]\([\w.][\w./%-]*(?:[ \t]+\"[^\"\n]*\")?\)"  # a file beside the export
    r"|\[[^\[\]\n:\\]*\]\](?![(\[])"  # ![[a note or file of the vault]]
    r")"
)
"""The beginning of a picture that may be anywhere else, in whatever way its address is written."""

CODE_ELEMENT = re.compile(r"<(?=code\b)", re.IGNORECASE)


def make_inert(text: str) -> str:
    """Return a note's Markdown with active content broken; its lines stay as many as they were."""
    text = FENCE.sub(_break_fence, text)
    text = INLINE_QUERY.sub(r"\g<gap>\\", text)
    if "$=" in unescape(text):
        text = CODE_ELEMENT.sub("&lt;", text)
    text = IMAGE.sub(r"!\\[", text)
    return TAG.sub("&lt;", break_templates(text))


def break_templates(text: str) -> str:
    """Return `text` without an opening of Templater, as Markdown that shows the same."""
    return TEMPLATE.sub(r"<\\", text)


def _break_fence(found: re.Match[str]) -> str:
    """A backslash before a letter is none that Markdown takes away."""
    if unescape(found["language"]).lower().strip("{}.") not in RUN:
        return found[0]
    return f"{found['fence']}{found['gap']}\\{found['language']}"
