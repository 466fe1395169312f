"""The tokens of a book: few thousand spellings, however many words."""

from reader.analysis.tokens import tokenize
from reader.sources.plain import read_plain

SENTENCE = "Mr. Lee and Ann Lee of the U.S. Senate met J. Ray in Lee. "


def test_a_spelling_is_in_memory_once() -> None:
    tokens = tokenize(read_plain(SENTENCE * 50)).tokens
    shown = {token.text for token in tokens}
    assert {"Mr.", "Lee", "U.S.", "J.", "."} <= shown
    assert len({id(words) for token in tokens for words in (token.text, token.lower)}) <= 2 * len(shown)


def test_the_numbers_of_a_token_take_four_bytes_each() -> None:
    tokenized = tokenize(read_plain(f"{SENTENCE}“We met,” Lee said.\n\n" * 20))
    for numbers in (tokenized.passage_of, tokenized.sentence_of, tokenized.quotation_of):
        assert (len(numbers), numbers.itemsize) == (len(tokenized.tokens), 4)
