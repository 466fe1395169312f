"""The source that a draft cites for a quotation."""

import pytest

from reader.sources.plain import read_plain
from reader.text.span import Span
from reader.verification import Citation
from reader.verification.citations import Reference, SourceNames, plain_address
from reader.verification.source_text import SourceText
from reader.verification.verdict import CheckedDraft
from tests.verification.drafts import checked

QUOTE = "“The old ferry leaks and nobody mends it,” Ann Lee said"

HARBOUR = "The Harbour Vote of Leith\n\nThe council met. “The old ferry leaks and nobody mends it,” Ann Lee said.\n"

BRIDGE = "A Bridge for the North\n\n“The bridge was painted in the spring,” Tom Ray said.\n"


def citations(markdown: str) -> list[Citation | None]:
    texts = (("/work/sources/harbour-vote.txt", HARBOUR), ("/work/sources/bridge.txt", BRIDGE))
    sources = [SourceText(path, read_plain(text, path)) for path, text in texts]
    page = read_plain(BRIDGE.replace("bridge", "tower"), "https://www.example.org/tower/?utm_source=feed")
    return [check.citation for check in check_draft_at(markdown, [*sources, SourceText(page.source, page)]).checks]


def check_draft_at(markdown: str, sources: list[SourceText]) -> CheckedDraft:
    return checked(markdown, sources, path="/work/draft.md")


@pytest.mark.parametrize(
    ("markdown", "result"),
    [
        ("[{q}](sources/harbour-vote.txt).", "same"),
        ("[{q}](sources/bridge.txt).", "elsewhere"),
        ("[{q}](https://example.org/other).", "absent"),
        ("{q} ([source](sources/harbour-vote.txt)).", "same"),
        ("{q} ([source](sources/bridge.txt)).", "elsewhere"),
        ("As [the paper](./sources/bridge.txt#top) wrote, {q}.", "elsewhere"),
        ("{q} [here][h].\n\n[h]: sources/bridge.txt", "elsewhere"),
        ("{q} [1].\n\n[1]: sources/harbour-vote.txt", "same"),
        ("{q} [1].\n\n## Sources\n\n[1] A Bridge for the North. sources/bridge.txt", "elsewhere"),
        ("{q} [1].\n\n## Sources\n\n[1] “The Harbour Vote of Leith”", "same"),
        ("{q}.[^1]\n\n[^1]: See “A Bridge for the North”.", "elsewhere"),
        ("{q}.[^n]\n\n[^n]: [Vote](sources/harbour-vote.txt), p. 3", "same"),
        ("{q} [@harbour-vote, p. 3].", "same"),
        ("{q} [see @bridge; @lee2020].", "elsewhere"),
        ("{q} [@smith2020].", "absent"),
        ("{q} (http://example.org/tower).", "elsewhere"),
        ("[Ann Lee](https://example.org/people/lee) was clear: {q} [@harbour-vote].", "same"),
        ("{q} [2].\n\n[1] sources/bridge.txt\n[2] sources/harbour-vote.txt", "same"),
        ("{q} [1].\n\n[1] sources/bridge.txt\n[2] sources/harbour-vote.txt", "elsewhere"),
        ("**Trade** ([bridge](sources/bridge.txt)). Lee was clear. She said: {q}", "elsewhere"),
        ("**Trade** ([vote](sources/harbour-vote.txt)). Lee was clear. She said: {q}", "same"),
        ("{q}, unlike [the bridge](sources/bridge.txt), see [the vote](sources/harbour-vote.txt).", "same"),
    ],
)
def test_where_the_words_are_cited(markdown: str, result: str) -> None:
    (citation,) = citations(markdown.format(q=QUOTE))
    assert citation is not None
    assert citation.result == result


def test_a_reference_belongs_to_the_quotation_before_it() -> None:
    other = "“The bridge was painted in the spring,” Tom Ray said"
    first, second, third = citations(f"{QUOTE} [@harbour-vote], and {other} [@bridge].\n\n{QUOTE}.")
    assert [each and each.result for each in (first, second, third)] == ["same", "same", None]


def test_a_link_in_the_sentence_before_is_no_citation_of_the_next() -> None:
    assert citations(f"The vote was told at length in [the paper](sources/bridge.txt). Lee said: {QUOTE}") == [None]


def test_a_block_quotation_is_cited_where_it_is_introduced() -> None:
    (citation,) = citations(
        "Ann Lee said in [the paper](sources/bridge.txt):\n\n> The old ferry leaks and nobody mends it."
    )
    assert citation == Citation("sources/bridge.txt", "elsewhere")


def test_words_that_are_missing_are_not_said_to_be_elsewhere() -> None:
    assert citations("“Nobody ever counted the gulls of Leith,” Ann Lee said [@bridge].") == [None]


def test_of_two_sources_with_the_words_the_cited_one_is_shown() -> None:
    copies = [SourceText(f"/{name}.txt", read_plain(HARBOUR, f"/{name}.txt")) for name in ("a", "b")]
    (check,) = checked(f"{QUOTE} [@b].", copies).checks
    assert check.place is not None
    assert (check.place.source, check.citation and check.citation.result) == ("/b.txt", "same")


def test_addresses_of_one_page() -> None:
    addresses = ("https://www.example.org/a/?utm_source=x&id=3#top", "http://example.org/a?id=3")
    assert len(set(map(plain_address, addresses))) == 1


@pytest.mark.parametrize(("cited", "result"), [("sources/vote.txt", "same"), ("old/vote.txt", "elsewhere")])
def test_files_of_one_name_are_told_apart_by_their_folders(cited: str, result: str) -> None:
    texts = (("/work/sources/vote.txt", HARBOUR), ("/work/old/vote.txt", BRIDGE))
    (check,) = check_draft_at(f"[{QUOTE}]({cited}).", [SourceText(p, read_plain(t, p)) for p, t in texts]).checks
    assert check.citation is not None
    assert check.citation.result == result


def test_a_wrong_citation_is_a_complaint() -> None:
    sources = [SourceText("/v.txt", read_plain(HARBOUR, "/v.txt")), SourceText("/b.txt", read_plain(BRIDGE, "/b.txt"))]
    (check,) = checked(f"{QUOTE} [@b].", sources).checks
    assert check.standing == "complaint"
    assert check.verdict == "verbatim, same speaker, but not in the source that is cited"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Lee, “The Harbour Vote of Leith”, p. 3", {"vote"}),
        ("Lee, the harbour vote; of Leith", {"vote"}),
        ("See the harbour vote of Leith: A history", {"vote"}),
        ("See The Harbour Votes of Leith", set()),
        ("On accountabilities and accountability", set()),
        ("An old quay, and so on", set()),
        ("An older quays, and so on", {"older"}),
        ("A Bridge for the North, and An Older Quays", {"bridge", "older"}),
        ("A Bridge for the North and the South", {"both"}),
        ("", set()),
    ],
)
def test_a_title_of_several_words_is_found_in_a_note_and_the_longest_that_fits_is_meant(
    words: str, found: set[str]
) -> None:
    titles = {
        "vote": "The Harbour Vote of Leith: Who Was Told",
        "one": "Accountability",
        "short": "An Old Quay",
        "older": "An Older Quays",
        "bridge": "A Bridge for the North",
        "both": "A Bridge for the North and the South",
    }
    sources = [SourceText(key, read_plain(f"{title}\n\nIt is said.\n", f"/{key}.txt")) for key, title in titles.items()]
    names = SourceNames(sources, read_plain("A draft.", "/work/draft.md"))
    assert names.find(Reference(Span(0, 1), "[1]", (), words)) == found


@pytest.mark.parametrize(
    "listed",
    [
        "**Sources**\n\n1. [The vote](sources/harbour-vote.txt)\n2. [The bridge](sources/bridge.txt)",
        "Sources:\n\n- [1] The Harbour Vote of Leith\n- [2] A Bridge for the North",
        "**Sources:** [1] The Harbour Vote of Leith (harbour-vote.txt), [2] A Bridge for the North (bridge.txt)",
        "## Works cited\n\n1) harbour-vote.txt\n2) bridge.txt",
        "Sources consulted\n\n1. harbour-vote.txt\n2. bridge.txt",
        "---\n\n1. [The vote](sources/harbour-vote.txt)\n2. [The bridge](sources/bridge.txt)",
    ],
)
def test_lists_of_sources_to_which_numbers_lead(listed: str) -> None:
    found = citations(f"{QUOTE} [1].\n\nAgain: {QUOTE} [2].\n\n{listed}\n")
    assert [each.result if each else "" for each in found] == ["same", "elsewhere"]
