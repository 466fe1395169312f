"""Rules of the code base: which room may import which, who owns a dependency, sizes, names, errors, and start-up.

Sizes are no rule: `python -m tests.code_metrics` prints them. Lists of exceptions give a reason and may only shrink.
"""

import ast
import builtins
import re
import subprocess
import sys
from collections.abc import Set
from functools import cache
from pathlib import Path

import pytest

from reader.cli.context import CommandContext
from reader.system.paths import PACKAGE, STYLES
from reader.tui.app import ReaderApp
from tests import code_metrics

pytestmark = pytest.mark.slow

FLOORS = (
    "reader errors text",
    "anchoring document system",
    "config sources view",
    "analysis",
    "annotations batch verification",
    "export library",
    "session",
    "importers search",
    "api",
    "tui",
    "cli",
    "__main__",
)
"""Lowest floor first: a room imports only from floors below its own."""

FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms.split()}

OWNERS = {
    "textual": {"tui"},
    "rich": {"tui"},
    "tinydb": {"library"},
    "markdown_it": {"sources", "export"},
    "jinja2": {"export"},
    "lxml": {"sources"},
    "trafilatura": {"sources"},
    "pypdfium2": {"sources"},
    "mammoth": {"sources"},
    "feedparser": {"sources"},
    "pygments": {"view"},
    "platformdirs": {"system"},
    "argparse": {"cli"},
    "sqlite3": {"cli", "search", "tui"},
    "distributed": {"batch"},
    "spacy": {"analysis"},
    "numpy": {"analysis"},
    "mcp": {"cli"},
    "mcp_types": {"cli"},
}
"""The rooms that may import each big dependency."""

UNOWNED = {"rich.cells"}
"""Any room may ask for the width of a character."""

VAGUE = {"base", "common", "constants", "core", "helper", "helpers", "manager", "messages", "misc", "models"} | {
    "shared",
    "tools",
    "types",
    "util",
    "utilities",
    "utils",
}

HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")

MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def trees() -> dict[Path, ast.Module]:
    """Syntax trees of all modules."""
    return {PACKAGE / module: tree for module, tree in code_metrics.trees().items()}


@cache
def nodes() -> dict[Path, list[ast.AST]]:
    """All nodes of these trees."""
    return {PACKAGE / module: found for module, found in code_metrics.nodes().items()}


def room_of(path: Path) -> str:
    """Return the room of a module: a folder or file of the package; `reader` for the package itself."""
    first = path.relative_to(PACKAGE).parts[0]
    return "reader" if first == "__init__.py" else first.removesuffix(".py")


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@cache
def imports(path: Path) -> list[str]:
    """Return the full name of everything that a module imports, also inside functions."""
    found = list[str]()
    for node in nodes()[path]:
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def imported_room(name: str) -> str | None:
    """Return the room that the imported `name` belongs to; None if it is not ours."""
    package, _, rest = name.partition(".")
    if package != "reader":
        return None
    room = rest.partition(".")[0]
    return room if (PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file() else "reader"


def test_every_room_of_the_plan_exists() -> None:
    assert {room_of(path) for path in MODULES} == set(FLOOR)


def test_the_plan_in_the_documents_has_every_room() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = page.partition("```text\n")[2].partition("```")[0]
    assert [room for room in FLOOR if not re.search(rf"\b{room}\b", drawn)] == ["reader", "__main__"]


def test_imports_point_down() -> None:
    """This includes imports inside functions and under TYPE_CHECKING."""
    found = {(name_of(path), room_of(path), imported_room(name)) for path in MODULES for name in imports(path)}
    up = [(module, room) for module, own, room in found if room and room != own and FLOOR[room] >= FLOOR[own]]
    assert sorted(up) == [], "move what is needed to a lower room, or pass it in"


def test_no_module_imports_itself_through_others() -> None:
    """Imports inside functions and those for type checkers count, too: who reads one module has to read the other."""
    names = {_module_name(path): path for path in MODULES}
    needs = {name: _imported_modules(path, names.keys()) - {name} for name, path in names.items()}
    while True:
        used = set[str]().union(*needs.values())
        in_circles = {name: needed for name, needed in needs.items() if name in used and needed & needs.keys()}
        if in_circles == needs:
            break
        needs = in_circles
    assert sorted(needs) == [], "each of these imports itself through others: move what both need, or pass it in"


def _module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported_modules(path: Path, known: Set[str]) -> set[str]:
    """Return the modules of ours that a module imports anywhere."""
    found = set[str]()
    for node in nodes()[path]:
        if isinstance(node, ast.ImportFrom):
            found |= {
                name if (name := f"{node.module}.{each.name}") in known else str(node.module) for each in node.names
            }
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return found & known


@pytest.mark.parametrize("dependency", OWNERS)
def test_each_big_dependency_has_its_owner(dependency: str) -> None:
    found = {
        room_of(path)
        for path in MODULES
        for name in imports(path)
        if name.partition(".")[0] == dependency and ".".join(name.split(".")[:2]) not in UNOWNED
    }
    assert found <= OWNERS[dependency]
    assert found or dependency == "rich"


def test_every_module_has_a_docstring() -> None:
    bare = [name_of(path) for path, tree in trees().items() if not ast.get_docstring(tree)]
    assert bare == [], "say in a docstring what lives there"


def test_no_module_has_a_vague_name() -> None:
    vague = [name_of(path) for path in MODULES if {path.stem, path.parent.name} & VAGUE]
    assert vague == [], "rename it to what it is about"


def test_errors_are_caught_by_name() -> None:
    """`except BaseException` may clean up and raise again; `except Exception` is not allowed."""
    handlers = [
        (f"{name_of(path)}:{node.lineno}", node)
        for path, found in nodes().items()
        for node in found
        if isinstance(node, ast.ExceptHandler)
    ]
    assert [place for place, handler in handlers if handler.type is None] == [], "a bare except"
    caught = {
        place: {name.id for name in ast.walk(handler.type) if isinstance(name, ast.Name)}
        for place, handler in handlers
        if handler.type
    }
    assert [place for place, names in caught.items() if "Exception" in names] == []
    swallows = [place for place, handler in handlers if not isinstance(handler.body[-1], ast.Raise)]
    assert [place for place in swallows if "BaseException" in caught[place]] == []


def test_styles_are_in_style_sheets_only() -> None:
    found = {(name_of(path), node.id) for path, each in nodes().items() for node in each if isinstance(node, ast.Name)}
    assert {(module, name) for module, name in found if name in ("DEFAULT_CSS", "CSS")} == set()


def test_colours_are_defined_in_themes_only() -> None:
    words = {
        (name_of(path), node.value)
        for path, found in nodes().items()
        for node in found
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {module for module, word in words if HEX.fullmatch(word)} <= {"tui/themes.py"}


SHEETS = sorted(STYLES.iterdir())


def test_style_sheets_are_found() -> None:
    assert SHEETS


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_style_sheet_is_used_and_named_after_its_module(sheet: Path) -> None:
    assert sheet.suffix == ".tcss"
    rooms = (PACKAGE / "tui").rglob(f"{sheet.stem}/__init__.py")
    assert [*(PACKAGE / "tui").rglob(f"{sheet.stem}.py"), *rooms]
    of_a_screen = f'"{sheet.name}"' in "".join(path.read_text(encoding="utf-8") for path in MODULES)
    assert sheet in ReaderApp.CSS_PATH or of_a_screen


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_style_sheets_use_the_colours_of_the_theme(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    values = re.findall(r":\s*([^;{}]+);", rules)
    assert [value for value in values if HEX.search(value) or "rgb(" in value or "hsl(" in value] == []


# ---------------------------------------------------------------------- names and inheritance

TESTS = Path(__file__).parent

NOT_MIRRORED = {"bench", "fixtures", "history", "quality", "stories", "tools"}
"""Folders of tests that test the whole program."""

NOUNS = {"anchoring", "drawing", "encoding", "masking", "nesting", "note_editing", "reading", "spelling"}
"""Names of modules that end in -ing and are nouns of the field."""

FOREIGN_PRIVATE = {
    "_actions": "argparse has no public list of a parser's actions",
    "_Element": "lxml's only name for the type of an element",
    "_dirty_regions": "Textual repaints a whole widget unless the changed lines are put here",
    "_exit": "`os._exit` is public",
    "_asdict": "`NamedTuple._asdict` is public",
}
"""Private attributes of libraries that we read, each with the reason."""


def test_at_most_three_classes_of_ours_in_an_mro() -> None:
    lines = {name: [info.name for info in line] for name, line in code_metrics.hierarchy().items()}
    assert {name: line for name, line in lines.items() if len(line) > 3} == {}


def test_no_module_has_a_participle_for_a_name() -> None:
    stems = {part.removesuffix(".py") for module in code_metrics.trees() for part in Path(module).parts}
    unknown = sorted(stem for stem in stems if stem.endswith("ing") and stem not in NOUNS)
    assert unknown == [], "rename it to a noun, or add it to NOUNS if it is one"


def test_private_attributes_are_our_own() -> None:
    """`self._x` is defined in a class or module of ours."""
    used, defined = set[str](), set[str]()
    for found in nodes().values():
        for node in found:
            match node:
                case ast.Attribute(ctx=ast.Store()) | ast.Attribute(ctx=ast.Del()):
                    defined.add(node.attr)
                case ast.Attribute():
                    used.add(node.attr)
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    defined.add(node.name)
                case ast.Name(ctx=ast.Store()):
                    defined.add(node.id)
                case _:
                    pass
    foreign = {name for name in used - defined if name.startswith("_") and not name.startswith("__")}
    assert foreign - FOREIGN_PRIVATE.keys() == set(), "use what is public, or give the reason in FOREIGN_PRIVATE"
    assert FOREIGN_PRIVATE.keys() - foreign == set(), "no longer read: remove it"


def test_tests_mirror_the_package() -> None:
    """`tests/a/test_b.py` tests `reader/a/b.py` or `reader/a/b/`; `tests/a/test_a.py` tests the package `a` itself."""
    unmatched = []
    for path in sorted(TESTS.rglob("test_*.py")):
        test = path.relative_to(TESTS)
        if len(test.parts) == 1 or test.parts[0] in NOT_MIRRORED:
            continue
        stem = test.stem.removeprefix("test_")
        folder = PACKAGE / test.parent
        places = [folder / f"{stem}.py", folder / f"{stem}_.py", folder / stem / "__init__.py"]
        if not any(place.is_file() for place in places) and stem != folder.name:
            unmatched.append(str(test))
    assert unmatched == [], "rename or move it to where its module is in reader/"


# ---------------------------------------------------------------------- start-up


def loaded(program: str) -> set[str]:
    """Return the modules that are loaded after `program` has run in a new interpreter."""
    script = f"import sys\n{program}\nsys.stderr.write('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PACKAGE.parent, check=True
    )
    return set(done.stderr.split())


SLOW = {
    "textual",
    "rich",
    "tinydb",
    "markdown_it",
    "platformdirs",
    "rapidfuzz",
    "chardet",
    "yaml",
    "lxml",
    "trafilatura",
    "pypdfium2",
    "pygments",
    "ssl",
    "orjson",
    "spacy",
    "numpy",
}


def test_the_package_imports_nothing() -> None:
    assert {name for name in loaded("import reader") if name.startswith("reader")} == {"reader"}


def test_help_loads_no_dependency() -> None:
    found = loaded("from reader.cli import main; main(['--help'])")
    assert not found & (SLOW | {"reader.session.session", "reader.config"})


@pytest.mark.parametrize("argv", [["keys"], ["show", "seeds/xi-jinping-moscow-visit.txt"], ["analyze", "--jsonl", "-"]])
def test_commands_without_a_library_load_neither_it_nor_the_screen(argv: list[str]) -> None:
    """The screen starts the last one as a child process, so it matters most."""
    read_nothing = "import io; sys.stdin = io.TextIOWrapper(io.BytesIO())"
    found = loaded(f"{read_nothing}\nfrom reader.cli import main\nassert main({argv!r}) == 0")
    assert not found & (SLOW - {"orjson", "platformdirs"})


def test_a_path_alone_is_read_without_argparse() -> None:
    found = loaded("from reader.cli import main\nassert main(['seeds/xi-jinping-moscow-visit.txt']) == 0")
    assert not found & (SLOW | {"argparse", "reader.cli.parser", "reader.session.session"})


def test_commands_with_a_library_load_no_screen(tmp_path: Path) -> None:
    library = str(tmp_path / "library.json")
    found = loaded(f"from reader.cli import main\nassert main(['--library', {library!r}, 'notes']) == 0")
    assert "tinydb" in found
    assert not found & {"textual", "rich", "markdown_it", "rapidfuzz"}


def test_a_command_that_needs_no_library_creates_none(tmp_path: Path) -> None:
    assert CommandContext(str(tmp_path / "nowhere" / "library.json")).notices() == []
    assert list(tmp_path.glob("nowhere")) == []


# ---------------------------------------------------------------------- errors

OUTSIDE_THE_TREE = {"TemplateTimeoutError"}
"""Must derive from BaseException, since Jinja catches every Exception; it never leaves its module."""


def exception_classes() -> dict[str, set[str]]:
    """Return our exception classes (named `…Error`), each with the names of its bases."""
    classes = [node for found in nodes().values() for node in found if isinstance(node, ast.ClassDef)]
    return {node.name: {ast.unparse(base) for base in node.bases} for node in classes if node.name.endswith("Error")}


def test_every_error_of_ours_is_a_reader_error() -> None:
    """So the front doors catch one class."""
    found = exception_classes()
    tree, grown = set[str](), {"ReaderError"}
    while grown > tree:
        tree = grown
        grown = tree | {name for name, bases in found.items() if bases & tree}
    assert found.keys() - tree == OUTSIDE_THE_TREE


def test_every_exception_class_is_named_error() -> None:
    """The test above finds them by that name."""
    builtin = {
        name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
    }
    classes = [node for found in nodes().values() for node in found if isinstance(node, ast.ClassDef)]
    derived = {node.name for node in classes if {ast.unparse(base) for base in node.bases} & builtin}
    assert {name for name in derived if not name.endswith("Error")} == set()


def test_error_names_are_unique() -> None:
    names = [node.name for found in nodes().values() for node in found if isinstance(node, ast.ClassDef)]
    errors = [name for name in names if name.endswith("Error")]
    assert sorted(errors) == sorted(set(errors))
