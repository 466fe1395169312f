"""Modules of the standard library that others import and hardly ever use: imported late, or not at all.

`dataclasses` needs `inspect` only for a class without a docstring (and from Python 3.13 on for its annotations), but
importing it takes a tenth of the time to the first words; `urllib.parse` needs `ipaddress` only for addresses in
brackets. The lazy loader of `importlib` does not help: an import of a module that is known already looks at it, and so
loads it.

Where Python does without a module that it was not built with, it can be left out: `asyncio` needs `ssl` only for
connections of its own, and `hashlib` has all hashes without OpenSSL's. Both load OpenSSL, a tenth of the memory of an
article on the screen.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from types import ModuleType


class LateModule(ModuleType):
    """Has the attributes of the module of its name, which is imported when one of them is asked for."""

    def __getattr__(self, attribute: str) -> object:
        if attribute.startswith("__"):  # the import system looks for some
            raise AttributeError(attribute)
        return getattr(import_module(self.__name__), attribute)


def import_without(name: str, needed: str) -> None:
    """Import the module `name` with a stand-in for `needed`, which nobody else gets; nothing if either is imported."""
    if name not in sys.modules and needed not in sys.modules:
        sys.modules[needed] = LateModule(needed)
        try:
            import_module(name)
        finally:
            del sys.modules[needed]


def import_as_if_missing(name: str, missing: str) -> None:
    """Import the module `name` as where there is no module `missing`; nothing if either is imported."""
    if name not in sys.modules and missing not in sys.modules:
        sys.modules[missing] = None  # type: ignore[assignment]
        try:
            import_module(name)
        finally:
            del sys.modules[missing]


def leave_out(name: str, instead: Sequence[str]) -> None:
    """Let this program do without the module `name`, unless it is imported or one of those `instead` is missing."""
    if name not in sys.modules:
        with suppress(ImportError):
            for other in instead:
                import_module(other)
            sys.modules[name] = None  # type: ignore[assignment]
