"""Pictures within the sentences of a web page, which trafilatura drops with the words they stand for.

They are links while it looks for the article, and pictures again in what it found. A picture that is a paragraph of
its own is left to it.
"""

from itertools import islice

from reader.sources.html.elements import PARENTS, Element, element_name

PICTURE = "picture:"
"""Before the address of a picture that is a link for the time being."""

SENTENCES = ("p", "li", "dd", "td", "blockquote")
"""Elements that hold sentences."""


def write_pictures(page: Element) -> None:
    """Turn pictures with words beside them into links; one that is in a link becomes its words."""
    for picture in list(page.iter("img")):
        words, address = (picture.get("alt") or "").strip(), (picture.get("src") or "").strip()
        if not words or not _is_in_sentence(picture):
            continue
        linked = any(element_name(around) == "a" for around in islice(picture.iterancestors(), PARENTS))
        picture.text = words
        picture.tag = "a" if address and not linked else "span"
        if picture.tag == "a":
            picture.set("href", f"{PICTURE}{address}")


def _is_in_sentence(picture: Element) -> bool:
    around = islice(picture.iterancestors(), PARENTS)
    sentence = next((each for each in around if element_name(each) in SENTENCES), None)
    return sentence is not None and any(words.strip() for words in sentence.itertext())


def restore_picture(link: Element) -> None:
    """Turn a link by `write_pictures` into a picture again, and leave any other alone."""
    target = link.get("href", "")
    if not target.startswith(PICTURE):
        return
    link.set("alt", "".join(link.itertext()))
    link.set("src", target.removeprefix(PICTURE))
    for child in list(link):
        link.remove(child)
    link.tag, link.text = "img", None
