"""The floor plan: who may import whom, who owns which dependency, and what the code base does without."""

import ast
import builtins
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli.context import CommandContext
from reader.system.paths import PACKAGE, STYLES
from reader.tui.app import ReaderApp

FLOORS = (
    "reader errors text",
    "anchoring document system",
    "config sources view",
    "analysis",
    "annotations batch",
    "export library",
    "session",
    "importers search",
    "tui",
    "cli",
    "__main__",
)
"""Ground floor first: a room imports only from the floors below its own."""

FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms.split()}

OWNERS = {
    "textual": {"tui"},
    "rich": {"tui"},
    "tinydb": {"library"},
    "filelock": {"library"},
    "markdown_it": {"sources", "export"},
    "jinja2": {"export"},
    "lxml": {"sources"},
    "trafilatura": {"sources"},
    "pypdfium2": {"sources"},
    "platformdirs": {"system"},
    "argparse": {"cli"},
    "sqlite3": {"cli", "search", "tui"},
    "distributed": {"batch"},
    "spacy": {"analysis"},
    "thinc": {"analysis"},
    "numpy": {"analysis"},
}
"""Who may import what is big or has a way of its own. The width of a character is anybody's business."""

ANYBODYS = {"rich.cells"}

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
TREES = {path: ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in MODULES}

every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))


def room_of(path: Path) -> str:
    """The room a module is in: a folder or file of the package; `reader` for the package itself."""
    first = path.relative_to(PACKAGE).parts[0]
    return "reader" if first == "__init__.py" else first.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The full name of everything that a module imports, wherever in it."""
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: an import that does not say from where"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_room(name: str) -> str | None:
    """The room of ours that `name` is in; None for what is not ours."""
    package, _, rest = name.partition(".")
    if package != "reader":
        return None
    room = rest.partition(".")[0]
    return room if (PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file() else "reader"


@every_module
def test_every_module_is_on_a_floor(path: Path) -> None:
    assert room_of(path) in FLOOR


def test_every_room_on_the_plan_exists() -> None:
    assert {room_of(path) for path in MODULES} == set(FLOOR)


def test_the_picture_in_the_documents_has_every_room() -> None:
    """But `reader` itself and how Python runs it."""
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = page.partition("```text\n")[2].partition("```")[0]
    assert [room for room in FLOOR if not re.search(rf"\b{room}\b", drawn)] == ["reader", "__main__"]


@every_module
def test_imports_point_down(path: Path) -> None:
    """Also those inside functions and for type checkers only: a floor plan has no back stairs."""
    own = room_of(path)
    rooms = {room for name in imports(path) if (room := imported_room(name)) not in (None, own)}
    assert [room for room in sorted(rooms) if room and FLOOR[room] >= FLOOR[own]] == []


@pytest.mark.parametrize("dependency", OWNERS)
def test_each_big_dependency_has_its_owner(dependency: str) -> None:
    found = {
        room_of(path)
        for path in MODULES
        for name in imports(path)
        if name.partition(".")[0] == dependency and ".".join(name.split(".")[:2]) not in ANYBODYS
    }
    assert found <= OWNERS[dependency]
    assert found or dependency == "rich"


@every_module
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(TREES[path])


@every_module
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert path.stem not in VAGUE
    assert path.parent.name not in VAGUE


@every_module
def test_errors_are_caught_by_name(path: Path) -> None:
    """`except BaseException` may clean up and raise again; nothing may swallow what nobody expected."""
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{path.name}:{node.lineno}: a bare except"
            caught = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
            assert "Exception" not in caught, f"{path.name}:{node.lineno}: except Exception"
            if "BaseException" in caught:
                assert isinstance(node.body[-1], ast.Raise), f"{path.name}:{node.lineno}: swallows everything"


@every_module
def test_styles_have_one_home(path: Path) -> None:
    assigned = {name.id for name in ast.walk(TREES[path]) if isinstance(name, ast.Name)}
    assert not assigned & {"DEFAULT_CSS", "CSS"}


@every_module
def test_colours_are_named_in_the_themes_only(path: Path) -> None:
    if path != PACKAGE / "tui" / "themes.py":
        words = {node.value for node in ast.walk(TREES[path]) if isinstance(node, ast.Constant)}
        assert [word for word in words if isinstance(word, str) and HEX.fullmatch(word)] == []


SHEETS = sorted(STYLES.iterdir())


def test_there_are_styles() -> None:
    assert SHEETS


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_style_sheet_is_used_and_named_as_the_room_that_draws(sheet: Path) -> None:
    assert sheet.suffix == ".tcss"
    assert list((PACKAGE / "tui").rglob(f"{sheet.stem}.py"))
    of_a_screen = f'"{sheet.name}"' in "".join(path.read_text(encoding="utf-8") for path in TREES)
    assert sheet in ReaderApp.CSS_PATH or of_a_screen


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_style_sheets_use_the_colours_of_the_theme(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    values = re.findall(r":\s*([^;{}]+);", rules)
    assert [value for value in values if HEX.search(value) or "rgb(" in value or "hsl(" in value] == []


# ---------------------------------------------------------------------- what starting costs


def loaded(program: str) -> set[str]:
    """The modules that are there after `program` has run in a Python of its own."""
    script = f"import sys\n{program}\nsys.stderr.write('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PACKAGE.parent, check=True
    )
    return set(done.stderr.split())


SLOW = {
    "textual",
    "rich",
    "tinydb",
    "filelock",
    "markdown_it",
    "platformdirs",
    "rapidfuzz",
    "charset_normalizer",
    "lxml",
    "trafilatura",
    "pypdfium2",
    "ssl",
    "orjson",
    "spacy",
    "numpy",
}


def test_the_package_imports_nothing() -> None:
    assert {name for name in loaded("import reader") if name.startswith("reader")} == {"reader"}


def test_help_costs_nothing() -> None:
    found = loaded("from reader.cli import main; main(['--help'])")
    assert not found & SLOW
    assert "reader.session.session" not in found


@pytest.mark.parametrize("argv", [["keys"], ["show", "seeds/xi-jinping-moscow-visit.txt"], ["analyze", "--jsonl", "-"]])
def test_commands_without_a_library_load_neither_it_nor_the_screen(argv: list[str]) -> None:
    """The screen starts the last of them as its child, so that one must be lean above all."""
    read_nothing = "import io; sys.stdin = io.TextIOWrapper(io.BytesIO())"
    found = loaded(f"{read_nothing}\nfrom reader.cli import main\nassert main({argv!r}) == 0")
    assert not found & (SLOW - {"orjson", "platformdirs"})


def test_a_path_alone_is_read_without_a_command_line_being_understood() -> None:
    found = loaded("from reader.cli import main\nassert main(['seeds/xi-jinping-moscow-visit.txt']) == 0")
    assert not found & (SLOW | {"argparse", "reader.cli.parser", "reader.session.session"})


def test_commands_with_a_library_load_no_screen(tmp_path: Path) -> None:
    library = str(tmp_path / "library.json")
    found = loaded(f"from reader.cli import main\nassert main(['--library', {library!r}, 'notes']) == 0")
    assert "tinydb" in found
    assert not found & {"textual", "rich", "markdown_it"}


def test_the_library_is_found_late(tmp_path: Path) -> None:
    """Nothing on disk is touched by a command that needs nothing of the user's."""
    assert CommandContext(str(tmp_path / "nowhere" / "library.json")).notices() == []
    assert list(tmp_path.glob("nowhere")) == []


# ---------------------------------------------------------------------- errors

BESIDE_THE_TREE = {"TemplateTimeoutError"}
"""Ends the work of Jinja, which swallows every Exception; it never leaves the module that raises it."""


def exception_classes() -> dict[str, set[str]]:
    """The names of our exception classes, each with the names of its bases: known by its end, as ruff (N818) wants."""
    classes = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return {node.name: {ast.unparse(base) for base in node.bases} for node in classes if node.name.endswith("Error")}


def test_every_error_of_ours_is_a_reader_error() -> None:
    """Then whoever faces the user catches one class, and no list of classes can be incomplete."""
    found = exception_classes()
    tree, grown = set[str](), {"ReaderError"}
    while grown > tree:
        tree = grown
        grown = tree | {name for name, bases in found.items() if bases & tree}
    assert found.keys() - tree == BESIDE_THE_TREE


def test_every_class_that_is_raised_is_called_an_error() -> None:
    """The test above knows them by their names: a class of ours that derives from an exception has such a name."""
    builtin = {
        name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
    }
    classes = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    derived = {node.name for node in classes if {ast.unparse(base) for base in node.bases} & builtin}
    assert {name for name in derived if not name.endswith("Error")} == set()


def test_no_two_errors_have_one_name() -> None:
    names = [node.name for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    errors = [name for name in names if name.endswith("Error")]
    assert sorted(errors) == sorted(set(errors))
