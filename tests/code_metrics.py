"""Measures of the code base: `python -m tests.code_metrics` prints them. They are for a look, not for a limit.

One walk over the syntax trees of `reader/`, nothing imported. Classes are resolved by name within the package, which is
enough while class names are unique.
"""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean, quantiles

from reader.system.paths import PACKAGE

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef

BRANCHES = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.IfExp,
    ast.comprehension,
    ast.match_case,
    ast.Assert,
)
"""Nodes that add one path to a function; each `and` and `or` adds one more (McCabe, 1976)."""


@dataclass(frozen=True, slots=True)
class ClassInfo:
    """A class of ours: its module, the names of its bases, and its own methods."""

    name: str
    module: str
    bases: tuple[str, ...]
    methods: tuple[str, ...]


@cache
def trees() -> dict[str, ast.Module]:
    """Syntax trees of every module, by path relative to the package."""
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def nodes() -> dict[str, list[ast.AST]]:
    """All nodes of these trees, by path: to walk the trees takes as long as to parse them, and many measures ask."""
    return {module: list(ast.walk(tree)) for module, tree in trees().items()}


def line_count(module: str) -> int:
    return len((PACKAGE / module).read_text(encoding="utf-8").splitlines())


def rooms() -> list[str]:
    """Folders and modules directly in the package, dunder modules left out."""
    return sorted({Path(module).parts[0].removesuffix(".py") for module in trees() if not module.startswith("__")})


def files_per_folder() -> Counter[str]:
    """Python modules in each folder, `__init__.py` left out."""
    return Counter(str(Path(module).parent) for module in trees() if Path(module).name != "__init__.py")


def functions() -> Iterator[tuple[str, FunctionNode]]:
    for module, found in nodes().items():
        for node in found:
            if isinstance(node, FunctionNode):
                yield module, node


def classes() -> list[ClassInfo]:
    found = []
    for module, each in nodes().items():
        for node in each:
            if isinstance(node, ast.ClassDef):
                bases = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
                names = tuple(base.id for base in bases if isinstance(base, ast.Name))
                methods = tuple(item.name for item in node.body if isinstance(item, FunctionNode))
                found.append(ClassInfo(node.name, module, names, methods))
    return found


def own_ancestors(info: ClassInfo, by_name: dict[str, ClassInfo]) -> list[ClassInfo]:
    """A class and its bases that are ours, each once."""
    found = [info]
    for base in info.bases:
        if base in by_name and base != info.name:
            found += [other for other in own_ancestors(by_name[base], by_name) if other not in found]
    return found


def hierarchy() -> dict[str, list[ClassInfo]]:
    """Each class of ours, as `module:Class`, with all its own ancestors and itself."""
    every = classes()
    by_name = {info.name: info for info in every}
    return {f"{info.module}:{info.name}": own_ancestors(info, by_name) for info in every}


def method_counts() -> dict[str, int]:
    """Methods of each class, with those of its own bases."""
    return {name: sum(len(info.methods) for info in line) for name, line in hierarchy().items()}


def complexity(function: FunctionNode) -> int:
    """Cyclomatic complexity of a function without the functions inside it."""
    count, waiting = 1, list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, FunctionNode | ast.ClassDef | ast.Lambda):
            continue
        count += isinstance(node, BRANCHES)
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        waiting += ast.iter_child_nodes(node)
    return count


def repeated_classes() -> dict[str, list[str]]:
    return _repeated((info.name, info.module) for info in classes())


def repeated_functions() -> dict[str, list[str]]:
    """Public module-level functions whose name stands in two modules or more."""
    return _repeated(
        (node.name, module)
        for module, tree in trees().items()
        for node in tree.body
        if isinstance(node, FunctionNode) and not node.name.startswith("_")
    )


def _repeated(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for name, module in pairs:
        places[name].append(module)
    return {name: modules for name, modules in sorted(places.items()) if len(modules) > 1}


def late_imports() -> Counter[str]:
    """Import statements inside functions, by module."""
    return Counter(
        module
        for module, function in functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    )


def percentiles(values: list[int]) -> str:
    cuts = quantiles(values, n=10)
    return f"{cuts[4]:.0f} / {cuts[8]:.0f} / {max(values)}"


def report() -> dict[str, str]:
    """Each measure with its value, as printed."""
    sizes = [line_count(module) for module in trees()]
    lengths = [(node.end_lineno or node.lineno) - node.lineno + 1 for _, node in functions()]
    complexities = [complexity(node) for _, node in functions()]
    methods = method_counts()
    biggest = max(methods, key=methods.__getitem__)
    chain = max(hierarchy().items(), key=lambda item: len(item[1]))
    folder, files = files_per_folder().most_common(1)[0]
    over = sum(each > 10 for each in complexities)
    return {
        "lines": str(sum(sizes)),
        "file lines p50 / p90 / max": percentiles(sizes),
        "function lines p50 / p90 / max": percentiles(lengths),
        "methods of the biggest class, own bases counted": f"{methods[biggest]} ({biggest})",
        "own classes in the longest MRO": f"{len(chain[1])} ({chain[0]})",
        "cyclomatic complexity: mean, share over 10": f"{mean(complexities):.1f}, {over / len(complexities):.1%}",
        "class names used twice or more": str(len(repeated_classes())),
        "public function names in two modules or more": str(len(repeated_functions())),
        "imports inside functions": str(late_imports().total()),
        "top-level rooms": str(len(rooms())),
        "files in the fullest folder": f"{files} ({folder})",
        "modules, of less than 50 lines": f"{len(sizes)}, {sum(size < 50 for size in sizes)}",
    }


if __name__ == "__main__":
    for measure, value in report().items():
        print(f"{measure:<50}{value}")
