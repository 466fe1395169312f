"""Damaged copies of a file, the same at every run."""

import io
import random
import zipfile
from collections.abc import Iterator

FRAGMENTS = (b"\0", b"\xff", b"<", b"</", b"{", b"}", b"\\", b"=\n", b"--", b"\r\n\r\n", b"&x;", b"9" * 40, b"%s")


def mutants(data: bytes, count: int) -> Iterator[bytes]:
    """Yield `count` copies of `data`, each cut, overwritten, doubled or with a foreign piece in one place or more."""
    chance = random.Random(len(data))
    for _ in range(count):
        yield damaged(data, chance)


def damaged(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(changed) + 1)
        size = chance.choice((1, 1, 4, 60, len(changed) // 3))
        match chance.randrange(4):
            case 0:
                del changed[at : at + size]
            case 1:
                changed[at : at + size] = chance.randbytes(min(size, 60))
            case 2:
                changed[at:at] = changed[at : at + size]
            case _:
                changed[at:at] = chance.choice(FRAGMENTS)
    return bytes(changed)


def zip_mutants(data: bytes, count: int) -> Iterator[bytes]:
    """Yield copies of a zip: half of them damaged as a file, half with one damaged part in a sound zip."""
    yield from mutants(data, count // 2)
    chance = random.Random(count)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(count - count // 2):
        name = chance.choice(list(parts))
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for each, content in parts.items():
                archive.writestr(each, damaged(content, chance) if each == name else content)
        yield made.getvalue()
