"""A web page as a tree without what its reader does not see.

Hidden elements and advertising are dropped, unless they hold so much of the page that it would be empty without them:
pages that a program completes when they are shown come with their text hidden. Nothing is fetched or run.
"""

from collections.abc import Callable
from itertools import islice

from lxml import etree

from reader.sources.html.elements import HIDDEN, Element, is_hidden, leads_back, words_of
from reader.text.word_lists import read_patterns, read_sections

APART = frozenset(read_sections("sources/lexicon/elements")["classes apart"])

LARGE_PART = 0.4
"""Share of a page's words above which a hidden element holds the article; galleries and copies stay below a third."""

LARGE = 1000  # characters that such an element has at least: a page of two paragraphs may well hide one of them
MOST_SHOWN = 50  # hidden elements of a page that are looked at; nested ones may each hold most of it

DIALOGS = read_patterns("sources/lexicon/classes")["dialogs"]

FOLDED = ("tabpanel", "region")  # roles of what is shown when its tab or heading is chosen

STREAMED = ("B:", "P:")  # ids of the places that React leaves for parts that follow, `S:` and the same number, hidden


def prune(root: Element) -> None:
    """Remove elements that are hidden or not the author's."""
    _place_streamed(root)
    main = next(root.iter("main", "article", "h1"), None)
    for button in () if main is None else main.iterancestors("button"):  # `<button><div></button>` leaves one open
        button.tag = "div"
    _show_large(root)
    _unfold(root)
    for paragraph in root.iterfind(".//span[@data-as='p']"):  # a framework's way to write a paragraph
        paragraph.tag = "p"
    counts = count_own_chars(root, lambda each: not APART.isdisjoint((each.get("class") or "").split()))
    most = LARGE_PART * counts[root]
    apart = [
        found
        for found in root.iterdescendants()
        if found.tag != "body"
        and (is_hidden(found) or counts.get(found, most) < most or (found.tag == "a" and leads_back(found)))
    ]
    for element in apart:
        element.drop_tree()


def _place_streamed(root: Element) -> None:
    """Put the parts that React sends after the page into their places."""
    parts = {part.get("id"): part for part in root.iter("div") if part.get("id", "").startswith("S:")}
    places = [place for place in root.iter("template") if place.get("id", "").startswith(STREAMED)] if parts else []
    for place in places:
        part = parts.pop(f"S:{place.get('id', '')[2:]}", None)
        if part is None or any(above is part for above in place.iterancestors()):
            continue
        shown = part.makeelement("div")
        shown.text = part.text
        shown.extend(list(part))
        part.drop_tree()
        place.addprevious(shown)


def _unfold(root: Element) -> None:
    """Show what the reader of a page unfolds: answers, and the panels of tabs, each below the name of its tab; menus
    stay folded."""
    folded = (each for each in root.iter() if each.get("role") in FOLDED or "accordion" in each.get("class", ""))
    panels = [each for each in folded if 2 * sum(len(words_of(a)) for a in each.iter("a")) < len(words_of(each))]
    tabs = {tab.get("id", ""): tab for tab in root.iterfind(".//*[@role='tab']")}
    for panel in panels:
        for name in ("hidden", "style", "aria-hidden"):
            panel.attrib.pop(name, None)
        tab = tabs.pop(panel.get("aria-labelledby", ""), None)
        if tab is not None and panel.get("role") == "tabpanel" and tab not in panel.iterancestors():
            label = panel.makeelement("p")
            etree.SubElement(label, "strong").text = words_of(tab)
            label.tail, panel.text = panel.text, None
            panel.insert(0, label)
            tab.drop_tree()


def _show_large(root: Element) -> None:
    """Show hidden elements that hold most of the page's words, like a browser that has run its program."""
    counts = count_own_chars(root, is_hidden)
    least = max(LARGE, LARGE_PART * counts[root])
    for element in list(root.iter("noscript")):
        if next(element.iterancestors("noscript"), None) is None and len(words_of(element)) > least:
            element.tag = "div"
    for element in list(islice((each for each, own in counts.items() if own > least), MOST_SHOWN)):
        if is_hidden(element) and not _is_dialog(element):
            element.attrib.pop("hidden", None)
            element.set("style", HIDDEN.sub("", element.get("style", "")))


def _is_dialog(element: Element) -> bool:
    """Return whether an element, one around it or one in it is named as a dialog, or it is not text at all."""
    around = (element, *element.iterancestors("div", "section"), *element.iterdescendants("div", "section", "form"))
    return element.tag in ("svg", "textarea", "template", "script", "style", "noscript") or any(
        DIALOGS.search(f"{element.tag} {each.get('class', '')} {each.get('id', '')}") for each in around
    )


def count_own_chars(root: Element, is_counted: Callable[[Element], bool]) -> dict[Element, int]:
    """Count the characters of `root`, and of each element in it that is counted, outside links, scripts and the
    indentation of the source, in one walk."""
    counts: dict[Element, int] = {}
    befores: list[int] = []
    count = within = 0
    for event, each in etree.iterwalk(root, events=("start", "end")):
        apart = each.tag in ("a", "script", "style", "noscript", "template")
        counted = each is root or is_counted(each)
        if event == "start":
            befores += [count] * counted
            within += apart
            text = each.text
        else:
            if counted:
                counts[each] = count - befores.pop()
            within -= apart
            text = each.tail
        if text and not within:
            count += len(" ".join(text.split()))
    return counts
