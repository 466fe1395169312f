"""Find an article's entities and quotes: both engines, the rules alone or with a language model as further evidence.

The steps are pure functions: `tokens` splits the text (`speech` finds the quotations by marks and layout);
`entities` finds names (`mentions`, with `chunker` and `capitalization`), merges them (`forms`, `people`) and classifies
them (`classifier`); `quotes` finds possible speakers (`candidates`, `labels`, `cues`, grouped by `sentences`), chooses
among them (`attribution`, by `weights`) and drops scare quotes; `anaphora` resolves pronouns before that. A language
model enters only through `model.tagger`: its names are weighed in `model_fusion` and `classifier`, its subjects in
`attribution`. Without one, every step is the same.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reader.analysis import CERTAIN, ENGLISH, RULES, Analysis, Contender, FoundGenre, Hint, Quote, Speaker, unspoken
from reader.analysis.anaphora import resolve_anaphora
from reader.analysis.anaphora.antecedents import Anaphora
from reader.analysis.entities import ResolvedEntity, resolve_entities
from reader.analysis.entities.capitalization import find_headlines
from reader.analysis.entities.mentions import Name, add_headline_names, find_names, in_small_letters
from reader.analysis.entities.model_fusion import fuse_model_names
from reader.analysis.entities.parts import without_parts
from reader.analysis.entities.story_names import in_story
from reader.analysis.genre import find_genre, references_start
from reader.analysis.language import language_of
from reader.analysis.lexicon import DETERMINERS, is_english
from reader.analysis.model.tagger import UNREAD, Step, Tagger, Tagging, tag
from reader.analysis.quotes.attribution import attribute
from reader.analysis.quotes.candidates import Candidate, find_candidates, is_thing
from reader.analysis.quotes.indirect import find_indirect
from reader.analysis.quotes.labels import with_labels, with_surnames
from reader.analysis.quotes.scare_quotes import is_scare_quote
from reader.analysis.quotes.scores import FULL, Attribution, Scored, confidence, is_doubted
from reader.analysis.quotes.turns import Turns
from reader.analysis.quotes.weights import NAMES, TRANSCRIBED
from reader.analysis.sentences import Sentences
from reader.analysis.speech import find_foreign_speech
from reader.analysis.speech.layouts import letter_of
from reader.analysis.tokens import TokenizedArticle, reading_lines, tokenize
from reader.document.article import Article, Genre
from reader.text.span import Span

Found = Callable[[Analysis], None]  # called with the results for the part of a book that has been read

FIRST_TOLD = 10_000
"""Tokens of a book for which first results are reported: 25 pages, a fifth of a second's work for the rules. One
report is enough: they are analyzed once more with the whole, and a longer beginning would delay that."""

BOOK = 8 * FIRST_TOLD
"""Minimum tokens of a text whose beginning is worth it: of a shorter one the whole is found nearly as soon."""

READ = 0.4  # the share of the rules' work that is done once a text is in tokens

TECHNICAL: frozenset[Genre] = frozenset({"paper", "manual", "code"})
"""Genres in which terms stand in quotation marks, and things "say"."""

IN_CODE = 3  # minimum letters of a word that tells the language of code
TERM = 3  # minimum words of a quote in these
TOKEN_LENGTH = 5  # average characters of a token and the space after it

LIKELY = 0.6
"""Minimum probability of a speaker in a story who is not marked as uncertain: of those below it half are right, so that
two are about equally likely."""

CONTESTED = 0.8
"""The confidence in a speaker who would be sure by a model, where the rules alone choose another: four of five are
right."""


@dataclass(frozen=True)
class PreparedArticle:
    """An article as tokens, with what a language model does not change: made once for both engines."""

    article: Article

    @cached_property
    def genre(self) -> FoundGenre:
        return find_genre(self.article)

    @cached_property
    def tokenized(self) -> TokenizedArticle:
        return tokenize(self.article, technical=self.genre.genre in TECHNICAL)

    @cached_property
    def headlines(self) -> frozenset[int]:
        return find_headlines(self.tokenized, self.genre.genre == "fiction")

    @cached_property
    def names(self) -> list[Name]:
        names = find_names(self.tokenized, self.headlines)
        if self.genre.genre == "fiction" or self.genre.genre in TECHNICAL:
            names = list(without_parts(self.tokenized, names))
        return list(in_story(self.tokenized, names)) if self.genre.genre == "fiction" else names


def analyze_by_rules(
    article: Article,
    tagger: Tagger | None = None,
    step: Step | None = None,
    found: Found | None = None,
    prepared: PreparedArticle | None = None,
) -> Analysis:
    """Return the entities and quotes of `article`. Takes any text, in time linear in its length.

    `tagger` is a language model, used as further evidence. `step` is called with the share that is done, `found` with
    the results for the beginning of a book. `prepared` is what an earlier analysis has made of it.
    """
    prepared = prepared or PreparedArticle(article)
    first = FIRST_TOLD * TOKEN_LENGTH
    if found is not None and is_book(article) and article.blocks[0].span.end <= first:
        made = analyze_by_rules(replace(article.beginning(first), genre=prepared.genre.genre), tagger)
        found(replace(made, genre=prepared.genre))
    engine = tagger.engine if tagger else RULES
    language = language_of(article, shortest=IN_CODE if prepared.genre.genre == "code" else 1)
    if language != ENGLISH:
        spoken = find_foreign_speech(article, [span for span, _ in reading_lines(article)]).items()
        quotes = tuple(_labelled_quote(article.text, span, label) for span, label in spoken)
        return Analysis(engine, (), quotes, language=language, genre=prepared.genre)
    tokenized = prepared.tokenized
    if tagger is None:
        if step is not None and is_book(article):
            step(READ)
        return _as_told(_found(prepared, prepared.names, UNREAD, engine), prepared.genre, article)
    tagging = tag(tokenized, prepared.headlines, tagger, step)
    names = fuse_model_names(tokenized, prepared.names, tagging)
    made = _contested(_found(prepared, names, tagging, engine), _found(prepared, prepared.names, UNREAD, engine))
    return _as_told(made, prepared.genre, article)


def _labelled_quote(text: str, span: Span, label: Span | None) -> Quote:
    """Return a quote of a text in another language, where only a label tells who speaks."""
    if label is None:
        return Quote(span, None, None, 0.0, sought=False)
    name = label.of(text)
    evidence = Hint(NAMES[TRANSCRIBED], TRANSCRIBED.points)
    return Quote(span, Speaker(name, label), None, FULL, (Contender(name, label, (evidence,)),))


def _contested(made: Analysis, by_rules: Analysis) -> Analysis:
    """Return the analysis by a model: where the rules name another speaker, the surer of both, who is not certain."""
    others = {each.span: each for each in (*by_rules.quotes, *by_rules.indirect) if each.speaker}
    strange = {each.name for each in by_rules.entities} - {each.name for each in made.entities}

    def checked(quote: Quote) -> Quote:
        other = others.get(quote.span, quote)
        if other.speaker is None or (quote.speaker and quote.speaker.name == other.speaker.name):
            return quote if quote.span in others or quote.certainty != "sure" else replace(quote, confidence=CONTESTED)
        chosen = other if other.confidence > quote.confidence and other.speaker.name not in strange else quote
        return replace(chosen, confidence=CONTESTED) if chosen.certainty == "sure" else chosen

    return replace(made, quotes=tuple(map(checked, made.quotes)), indirect=tuple(map(checked, made.indirect)))


def _as_told(analysis: Analysis, genre: FoundGenre, article: Article) -> Analysis:
    """Return the analysis of a text of a genre: in a technical one a term in quotation marks is no quote, and only
    people and bodies speak."""
    if genre.genre not in TECHNICAL:
        return replace(analysis, genre=genre)
    bodies = (each.name for each in analysis.entities if each.kind in ("person", "organisation"))
    speakers = {name for name in bodies if " " in name or not is_english(name.lower())}
    end = references_start(article)

    def spoken(quotes: Sequence[Quote], least: int) -> tuple[Quote, ...]:
        longer = (each for each in quotes if len(each.span.of(article.text).split()) >= least and each.span.start < end)
        return tuple(each if each.speaker and each.speaker.name in speakers else unspoken(each) for each in longer)

    return replace(
        analysis,
        genre=genre,
        quotes=spoken(analysis.quotes, TERM),
        indirect=tuple(each for each in spoken(analysis.indirect, 1) if each.speaker),
    )


def is_book(article: Article) -> bool:
    """Return whether `article` is so long that the beginning and the progress are reported."""
    return len(article.text) >= BOOK * TOKEN_LENGTH


def _found(prepared: PreparedArticle, names: list[Name], tagging: Tagging, engine: str) -> Analysis:
    """Return the analysis of a page with these names in its running text."""
    tokenized, story = prepared.tokenized, prepared.genre.genre == "fiction"
    told = with_surnames(add_headline_names(tokenized, prepared.headlines, names), tokenized)
    known = resolve_entities(tokenized, told, story)
    nicknames = {tokenized.quotation_of[token] for name in names for token in range(name.first + 1, name.last)}
    nicknames -= {tokenized.quotation_of[name.first] for name in names}
    candidates = find_candidates(tokenized, known, tagging.phrases)
    candidates = with_labels(candidates, tokenized, known, prepared.article.title)
    if story:
        candidates = [candidate for candidate in candidates if not is_thing(tokenized, candidate)]
    sentences = Sentences(tokenized, candidates, tagging)
    anaphora = resolve_anaphora(sentences, known, story)
    unnamed = tokenized.answers - tokenized.labels.keys()  # said by who is interviewed, whoever that is
    make = _Quotes(tokenized, known, anaphora)
    quotes = tuple(
        unspoken(quote) if number in unnamed else quote
        for number, attribution in enumerate(attribute(sentences, anaphora.stands_for, Turns(tokenized, known, story)))
        if number in tokenized.set_apart or (number not in nicknames and not is_scare_quote(tokenized, attribution))
        for quote in (make.quote(attribution, tokenized.labels.get(number)),)
    )
    indirect = tuple(map(make.quote, find_indirect(tokenized, sentences)))
    return Analysis(engine, tuple(one.entity for one in known), quotes, indirect)


class _Quotes:
    """Quotes are made from attributions, in text order."""

    def __init__(self, tokenized: TokenizedArticle, known: list[ResolvedEntity], anaphora: Anaphora) -> None:
        self.tokenized, self.known, self.anaphora = tokenized, known, anaphora
        last_names = Counter(one.entity.name.split()[-1] for one in known if one.entity.kind == "person")
        self.shared = {name for name, people in last_names.items() if people > 1}
        """The last names of several people."""
        self.firm: dict[Candidate, float] = {}
        """The confidence in the words for each speaker, where a verb tells so: what goes on is no surer."""

    def quote(self, attribution: Attribution, label: tuple[int, int] | None = None) -> Quote:
        """Return a quote with its speaker; one whom the `label` names, as its first and last token, is certain."""
        tokenized, anaphora, span = self.tokenized, self.anaphora, attribution.quotation.span
        contenders = tuple(map(self._contender, filter(None, (attribution.best, attribution.next_best))))
        candidate = attribution.speaker
        if candidate is None:
            return Quote(span, None, None, 0.0, contenders)
        speaker = Speaker(contenders[0].name, contenders[0].span)
        verb = attribution.cue.token if attribution.cue else -1
        is_labelled = label == (candidate.first, candidate.last)
        tagged = verb >= 0 and tokenized.sentence_of[verb] == attribution.quotation.sentence
        certainty = 1.0 if is_labelled else anaphora.certainty_of(candidate, tagged)
        doubted = is_doubted(tokenized, attribution, speaker.name, self.shared)
        named = is_labelled or (anaphora.is_named(candidate) and not doubted)
        probability = confidence(attribution.margin, certainty, anaphora.story, named)
        if attribution.has_cue:
            self.firm[candidate] = max(probability, self.firm.get(candidate, 0.0))
        probability = min(probability, self.firm.get(candidate, 1.0))
        cue = None if verb < 0 else tokenized.span(verb, verb)
        return Quote(span, speaker, cue, probability, contenders, anaphora.story and LIKELY <= probability < CERTAIN)

    def _contender(self, scored: Scored) -> Contender:
        candidate = scored.candidate
        hints = tuple(Hint(NAMES[weight], round(points, 2)) for weight, points in scored.hints)
        shown = _shown(self.tokenized, self.known, self.anaphora.stands_for.get(candidate, candidate))
        return Contender(shown, self.tokenized.span(candidate.first, candidate.last), hints)


def _shown(tokenized: TokenizedArticle, known: list[ResolvedEntity], candidate: Candidate) -> str:
    """Return the name shown to readers: the entity's, or else the words as written ("the minister")."""
    if candidate.form == "name":
        return known[candidate.known].entity.name
    words = in_small_letters(" ".join(tokenized.span(candidate.first, candidate.last).of(tokenized.text).split()))
    if letter_of(words):
        return words.rstrip(".")  # of a question or an answer
    capital = words != "I" and (candidate.form == "pronoun" or tokenized.tokens[candidate.first].lower in DETERMINERS)
    return words[0].lower() + words[1:] if capital else words
