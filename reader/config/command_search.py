"""What is wanted, in whatever words: which actions fit what somebody types into the palette or the filter of the help.

An action is found by the words it is told in and by the other words that people have for it, each of which may be
begun; small words ("as", "the", "my") count for nothing, and one slip of the finger is forgiven in a longer word. The
trap: what fits the action's own words must come before what fits other words for it, and all before some.
"""

import re
from collections.abc import Iterable

from reader.config.commands import Action

OTHER_WORDS = {
    "line": "move cursor caret scroll",
    "step": "move cursor caret",
    "line_start": "move beginning home",
    "line_end": "move",
    "page": "scroll turn screen",
    "half_page": "scroll",
    "top": "start beginning first home",
    "bottom": "last finish",
    "back": "return previous place history jump",
    "suspend": "background shell stop pause job",
    "forward": "next place history jump",
    "set_mark": "bookmark remember set place position letter",
    "go_to_mark": "bookmark jump place position letter",
    "swap_ends": "other side start exchange selection",
    "fit": "range resize extend shrink grow adjust boundaries longer shorter passage ends",
    "search": "find look for words text",
    "next_hit": "search find result match occurrence again",
    "filter": "narrow list find search",
    "why": "who said this explain reason attribution evidence confidence uncertain speaker",
    "indirect": "reported speech said that paraphrase without quotation marks",
    "correct": "fix wrong mistake rename merge same person alias dismiss speaker attribution kind type",
    "select": "mark block visual passage words",
    "extend": "mark selection",
    "copy": "clipboard yank",
    "copy_quotation": "clipboard yank cite citation quote reference",
    "annotate": "comment write add new annotation remark",
    "annotate_article": "comment write add new annotation summary",
    "highlight": "mark underline colour marker passage",
    "tag": "label keyword category",
    "edit": "change rewrite comment annotation",
    "edit_outside": "change external vim nano editor comment",
    "delete": "remove erase throw away comment annotation",
    "relink": "move note another passage reattach anchor orphaned",
    "undo": "take back revert mistake",
    "redo": "again repeat",
    "note": "comment annotation jump go",
    "focus_pane": "switch window focus panel",
    "tab('names')": "people persons organisations organizations places entities characters show list",
    "tab('quotes')": "quotations speakers statements show list",
    "tab('notes')": "comments annotations highlights show list",
    "tab('outline')": "headings contents toc chapters sections structure show list",
    "open": "go follow link browser enter",
    "side_pane": "panel sidebar split zen full width distraction",
    "width": "columns margin measure line length size zoom",
    "library": "articles home all books overview history recent",
    "search_library": "find everywhere global full text",
    "page_of_name": "person speaker profile everything quotes who statements across",
    "view('articles')": "show list books",
    "view('notes')": "show list comments annotations highlights",
    "view('tags')": "show list labels keywords",
    "browse": "narrow search find type",
    "sort": "order arrange title date author",
    "add": "new import file url web page book pdf open",
    "tag_article": "label keyword rename",
    "archive": "put away hide done unarchive restore",
    "remove": "delete throw away trash",
    "fold": "collapse expand nested tree open close",
    "export": "save as write share markdown obsidian logseq html file notes out",
    "reload": "refresh again update changed fetch",
    "theme": "dark light night day colours colors mode appearance paper ink look",
    "help": "keys shortcuts keyboard bindings manual how",
    "palette": "commands actions menu run",
    "step_back": "escape cancel close leave",
    "quit": "exit leave close bye end",
    "tour": "tutorial introduction learn beginner start guide lesson",
}
"""Other words for an action, by its name or the name without arguments."""

SMALL = frozenset(
    "a all an and as at by for from i in into is it me my of on or so some that the this to what with".split()
)
"""Words that tell nothing of what is wanted, unless nothing else is said."""

WORD = re.compile(r"[^\W_]+")

FORGIVING = 5
"""Letters from which on a word may have a slip in it: shorter ones are too like each other."""

OWN, OTHER, SLIP = 3.0, 2.0, 1.0
"""What it counts that a word is begun by one of the action's own words, by another word for it, or nearly."""

WHOLE_WORD = 0.5
"""And that it is not only begun."""

PHRASE = 2.0
"""And that all words stand together as they are asked for."""

MOST = OWN + WHOLE_WORD + PHRASE + WHOLE_WORD


def other_words(action: Action) -> str:
    """What else people call it."""
    return " ".join((OTHER_WORDS.get(action.name, ""), OTHER_WORDS.get(action.name.partition("(")[0], "")))


def ranked(asked: str, actions: Iterable[Action]) -> list[tuple[float, Action]]:
    """The actions that fit all the words that are asked for, the best first, with a score in 0 to 1.

    Where none fits all of them, those that fit some.
    """
    wanted, phrase = words_wanted(asked), " ".join(WORD.findall(asked.casefold()))
    found = [(scores(wanted, action), as_phrase(phrase, action), action) for action in actions]
    whole = [(sum(each) / len(each) + more, action) for each, more, action in found if all(each)]
    some = [(sum(each) / len(each) / 2, action) for each, _, action in found if any(each)]
    best = whole or some
    return sorted(((score / MOST, action) for score, action in best), key=lambda pair: -pair[0])


def words_wanted(asked: str) -> list[str]:
    words = WORD.findall(asked.casefold())
    return [word for word in words if word not in SMALL] or words or [asked.casefold().strip()]


def scores(wanted: list[str], action: Action) -> list[float]:
    """What each wanted word counts."""
    own, other = WORD.findall(action.words.casefold()), WORD.findall(other_words(action).casefold())
    found: list[float] = []
    for word in wanted:
        score = max(likeness(word, own, OWN), likeness(word, other, OTHER))
        found.append(score or (SLIP if any(nearly(word, known) for known in (*own, *other)) else 0.0))
    return found


def as_phrase(phrase: str, action: Action) -> float:
    """What it counts that the words are told together, if there are several."""
    own, other = (" ".join(WORD.findall(words.casefold())) for words in (action.words, other_words(action)))
    if phrase == own:
        return PHRASE + WHOLE_WORD
    return PHRASE if " " in phrase and (f" {phrase} " in f" {own} " or f" {phrase} " in f" {other} ") else 0.0


def likeness(word: str, known: list[str], worth: float) -> float:
    if word in known:
        return worth + WHOLE_WORD
    return worth if any(each.startswith(word) for each in known) else 0.0


def nearly(word: str, known: str) -> bool:
    """Whether two words differ by one letter too many, missing or other, or by two that changed places."""
    if min(len(word), len(known)) < FORGIVING or abs(len(word) - len(known)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known)))
    rest, other = word[start:], known[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] == other or rest == other[1:] or rest[1:] == other[1:] or swapped == other


def fits(asked: str, words: str) -> bool:
    """Whether all that is asked for stands in `words`: words at least begun, signs as they are."""
    known = WORD.findall(words.casefold())
    return all(
        any(each.startswith(part) for each in known) if WORD.fullmatch(part) else part in words.casefold()
        for part in asked.casefold().split()
    )
