"""The codes of a project: tags, nested as they are here; in folders, colours of highlights and speakers of quotes."""

from xml.etree.ElementTree import Element

from reader.export.qdpx.markup import add, guid, xml_line

COLOURS, SPEAKERS = "Colours", "Speakers"

FOLDERS = ("", COLOURS, SPEAKERS)
"""The folders of codes, "" for the tags, which stand at the top."""

DEEPEST = 20
"""Levels of nested codes; a tag with more slashes keeps the others in its last name."""

BLANK = "\u2420"
"""The name of a code whose own is only white space (a library edited by hand): the standard wants one, on one line."""

CodePath = tuple[str, ...]
"""The names of a code and of those it lies in, the outermost first."""


class Codebook:
    """The codes that an export uses."""

    def __init__(self) -> None:
        self._codes: dict[str, dict[CodePath, None]] = {folder: {} for folder in FOLDERS}

    def tag(self, tag: str) -> str:
        """Return the id of the code for a tag."""
        names = [name for name in tag.split("/", DEEPEST - 1) if name]
        return self._code("", tuple(names) or (tag,))

    def colour(self, colour: str) -> str:
        """Return the id of the code for a colour of highlights."""
        return self._code(COLOURS, (colour,))

    def speaker(self, name: str) -> str:
        """Return the id of the code for what somebody says."""
        return self._code(SPEAKERS, (name,))

    def _code(self, folder: str, path: CodePath) -> str:
        for length in range(1, len(path) + 1):
            self._codes[folder][path[:length]] = None
        return code_id(folder, path)

    def add_to(self, project: Element) -> None:
        """Add the codes to a project, by name; nothing if there are none."""
        if not any(self._codes.values()):
            return
        codes = add(add(project, "CodeBook"), "Codes")
        for folder in FOLDERS:
            paths = self._codes[folder]
            if folder and paths:
                add_codes(add(codes, "Code", guid=guid("codes", folder), name=folder, isCodable="false"), folder, paths)
            else:
                add_codes(codes, folder, paths)


def add_codes(parent: Element, folder: str, paths: dict[CodePath, None]) -> None:
    """Add the codes at these paths, each in the one that it lies in."""
    added: dict[CodePath, Element] = {(): parent}
    for path in sorted(paths, key=lambda path: ([name.casefold() for name in path], path)):
        about = {"guid": code_id(folder, path), "name": xml_line(path[-1]) or BLANK, "isCodable": "true"}
        added[path] = add(added[path[:-1]], "Code", **about)


def code_id(folder: str, path: CodePath) -> str:
    return guid(f"code:{folder}", "/".join(path))
