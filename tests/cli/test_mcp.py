"""`reader mcp`: a session with the official client; what must not be read is not, and only proposals are written."""

import json
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from reader.cli.context import CommandContext
from reader.cli.mcp import MOST_CHARACTERS, McpOptions, make_server
from reader.system.paths import user_paths
from tests.cli.command_line import STORY, Reader, child, noted

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")

MINUTES = "# Minutes\n\nMayor Maria Ortiz said: “The quay will be closed for the whole summer.”\n"
DRAFT = "“We were told until Friday,” Maria Ortiz said.\n\n“Nobody ever counted the gulls,” Tom Ray said.\n"


@asynccontextmanager
async def client(*sources: str, proposals: bool = False) -> AsyncIterator[Any]:
    """Speak to a server in this process."""
    server = make_server(McpOptions(sources, proposals, "agent:clerk"), CommandContext(None))
    async with mcp.Client(server) as speaking:
        yield speaking


async def asked(speaking: Any, tool: str, **values: Any) -> Any:
    """Return what a tool answers, or its error as a text."""
    answer = await speaking.call_tool(tool, values)
    if answer.is_error:
        return answer.content[0].text
    found = answer.structured_content
    return found["result"] if found.keys() == {"result"} else found


@pytest.fixture
def story(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of an article in the library, of which one sentence is off the record."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.md").write_text(STORY)
    (tmp_path / "minutes.md").write_text(MINUTES)
    added = reader("add", "story.md").out.split()[0]
    noted(reader, "story.md", "--quote", "Residents of Leith had asked for a delay.", "--tag", "off-record")
    return added


async def test_a_session_that_reads(story: str, reader: Reader) -> None:
    async with client() as speaking:
        tools = {tool.name: tool for tool in (await speaking.list_tools()).tools}
        assert list(tools) == ["search", "article", "quotes", "statement", "verify"]
        assert all(tool.annotations.read_only_hint and tool.description for tool in tools.values())
        (hit, *_) = await asked(speaking, "search", query="harbour vote")
        assert (hit["article"], hit["title"]) == (story, "The Harbour Vote")
        read = await asked(speaking, "article", article=story)
        assert read["text"].startswith("The Harbour Vote")
        assert "Leith" not in read["text"], "off the record"
        assert len(read["text"]) == read["length"] < MOST_CHARACTERS
        (quote,) = await asked(speaking, "quotes", article=story)
        assert (quote["speaker"]["name"], quote["certainty"]) == ("Maria Ortiz", "sure")
        today = json.loads(reader("library", "--json").out)[0]["opened"][:10]
        part = await asked(speaking, "article", article=story, start=quote["start"], end=quote["end"])
        assert part["text"] == quote["text"]
        assert await asked(speaking, "quotes", speaker="Maria Ortiz") == [{**quote, "date": today}]
        assert await asked(speaking, "search", query="Residents delay") == [], "off the record"
        (near,) = await asked(speaking, "verify", text="“Residents of Leith had asked for a longer delay,” she said.")
        assert (near["words"], near["source"], near["diff"]) == ("altered", None, None), "off the record"
        assert "asked for a delay" not in json.dumps(near)
        (wording,) = (await asked(speaking, "statement", words=quote["text"]))["wordings"]
        assert [(each["article"], each["speaker"]) for each in wording["places"]] == [(story, "Maria Ortiz")]
        hidden = await asked(speaking, "statement", words="Residents of Leith had asked for a delay")
        assert hidden == {"wordings": [], "earliest": None, "speakers": []}, "off the record"
        verdicts = await asked(speaking, "verify", text=DRAFT)
        assert [each["words"] for each in verdicts] == ["altered", "missing"]
        assert verdicts[0]["source"]["article"] == story
        assert [each["words"] for each in await asked(speaking, "verify", text=DRAFT, against=[story])] == [
            *("altered", "missing")
        ]


LETTER = """# A letter

“We will never close the pier,” Maria Ortiz said. “Hardly anybody in the cabinet of Leith knew,” she said.

“We will close the pier,” Tom Ray said. “Zeebrugge paid,” Tom Ray said. “Residents of Leith had asked
for a delay,” Ray said.
"""

HIDDEN = [
    ((), r"pier|cabinet|Zeebrugge", "all of it"),
    (("--quote", "We will never close the pier"), "never", "what another wording lacks of it"),
    (("--quote", "anybody in the cabinet of Leith"), "cabinet", "with spaces that do not break"),
    (("--quote", "Zeebrugge"), "Zeebrugge", "a single word"),
]


@pytest.mark.parametrize(("passage", "secret", "why"), HIDDEN, ids=[why for *_, why in HIDDEN])
async def test_no_tool_tells_what_is_off_the_record(
    passage: tuple[str, ...], secret: str, why: str, story: str, reader: Reader
) -> None:
    Path("letter.md").write_text(LETTER)
    letter = reader("add", "letter.md").out.split()[0]
    noted(reader, "letter.md", *passage, "--text", "Zeebrugge cabinet", "--tag", "off-record")
    drafts = {
        "pier": "“We will never close any pier,” Ortiz said. “We will close the pier,” Ray said.",
        "cabinet": "“Hardly anybody in the town of Leith knew,” she said.",
        "paid": "“Rotterdam paid,” Ray said. “Everybody paid,” Ray said.",
    }
    async with client() as speaking:
        told = [await asked(speaking, tool, article=letter) for tool in ("article", "quotes")]
        told.append(await asked(speaking, "quotes"))
        for words, draft in drafts.items():
            told.append(await asked(speaking, "search", query=words))
            rows = await asked(speaking, "verify", text=draft) + await asked(
                speaking, "verify", text=draft, against=[letter]
            )
            told += [{key: value for key, value in row.items() if key != "text"} for row in rows]
        for words in ("We will close the pier", "Hardly anybody knew", "Zeebrugge paid"):
            told.append(await asked(speaking, "statement", words=words))
    answers = [json.dumps(each, ensure_ascii=False) for each in told]
    assert [each for each in answers if re.search(f"asked for a delay|{secret}", each)] == []


@pytest.mark.parametrize(
    ("tool", "values", "said"),
    [
        ("article", {"article": "/etc/passwd"}, "no article /etc/passwd"),
        ("article", {"article": "story.md"}, "no article story.md"),
        ("article", {"article": "../\x1b[31m"}, "no article"),
        ("search", {"query": ""}, "nothing to search for"),
        ("search", {"query": "after:soon"}, "is no date"),
        ("quotes", {"speaker": "Nobody Atall"}, "mentions"),
        ("verify", {"text": "“Words.”", "against": ["https://example.org/"]}, "no article https://example.org/"),
        ("verify", {"text": "“Words.”", "dossier": "../x"}, "dossier"),
        ("verify", {"text": ""}, "empty"),
        ("propose", {"quote": "the new quay"}, "propose"),
        ("article", {}, "article"),
        ("article", {"article": 7}, "article"),
    ],
)
async def test_what_cannot_be_answered_is_one_error(story: str, tool: str, values: dict[str, Any], said: str) -> None:
    before = user_paths().library.read_bytes()
    async with client() as speaking:
        try:
            told = str(await asked(speaking, tool, **values))
        except mcp.MCPError as error:
            told = str(error)
        assert said in told
        assert "\x1b" not in told
        assert "Traceback" not in told
    assert user_paths().library.read_bytes() == before


async def test_a_named_file_is_read_and_stays_out_of_the_library(story: str, reader: Reader) -> None:
    async with client("minutes.md") as speaking:
        assert "(Minutes)" in speaking.instructions
        own = re.search(r"(\w+) \(Minutes\)", speaking.instructions)
        draft = "“The quay will be closed for the whole summer,” Ortiz said."
        assert [each["words"] for each in await asked(speaking, "verify", text=draft)] == ["missing"]
        against = [own[1]] if own else []
        assert [each["words"] for each in await asked(speaking, "verify", text=draft, against=against)] == ["verbatim"]
    assert len(json.loads(reader("library", "--json").out)) == 1


async def test_a_text_is_checked_against_the_sources_of_a_dossier_not_its_drafts(story: str, reader: Reader) -> None:
    Path("draft.md").write_text(DRAFT)
    reader("dossier", "Harbour", "--draft", "draft.md")
    async with client() as speaking:
        verdicts = await asked(speaking, "verify", text=DRAFT, dossier="Harbour")
        assert [each["words"] for each in verdicts] == ["missing", "missing"], "it has no source yet"
        reader("dossier", "Harbour", "story.md")
        verdicts = await asked(speaking, "verify", text=f"{DRAFT}\nThat was all.", dossier="Harbour")
        assert [each["words"] for each in verdicts] == ["altered", "missing"]


async def test_it_proposes_only_where_that_is_allowed(story: str, reader: Reader) -> None:
    async with client(proposals=True) as speaking:
        made = await asked(speaking, "propose", quote="told until Friday", text="By whom?", tags=["check"])
        assert made["state"] == "proposed"
        again = await asked(speaking, "propose", quote="told until Friday", text="By whom?", article=story)
        assert again == {"id": None, "state": "known already"}
        assert "no articles of the library have" in await asked(speaking, "propose", quote="nowhere in it")
    (proposal,) = json.loads(reader("proposals", "--json").out)
    assert (proposal["id"], proposal["author"]) == (made["id"], "agent:clerk")
    assert len(json.loads(reader("notes", "--json").out)) == 1, "a proposal is no note"


@pytest.mark.slow
async def test_the_program_speaks_over_its_pipes(story: str) -> None:
    from mcp.client.stdio import StdioServerParameters, stdio_client

    program = StdioServerParameters(command=sys.executable, args=["-m", "reader", "mcp"], env=dict(os.environ))
    async with mcp.Client(stdio_client(program)) as speaking:
        assert (await asked(speaking, "article", article=story))["title"] == "The Harbour Vote"


def test_without_the_package_it_says_what_to_install(home: Path, tmp_path: Path) -> None:
    (tmp_path / "mcp.py").write_text("raise ModuleNotFoundError('mcp')\n")
    done = child(["mcp"], PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"reader: `reader mcp` needs the extra mcp: pip install 'reader-notes[mcp]'\n"
