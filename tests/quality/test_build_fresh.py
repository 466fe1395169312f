"""The text of an article is read from a post, a feed and a file of bodies alike."""

import json

from tests.quality.build_fresh import READERS

SOURCE = "https://example.org/1"


def test_a_post_is_its_title_and_paragraphs() -> None:
    post = "---\ntitle: The bridge\n---\n# Head\n\n- item\n\nAnn *Lee* said [so](there).\n\n> “Mend it,”\n> she said.\n"
    assert READERS[".md"](post, SOURCE).split("\n\n") == ["The bridge", "Ann Lee said so.", "“Mend it,” she said."]


def test_a_saved_page_is_its_title_and_the_lines_that_end_a_sentence() -> None:
    words = "Ann Lee said of the bridge on Monday: “Mend it.”"
    page = f"# site\n\n- # The bridge\n\n## Content\n\nMenu\n{words}\nPhoto of a bridge by somebody in Leith\n"
    assert READERS[".md"](f"{page}{words}\n", SOURCE) == f"The bridge\n\n{words}"
    head = '---\ntitle: "The bridge"\nword_count: 9\n---\n\n'
    assert READERS[".md"](f"{head}{words}\nShort.\n", SOURCE) == f"The bridge\n\n{words}"


def test_an_item_of_a_feed_is_found_by_its_address() -> None:
    item = "<item><title>The bridge</title><link>{}</link><description><![CDATA[<p>{}</p>]]></description></item>"
    feed = item.format("https://example.org/0", "No.") + item.format(SOURCE, "Mend it.")
    assert READERS[".xml"](feed, SOURCE) == "The bridge\n\nMend it."
    assert READERS[".xml"](feed, "https://example.org/2") == ""


def test_a_body_is_found_by_its_address() -> None:
    bodies = json.dumps({"one": {"url": SOURCE, "articleBody": "The bridge\n\nMend  it."}})
    assert READERS[".json"](bodies, SOURCE) == "The bridge\n\nMend it."
