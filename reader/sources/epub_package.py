"""The content of an EPUB: its parts in reading order, its table of contents, its metadata.

A book is a zip of XHTML and XML (https://www.w3.org/TR/epub-33/). Names are looked up in the zip alone, never on the
disk; entities are never resolved and nothing is fetched.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from urllib.parse import unquote, urldefrag

from lxml import etree

from reader.errors import SourceError
from reader.sources.html.elements import EPUB_TYPE, Element, element_name, parse_tree, parse_xml, words_of
from reader.sources.zip_parts import ZipParts
from reader.text.sanitize import clean_line

CONTAINER, ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"

FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Encryption methods used for fonts, and never for text."""

TEXTS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document", "image/svg+xml")
"""Media types of parts that hold text; others have a fallback, or are named where they are missing."""

DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?!\d)")
ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{0,31});")
PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})

UNKNOWN_YEAR = "0101"  # written by calibre for an unknown author


@dataclass(frozen=True, slots=True)
class PartLocation:
    """The target of a link within the book."""

    path: str
    id: str
    """Empty for the beginning of the part."""

    @property
    def address(self) -> str:
        return f"{self.path}#{self.id}"


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One entry of the table of contents, or of the list of printed pages."""

    title: str
    place: PartLocation
    depth: int = 1


def parse_markup(data: bytes) -> Element | None:
    """Parse XML, or HTML in its place; nothing is fetched, and only HTML's entities are known.

    Known entities are replaced by number and others by text, since libxml2 would drop what follows an undeclared one.
    """
    data = ENTITY.sub(_number_entity, data)
    root = parse_xml(data, recover=True)
    if root is not None and (element_name(root) != "html" or root.find("{*}body") is not None):
        return root
    return parse_tree(data, etree.HTMLParser(no_network=True, remove_comments=True))


def _number_entity(entity: re.Match[bytes]) -> bytes:
    name = entity[1].decode()
    if name in PREDEFINED:
        return entity[0]
    if (known := html5.get(f"{name};")) is not None:
        return b"".join(b"&#%d;" % ord(marker) for marker in known)
    return b"&amp;%b;" % entity[1]


class Package:
    def __init__(self, archive: ZipParts, tree: Element, folder: str) -> None:
        """Read the package document `tree`, which is in `folder` within the book."""
        self.archive, self._tree, self._folder = archive, tree, folder
        self._items = {item.get("id", ""): item for item in tree.iter("{*}item")}
        """The manifest, by id."""
        self._fallbacks: dict[str, str] = {}
        """The paths of parts that are read instead of parts in a foreign format."""
        self.foreign: set[str] = set()
        """Paths of parts that are in a foreign format and have no fallback."""
        self.guides: set[str] = set()
        """Paths of the parts that are tables of contents."""
        self.contents: list[ContentsEntry] = []
        self.pages: list[ContentsEntry] = []
        self.title = next(self._metadata_values("title"), "")
        creators = ";".join(self._metadata_values("creator")).split(";")  # word processors write several in one
        self.author = tuple(dict.fromkeys(filter(None, map(str.strip, creators))))
        self.language = next(self._metadata_values("language"), "")[:35]
        dates = [found[0] for said in self._metadata_values("date") if (found := DATE.match(said))]
        self.published = next((date for date in dates if not date.startswith(UNKNOWN_YEAR)), "")
        references = (reference.get("idref", "") for reference in tree.iter("{*}itemref"))
        self.spine = [self._readable_path(self._items[id_]) for id_ in references if id_ in self._items]
        """The paths of its parts, in reading order."""
        items = self._items.values()
        for item in [item for item in items if "nav" in item.get("properties", "").split()][:1]:
            self.guides.add(self._path_of(item))
            self._read_navigation(self._path_of(item))
        for item in [item for item in items if item.get("media-type") == "application/x-dtbncx+xml"][:1]:
            if not self.contents or not self.pages:
                self._read_ncx(self._path_of(item))

    def _path_of(self, item: Element) -> str:
        return resolve_path(self._folder, item.get("href", ""))

    def _readable_path(self, item: Element) -> str:
        """Return the path of the item, or of the first of its fallbacks that holds text."""
        path, found = self._path_of(item), [item]
        while found[-1].get("media-type") not in TEXTS:
            after = self._items.get(found[-1].get("fallback", ""))
            if after is None or after in found:
                self.foreign.add(path)
                return path
            found.append(after)
        if len(found) > 1:
            self._fallbacks[path] = self._path_of(found[-1])
        return self._path_of(found[-1])

    def _metadata_values(self, name: str) -> Iterator[str]:
        return filter(None, map(element_text, self._tree.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")))

    def _read_navigation(self, path: str) -> None:
        tree = parse_part(self.archive, path)
        for nav in tree.iter("{*}nav", "nav") if tree is not None else ():
            kinds = nav.get(EPUB_TYPE, "").split()
            target = self.contents if "toc" in kinds else self.pages if "page-list" in kinds else None
            if target is not None and not target:
                for link in nav.iter("{*}a", "a"):
                    depth = max(1, sum(element_name(above) == "ol" for above in link.iterancestors()))
                    self._add_entry(target, element_text(link), link.get("href", ""), posixpath.dirname(path), depth)

    def _read_ncx(self, path: str) -> None:
        """Parse the table of contents of EPUB 2."""
        tree = parse_part(self.archive, path)
        for name, target in (("navPoint", self.contents), ("pageTarget", self.pages)):
            for point in tree.iter(f"{{*}}{name}") if tree is not None and not target else ():
                label, content = point.find("{*}navLabel"), point.find("{*}content")
                if label is not None and content is not None:
                    depth = 1 + sum(element_name(above) == "navpoint" for above in point.iterancestors())
                    self._add_entry(target, element_text(label), content.get("src", ""), posixpath.dirname(path), depth)

    def _add_entry(self, target: list[ContentsEntry], title: str, href: str, folder: str, depth: int) -> None:
        if title and href:
            place = resolve_link(folder, href)
            if stand_in := self._fallbacks.get(place.path):
                place = PartLocation(stand_in, "")
            target.append(ContentsEntry(title, place, depth))


def open_package(data: bytes, name: str) -> Package:
    """Open the book in `data`. Raises SourceError."""
    archive = ZipParts(data, name, "an EPUB")
    container = parse_part(archive, CONTAINER)
    root_file = None if container is None else next(container.iter("{*}rootfile"), None)
    opf = "" if root_file is None else unquote(root_file.get("full-path", ""))
    tree = parse_part(archive, opf) if opf else None
    if tree is None:
        raise SourceError(f"{name} is not an EPUB, or it is damaged: its list of contents is missing")
    _refuse_protected(archive)
    package = Package(archive, tree, posixpath.dirname(opf))
    if next(tree.iter("{*}itemref"), None) is None:
        raise SourceError(f"{name} is damaged: its reading order is missing")
    return package


def parse_part(archive: ZipParts, path: str) -> Element | None:
    """Parse the part at `path`; None if it is missing or damaged. Raises SourceError."""
    data = archive.read(path)
    return None if data is None else parse_markup(data)


def _refuse_protected(archive: ZipParts) -> None:
    """Raise SourceError for a book whose text is encrypted."""
    tree = parse_part(archive, ENCRYPTION) if ENCRYPTION in archive.names else None
    for entry in tree.iter("{*}EncryptedData") if tree is not None else ():
        method = next(entry.iter("{*}EncryptionMethod"), None)
        reference = next(entry.iter("{*}CipherReference"), None)
        how = method.get("Algorithm", "") if method is not None else ""
        what = reference.get("URI", "") if reference is not None else ""
        if not how.startswith(FONTS_ONLY) and what.lower().endswith((".xhtml", ".html", ".htm", ".xml", ".ncx")):
            raise SourceError(f"{archive.name} is protected (DRM): only its seller's programs open it")


def resolve_path(folder: str, href: str) -> str:
    """Return the path of `href` relative to `folder`, within the zip."""
    return posixpath.normpath(posixpath.join(folder, unquote(urldefrag(href).url)))


def resolve_link(folder: str, href: str) -> PartLocation:
    return PartLocation(resolve_path(folder, href), unquote(urldefrag(href).fragment))


def element_text(element: Element) -> str:
    return clean_line(words_of(element))
