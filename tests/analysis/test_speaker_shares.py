"""How much each speaker says."""

from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.engine import analyze
from reader.analysis.speaker_shares import Statement, count_words, shares_in, speaker_shares
from reader.sources.plain import read_plain

STORY = (
    "“We were not told until Friday,” Maria Ortiz said. “It was a disgrace,” she added.\n\n"
    "“The budget was clear,” Bob Hale said."
)
STATEMENTS = st.lists(st.builds(Statement, st.sampled_from(["", "Ann", "Bob"]), st.integers(0, 9), st.booleans()))


def test_words_and_shares_of_an_article() -> None:
    article = read_plain(STORY)
    shares = shares_in(article, analyze(article, "rules"))
    assert [(share.name, share.quotes, share.words) for share in shares][:2] == [
        ("Maria Ortiz", 2, 10),
        ("Bob Hale", 1, 4),
    ]
    assert shares[0].figures == f"2 quotes · 10 words · {shares[0].percent}"


@given(STATEMENTS)
def test_shares_add_up_and_nobody_comes_last(statements: list[Statement]) -> None:
    shares = speaker_shares(statements)
    assert sum(share.quotes for share in shares) == len(statements)
    assert sum(share.words for share in shares) == sum(statement.words for statement in statements)
    assert sum(share.uncertain for share in shares) == sum(statement.uncertain for statement in statements)
    if any(statement.words for statement in statements):
        assert abs(sum(share.share for share in shares) - 1) < 1e-9
    else:
        assert {share.share for share in shares} <= {0.0}
    assert all(share.name for share in shares[:-1])
    named = [share.quotes for share in shares if share.name]
    assert named == sorted(named, reverse=True)


def test_words_are_counted_as_those_of_an_article() -> None:
    assert count_words("“We were\nnot — told,”") == read_plain("“We were\nnot — told,”").word_count == 5
