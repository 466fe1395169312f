"""Web pages as articles."""

from tests.sources.opening import read_webpage


def test_a_page_of_typewritten_lines_is_read_as_plain_text() -> None:
    lines = "    Mr. Lee. We were told that the quay would close on Friday, and\nit did.\n    Mr. Ray. By whom?\n"
    page = f"<html><head><title> - THE QUAY</title></head><body><pre>\n{lines * 3}</pre></body></html>"
    article = read_webpage(page.encode(), "utf-8", "https://example.org/quay.htm", "https://example.org/quay.htm")
    assert article.title == "THE QUAY"
    assert {block.kind for block in article.blocks} == {"paragraph"}
    assert len(article.blocks) == 6
