"""A stand-in for a module of the standard library that another one imports and hardly ever uses.

`dataclasses` needs `inspect` only for a class without a docstring (and from Python 3.13 on for its annotations), but
importing it takes a tenth of the time to the first words; `urllib.parse` needs `ipaddress` only for addresses in
brackets. The lazy loader of `importlib` does not help: an import of a module that is known already looks at it, and so
loads it.
"""

import sys
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
