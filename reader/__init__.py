"""A desk for close reading in the terminal; for Python programs, the names in `reader.api`.

They are loaded when they are first used, so that importing this costs nothing; type checkers read `__init__.pyi`.
"""

__version__ = "0.3.0"

__all__ = ["Library", "__version__", "analyze", "export_notes", "open_source", "verify"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    if mixed := import_module(f"{__name__}.system.paths").other_distribution():
        raise ImportError(mixed)
    return getattr(import_module(f"{__name__}.api"), name)
