"""The documents name only what exists, name all of it, and their commands work."""

import io
import os
import re
import shlex
import shutil
import subprocess
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from reader.cli import main
from reader.cli.parser import COMMANDS, GROUPS, first_word_index, load_command, load_examples, make_parser
from reader.config.commands import COMMANDS as SCREEN_COMMANDS
from reader.config.key_names import ALIKE, key_label
from reader.system.paths import PACKAGE, user_paths
from tests.fixtures.forked_reader import write_command
from tests.fixtures.news_library import NEWS, Shelf
from tests.tools import man_pages
from tests.tools.generate_docs import BOXES, DOCS, LISTS, Options, made

ROOT = PACKAGE.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]

KEYS = {key_label(key) for action in SCREEN_COMMANDS for key in action.keys} | {
    key_label(key)
    for _, box in BOXES
    for kind in box.__mro__
    if kind.__module__.startswith("reader.")
    for binding in kind.__dict__.get("BINDINGS", ())
    for key in binding.key.split(",")
}

NO_KEYS = {"~", "●", "○", "◐", "▣", "_"}
"""Single characters in code that are not keys: drawn signs, and parts of tags."""

OF_KEYS = {"README.md", "tour.md", "annotating.md"}
"""Documents in which a single character in code is a key."""

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def spans_in(path: Path) -> list[str]:
    """Return the contents of all code spans."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [re.sub(r"\s+", " ", span) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", text)]


def scripts_in(path: Path) -> list[str]:
    """Return the shell scripts of a document."""
    return re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def calls_in(script: str) -> list[list[str]]:
    """Return the arguments of each call of `reader`, without redirections; xargs adds an ID."""
    lexer = shlex.shlex(script, posix=True, punctuation_chars="|&;()<>\n")
    lexer.whitespace, lexer.commenters = " \t", ""
    lexer.whitespace_split = True
    calls: list[list[str]] = []
    words: list[str] = []
    for token in [*lexer, ";"]:
        if token and set(token) <= set("|&;()\n"):
            at = next((index for index, word in enumerate(words) if re.fullmatch(r"(.*/)?reader", word)), None)
            if at == 0 or (at is not None and words[0] == "xargs"):
                end = words.index("#") if "#" in words else len(words)  # a comment
                calls.append([*words[at + 1 : end], *(["ID"] if at and "-I" not in words else [])])
            words = []
        elif not set(token) <= set("<>"):
            words.append(token)
    return calls


def complaint(words: list[str]) -> str:
    """Return the error of the command line for `words`; empty if they are valid. Nothing is run."""
    place = first_word_index(words)
    name = words[place] if place is not None and words[place] in COMMANDS else ""
    rest = [*words[:place], *words[place + 1 :]] if name and place is not None else words
    said = io.StringIO()
    try:
        with redirect_stderr(said):
            make_parser(name).parse_args(rest)
    except SystemExit as stop:
        return said.getvalue().strip().splitlines()[-1] if stop.code else ""
    if not name and place is not None and re.fullmatch("[a-z]+", words[place]):
        return f"no command {words[place]}"
    return ""


# ---------------------------------------------------------------------- commands and options


@every_document
def test_every_script_calls_reader_as_it_can_be_called(path: Path) -> None:
    for script in scripts_in(path):
        for words in calls_in(script):
            assert complaint(words) == "", f"{path.name}: reader {shlex.join(words)}"


EXAMPLES = load_examples()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_of_the_help_can_be_typed(name: str) -> None:
    assert set(EXAMPLES) == {"", *COMMANDS}
    for _, typed in EXAMPLES[name]:
        script = re.sub(r"\s[<>] \S+|eval \"\$\(|\)\"$", "", typed)
        calls = calls_in(script)
        assert [complaint(words) for words in calls] == [""] * len(calls), typed
        assert any(words[:1] == [name] or not name for words in calls), typed


@pytest.mark.parametrize("name", ["reader.1", *(f"reader-{command}.1" for command in COMMANDS)])
def test_manual_pages_are_up_to_date(name: str) -> None:
    assert sorted(path.name for path in man_pages.FOLDER.iterdir()) == sorted(man_pages.man_pages())
    page = (man_pages.FOLDER / name).read_text(encoding="ascii")
    assert page == man_pages.man_pages()[name], "python -m tests.tools.generate_docs"


@every_document
def test_every_command_in_the_text_exists_with_its_options(path: Path) -> None:
    """Required arguments may be left out in the text, as in `reader export`."""
    for span in spans_in(path):
        for words in calls_in(span.replace("…", "").replace("'", "’")) if re.search(r"\breader\b", span) else []:
            said = complaint(words)
            assert said == "" or "required" in said or "'N'" in said, f"{path.name}: {span}: {said}"


@every_document
def test_every_option_in_the_text_exists(path: Path) -> None:
    known = {option for name in ("", *COMMANDS) for option in options_of(name)}
    told = {span.split()[0].split("=")[0] for span in spans_in(path) if span.startswith("--")}
    assert told <= known


def options_of(name: str) -> set[str]:
    told = make_parser(name).format_help().partition("\nexamples:")[0]
    return set(re.findall(r"(?<![\w-])--?[a-zA-Z][a-z-]*", told))


def test_every_option_of_every_command_is_documented() -> None:
    reference = (DOCS / "commands.md").read_text(encoding="utf-8")
    by_hand = reference.partition("## Every option")[0]
    for name in COMMANDS:
        section = reference.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
        everywhere = {"--library", "--version", "-V", "--help", "-h"}
        assert options_of(name) - everywhere <= set(re.findall(r"--?[a-zA-Z][a-z-]*", section)), name
        assert f"`reader {name}" in by_hand, name
    assert options_of("") - {"-h"} <= set(re.findall(r"--?[a-zA-Z][a-z-]*", by_hand))


def test_the_documented_options_are_those_of_the_parsers() -> None:
    """The stand-in for a parser in generate_docs records the options that the parser has."""
    for name in COMMANDS:
        seen = Options()
        load_command(name).add_arguments(seen)  # type: ignore[arg-type]
        told = {option for names, _ in seen for option in names if option.startswith("-")}
        assert told == options_of(name) & told
        assert options_of(name) - told <= {"--library", "--version", "-V", "--help", "-h", "--tag"}


@every_document
def test_every_module_that_is_run_exists(path: Path) -> None:
    for name in re.findall(r"python -m (tests[\w.]*)", path.read_text(encoding="utf-8")):
        file = ROOT / Path(*name.split("."))
        assert file.with_suffix(".py").is_file() or (file / "__main__.py").is_file(), name


def test_wrong_calls_are_detected() -> None:
    script = 'id=$(reader note a.txt --text "x (y) | z") && cat b | reader -\nreader noets --ids | xargs reader --bad\n'
    assert calls_in(script) == [["note", "a.txt", "--text", "x (y) | z"], ["-"], ["noets", "--ids"], ["--bad", "ID"]]
    assert [bool(complaint(words)) for words in calls_in(script)] == [False, False, True, True]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_generated_documents_are_up_to_date(path: Path) -> None:
    said = path.read_text(encoding="utf-8").splitlines()
    differing = [line for line in made(path).splitlines() if line not in said]
    assert differing == [], "run `python -m tests.tools.generate_docs`"
    assert said == made(path).splitlines(), "run `python -m tests.tools.generate_docs`"


# ---------------------------------------------------------------------- keys


@every_document
def test_every_key_in_the_text_exists(path: Path) -> None:
    named = re.compile(r"(?:(?:Ctrl|Shift|Alt)-)+\S+|F\d+|Esc|Enter|Tab|Space|Backspace|Del|Home|End|PgUp|PgDn")
    told = {span for span in spans_in(path) if named.fullmatch(span)}
    if path.name in OF_KEYS:
        told |= {span for span in spans_in(path) if len(span) == 1}
    assert told - KEYS - NO_KEYS - {key_label(key) for key in ALIKE} == set()


def test_every_key_is_documented() -> None:
    told = set(spans_in(DOCS / "keys.md"))
    assert {key_label(key) for action in SCREEN_COMMANDS for key in action.keys} <= told


def test_the_tour_names_a_key_of_every_action() -> None:
    """Except for variants of movements."""
    told = set(spans_in(DOCS / "tour.md"))
    passed_over = {
        *("line-start", "line-end", "theme", "choose-theme", "decorate", "edit-outside", "tour", "suspend"),
        *("whole-page", "versions", "repaint", "genre", "turns"),
        *("character-left", "character-right", "word-left", "word-right"),
        *("previous-sentence", "next-sentence", "previous-paragraph", "next-paragraph"),
        *("select-line-up", "select-line-down", "select-character-left", "select-character-right"),
        *("select-word-left", "select-word-right"),
    }
    for action in SCREEN_COMMANDS:
        if action.id not in passed_over:
            assert any(key_label(key) in told for key in action.keys), action


# ---------------------------------------------------------------------- links


@every_document
def test_every_link_has_a_target(path: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            file, _, heading = target.partition("#")
            found = path.parent / file if file else path
            assert found.is_file(), target
            assert not heading or heading in headings_of(found), target


def headings_of(path: Path) -> set[str]:
    """Return the headings as GitHub's anchors."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_architecture_names_what_exists() -> None:
    """Files by their path in the repository, the package or a room; classes and tables by their names."""
    modules = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    for span in spans_in(DOCS / "architecture.md"):
        if span.endswith(".py"):
            assert (ROOT / span).is_file() or any(path.match(span) for path in modules), span
        elif re.fullmatch(r"[A-Z]\w+(\.\w+)?", span) and span not in KEYS:
            owner, _, member = span.partition(".")
            defined = [
                code for code in modules.values() if re.search(rf"^(class )?{owner}\b(\(| =|:)", code, re.MULTILINE)
            ]
            assert any(not member or re.search(rf"^ +(def )?{member}\b", code, re.MULTILINE) for code in defined), span


def test_the_readme_links_every_document() -> None:
    assert [path.name for path in DOCS.glob("*.md") if f"(docs/{path.name})" not in README] == []


def test_there_is_one_command_to_read_and_one_to_test() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [line.split(" && ")[-1] for line in lines] == [
        ".venv/bin/reader seeds/xi-jinping-moscow-visit.txt",
        ".venv/bin/python -m pytest -n auto",
    ]


# ---------------------------------------------------------------------- recipes


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("jq") and shutil.which("bash")), reason="the recipes need jq and bash")
@pytest.mark.timeout(180)  # it starts the program dozens of times
@pytest.mark.parametrize("name", ["scripting.md", "recipes.md"])
def test_the_recipes_work(name: str, home: Path, tmp_path: Path) -> None:
    """Run them in order in a folder with two articles: none fails, and those that print, print something."""
    here, programs = tmp_path / "here", tmp_path / "bin"
    here.mkdir()
    programs.mkdir()
    for file in ("vote.txt", "noon.txt"):
        (here / file).write_text(NEWS[file], encoding="utf-8")
    for template in (DOCS / "templates").iterdir():
        shutil.copy(template, here)
    write_command(programs / "reader", str(ROOT))
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    if name == "recipes.md":
        assert (
            subprocess.run(["reader", "note", "vote.txt", "--text", "Mine. #check"], cwd=here, env=env).returncode == 0
        )
    silent = []
    for script in scripts_in(DOCS / name):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=here, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{script}\n{done.stderr}"
        if "jq" in script and ">" not in script and not done.stdout:
            silent.append(script)
    assert [
        script for script in silent if '"changed"' not in script and '!= "sure"' not in script and "while" not in script
    ] == []
    if name == "recipes.md":
        for made_there in ("vault", "callouts", "graph/pages"):
            assert "Mine." in next((here / made_there).glob("*.md")).read_text(encoding="utf-8")
        assert "N1  - <p>Mine. #check</p>" in (here / "vote.ris").read_text(encoding="utf-8")


def test_the_recipe_for_pandoc_leaves_no_ids_hashes_and_paths(tmp_path: Path) -> None:
    """Of one article, and of several."""
    shelf = Shelf(user_paths(tmp_path / "library.json"), tmp_path)
    shelf.fill()
    session = shelf.session("vote.txt")
    session.article_notes.annotate(session.article_notes.find_passage("told until Friday"), "By whom? #budget")
    (script,) = (each for each in scripts_in(DOCS / "export.md") if "--citeproc" in each)
    clean = script[script.index("sed ") : script.rindex("|")]
    for argv in ([str(tmp_path / "vote.txt")], ["--query", "kind:note"]):
        story = tmp_path / "story.md"
        story.unlink(missing_ok=True)
        assert main(["--library", str(shelf.paths.library), "export", *argv, "--citations", "-o", str(story)]) == 0
        kept = subprocess.run(["sh", "-c", clean], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        said = re.sub("<!--.*?-->", "", kept, flags=re.DOTALL)  # which pandoc does not print
        assert "told until Friday" in said
        assert "[@" in said
        for leak in (str(tmp_path), "^r", "sha256", "reader_", session.article.sha256):
            assert leak in story.read_text(encoding="utf-8")
            assert leak not in said, leak


# ---------------------------------------------------------------------- help


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    listed = told.partition("commands (")[2]
    for group, commands in GROUPS.items():
        section = re.split(r"^\S", listed.partition(f"\n{group}:\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
        assert re.findall(r"^  (\w+) ", section, re.MULTILINE) == list(commands), group
