"""What a sentence makes of a clause that was torn from it: a golden file to read, a line for each sentence."""

from itertools import product

from reader.analysis.assertion import read_left_out, read_stretch
from reader.analysis.assertion.neighbours import signs_beside
from reader.analysis.assertion.points import POINTS, Reading, signs_around, weigh
from reader.analysis.assertion.words import Framing, Surroundings, Word, Words
from reader.verification import Check
from tests.fixtures.golden import check_golden
from tests.verification.drafts import checked, source
from tests.verification.test_frames import ASKED, DENIED, REPORTED, RESTRICTED, SUPPOSED

COLOURS = """
red green blue white black brown grey pink golden purple orange yellow silver violet scarlet beige crimson amber
""".split()
TRADES = """
baker sailor tailor miller butcher tanner weaver potter mason fisher cook smith porter grocer cooper hatter glover
drover carter joiner sawyer turner thatcher
""".split()

MORE = """
{C}
I say that {c}
We know that {c}, and we knew it then
Did you know that {c}
I do not regret saying that {c}
I do not deny that {c}
I never doubted that {c}
Nobody can deny that {c}
It is not that {c}
The truth is not that {c}
The truth is that {c}
The good news is that {c}
It is fair to say that {c}
It would be wrong to say that {c}
It would be wrong not to say that {c}
It is not wrong to say that {c}
I refuse to believe that {c}
We are far from saying that {c}
Only a fool believes that {c}
You would have to be blind to think that {c}
There is little to suggest that {c}
It is too early to say that {c}
The last thing I would say is that {c}
Nobody has proved that {c}
The study proves that {c}
Let us not pretend that {c}
I am not saying that {c}
I am not the only one who thinks that {c}
What nobody tells you is that {c}
What I deny is that {c}
They deny that {c}
My opponent denies that {c}
She never said that {c}
They never denied that {c}
He told me that {c}
He told me, and I believe him, that {c}
My mother always said that {c}
The minister likes to say that {c}
The brochure, as you know, promises that {c}
The rumour is that {c}
Rumour has it that {c}
It is said that {c}
It was decided that {c}
We were told that {c}
I have heard that {c}
I have read that {c}
Experts believe that {c}
The experts whom I trust believe that {c}
People who say that {c} are right
People who say that {c} are wrong
The idea that {c} is nonsense
The idea that {c} is old
The claim that {c} is a lie
That {c} is well known
That {c} is nonsense
{C} is what they tell you
{C}, which is a lie
{C}, which is what they want
{C}, and that is a lie
{C}, but that is not true
{C}, but it will not happen
{C}, and I mean it
{C}, and only if we must
{C}, so long as we have the money
{C}, or we all will
{C} or we all will
{C}, if anybody asks me
{C} if anybody asks me
{C}, if you ask me
{C} provided that the court agrees
{C} only in wartime
{C} perhaps
{C}, perhaps
{C}, allegedly
{C}, supposedly
{C}, at least in theory
{C}, not
{C}, my opponent says
{C}, says my opponent
{C}, I say
{C}, Ray claims
{C} — or so they say
{C} (they say)
{C}: that is what they say
{C} until the court decides
{C} while the boats are away
{C} where there is money
{C}, where there is money
{C} because the state does not
{C}, because the state does not
{C}, although nobody likes it
{C}, as everybody knows
{C}, as my opponent puts it
If it rains, {c}
If it rains, the boats stay and {c}
Even if it rains, {c}
Unless it rains, {c}
As long as it rains, {c}
Whether you like it or not, {c}
Whether it rains or not, {c}
When it rains, {c}
When it rains {c}
Because it rains, {c}
Although it rains, {c}
Without the state, {c}
Without the state, we would say that {c}
But for the state, {c}
Were it not for the state, {c}
Should it rain, {c}
Suppose {c}
Suppose that {c}
Supposing {c}, who would win
Say {c}
Let us assume that {c}
Assuming that {c}, we lose
I hope {c}
I wish {c}
I fear {c}
I doubt {c}
I doubt whether {c}
I would like to believe that {c}
You might think that {c}
You would think that {c}
One could say that {c}
One might argue that {c}
It may be that {c}
Maybe {c}
Perhaps {c}
By and large, {c}
In principle, {c}
On paper, {c}
In my view, {c}
In their view, {c}
According to the law, {c}
According to them, {c}
According to my doctor, {c}
As they say, {c}
As I say, {c}
As the mayor says, {c}
Apparently, {c}
Allegedly, {c}
Reportedly {c}
In Leith, {c}
In some towns, {c}
On Friday, {c}
Of course, {c}
Whatever they say, {c}
Contrary to what they say, {c}
Unlike my opponent, I say that {c}
They say: {c}
I say this: {c}
They tell you this: {c}
Nobody says this: {c}
One thing is false: {c}
One thing is clear: {c}
He thinks: {c}
Otherwise: {c}
People say, {c}
I ask you whether {c}
The question is whether {c}
The question is not whether {c}
I wonder if {c}
I want to know why {c}
We all know why {c}
Nobody knows why {c}
Tell me how {c}
Is it true that {c}?
Is it not true that {c}?
Who says that {c}?
Why is it that {c}?
And {c}?
Then {c}
So {c}
So we say {c}
But {c}
No, {c}
Yes, {c}
Not because {c}
We do not leave because {c}
We leave because {c}
We leave before {c}
We will leave when {c}
As soon as {c}, we leave
As if {c}
They act as though {c}
Rather than say that {c}, he left
We laughed at the people who think {c}
The people who think {c} are many
The town where {c} is rich
Imagine this. {C}
They say this. {C}
This is false. {C}
Is it so? {C}
Listen. {C}
Nonsense. {C}
I wish. {C}
{C}. That is a lie
{C}. That is true
{C}. Wrong
{C}. Not true
{C}. Hardly
{C}. Only not here
{C}. If you believe that, you believe anything
{C}. So they say
{C}. That is what they want you to believe
{C}. These are not my words
{C}. It is the opposite
{C}. With one exception
{C}. Or so I thought
{C}. I wish
{C}. Thank you
{C}. Do you believe that?
{C}. Says who?
Granted {c}, but as an example it works well
I guess you could say {c}
If there ever was a doubt about it, {c}
As a result, in a manner that everybody knows, {c}
{C}, if I can speak for you
{C}, except to say that it is late
{C}, but at least it is honest
{C} for one clear reason: they will lose if more people vote
{C}. That is true no matter what one thinks of him
We are not going to be distracted from telling people that {c}
It does not mean {c}. Far from it
To find a few of these, {c}
We have no stock, as we told them that {c}
The effect of your failure to follow the rules is that {c}
{C}. I think that is crazy
{C}. I think that is absurd
But you are showing me a picture of it. {C}
When I asked him if he had read the letter, {c}
""".strip().splitlines()
"""A sentence a line, or two; {c} is the clause, {C} begins with a capital."""

SAID = [*DENIED, *SUPPOSED, *ASKED, *REPORTED, *RESTRICTED, *MORE]


def described(said: str, check: Check) -> str:
    frame = check.frame
    shown = f"{frame.kind}{'' if frame.certain else '?'} “{frame.text}”" if frame else "as it is"
    return f"{said.format(c='…', C='…')} | {shown}"


def test_what_sentences_make_of_a_clause_is_as_it_was_read() -> None:
    clauses = [f"the {colour} {trade} should pay" for colour, trade in product(COLOURS, TRADES)]
    assert len(SAID) <= len(clauses)
    pairs = [*zip(SAID, clauses, strict=False)]
    story = "\n\n".join(f"“{said.format(c=c, C=c.capitalize())},” Ann Lee said." for said, c in pairs)
    draft = "\n\n".join(f"“{clause},” Ann Lee said." for _, clause in pairs)
    checks = checked(draft, [source(f"A Story\n\n{story}\n")]).checks
    assert {check.words for check in checks} == {"verbatim"}
    lines = [described(said, check) for (said, _), check in zip(pairs, checks, strict=True)]
    check_golden("torn.txt", "\n".join(lines) + "\n")


def words(text: str) -> Words:
    found, at = [], 0
    for part in text.split():
        found.append(Word(part.lower(), at, at + len(part), part[0].isupper()))
        at += len(part) + 1
    return Words(found)


def test_signs_tell_the_words_of_each_clause_and_their_mood() -> None:
    around = Surroundings(
        words("dogs bark"), before=words("I do not think that she said that"), after=words("at night")
    )
    signs = set(signs_around(around))
    assert {"before 0: (that)", "before 0: said", "before 1: not I BELIEVING", "after 0: night"} <= signs
    assert not any(sign.startswith(("previous", "following")) for sign in signs)


def test_sentences_beside_it_count_for_a_whole_sentence_if_they_are_short_or_point_at_it() -> None:
    long = words("The weather was fine on the day that my brother came home from the sea with nothing")
    assert "following: weather" not in set(signs_around(Surroundings(words("Dogs bark"), following=long)))
    assert "following: lie" in set(signs_around(Surroundings(words("Dogs bark"), following=words("A lie"))))
    inside = Surroundings(words("dogs bark"), after=words("at night"), following=words("A lie"))
    assert "following: lie" not in set(signs_around(inside))


def test_nothing_is_weighed_without_signs_and_nothing_is_certain_without_a_reader() -> None:
    heaviest = {sign for sign, points in POINTS.items() if points >= 0.5 and not sign.endswith(("surely", "perhaps"))}
    around = (words("the wind"), words("whatever the weather brings"))
    assert weigh([Reading(None)]) is None
    assert read_stretch(Surroundings(words("The dogs will bark at the sea"))) == Reading(None)
    assert weigh([Reading(None, frozenset(heaviest), around)]) == Framing("restricted", False, 0, 27)
    framing = Framing("denied", False, 3, 9)
    assert weigh([Reading(framing, frozenset(heaviest), around)]) == Framing("denied", True, 3, 9)


def test_a_phrase_is_told_only_by_a_construction_of_its_own_and_what_readers_say_of_it_counts_apart() -> None:
    reading = read_stretch(Surroundings(words("of the poor"), before=words("I never think")))
    assert reading.framing is None
    assert {"all: phrase", "phrase before: denied surely"} <= reading.signs
    avoided = read_stretch(Surroundings(words("tricks of the poor"), before=words("we help them, avoiding")))
    assert "settled: denied surely" in avoided.signs
    assert weigh([avoided]) == avoided.framing


def test_the_words_right_beside_a_stretch_count_in_their_order() -> None:
    around = Surroundings(words("dogs bark"), before=words("they failed to , on Monday 3"), after=words(", only here"))
    signs = set(signs_beside(around))
    assert {
        "just before: monday 0",
        "shapes before: 0",
        "just behind: comma only",
        "whole: False False False False",
    } <= signs
    assert not any("," in sign for sign in signs)


def test_left_out_words_have_signs() -> None:
    assert "left out: not" in read_left_out(words("not")).signs
