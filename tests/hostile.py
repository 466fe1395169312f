"""Files that no honest program makes: small zips that unpack to much, broken PDFs, books with a lock."""

import io
import zipfile
from collections.abc import Mapping

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""

PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Harbour</dc:title>{metadata}</metadata>
<manifest>{manifest}</manifest><spine>{spine}</spine></package>"""

CHAPTER = """<?xml version="1.0"?>{doctype}
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head>
<body>{body}</body></html>"""


def chapter(body: str, doctype: str = "") -> str:
    return CHAPTER.format(body=body, doctype=doctype)


def epub(
    chapters: Mapping[str, str | bytes], extra: Mapping[str, str | bytes] | None = None, metadata: str = ""
) -> bytes:
    """A book of `chapters` by name, with `extra` files; names are within the folder of the package unless absolute."""
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(chapters)))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OPS/book.opf", PACKAGE.format(metadata=metadata, manifest=items, spine=spine))
        for name, content in {**chapters, **(extra or {})}.items():
            archive.writestr(name.removeprefix("/") if name.startswith("/") else f"OPS/{name}", content)
    return data.getvalue()


def pdf(*contents: str, tail: str = "", info: str = "") -> bytes:
    """A PDF with a page for each stream of drawing commands, in Helvetica; `tail` goes into the catalogue."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {tail} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream")
    if info:
        objects.append(f"<< {info} >>")
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out.encode("latin-1")))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out.encode("latin-1"))
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010} 00000 n \n" for place in places)
    about = f" /Info {len(objects)} 0 R" if info else ""
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R{about} >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def lines(*texts: str, left: float = 50, top: float = 500, leading: float = 14, size: float = 11) -> str:
    """Drawing commands for lines one below the other."""
    shown = []
    for number, text in enumerate(texts):
        words = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        shown.append(f"BT /F {size} Tf {left} {top - number * leading} Td ({words}) Tj ET")
    return "\n".join(shown)
