"""A quotation that was torn from its sentence: what was cut off, and what turns nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.verification import Check, in_context
from tests.examples import at_most
from tests.verification.drafts import check_of, checked, source

CLAUSE = "the poor should starve"


def torn(said: str, quoted: str = CLAUSE) -> Check:
    """Return the verdict on words of what Ann Lee said."""
    return check_of(f"“{quoted},” Ann Lee said.", f"A Story\n\nAnn Lee was there. “{said},” Ann Lee said.\n")


DENIED = [
    "I was never so naive as to think that {c}",
    "I would never say that {c}",
    "Nobody here thinks that {c}",
    "Neither I nor my party believes that {c}",
    "It is false that {c}",
    "I deny that {c}",
    "I hardly think {c}",
    "There is no evidence whatsoever that {c}",
    "I find it hard to believe that {c}",
    "It is absurd to claim that {c}",
    "We reject the notion that {c}",
    "Far from thinking that {c}, I want to help them",
    "{C}. Not a word of that is true",
    "{C}. I never said that",
    "{C}. The opposite is the case",
    "{C}, my foot",
    "I have yet to see proof that {c}",
    "I am under no illusion that {c}",
    "Failure is not that {c}",
    "We must get away from the idea that {c}",
    "Nobody is under the illusion that {c}",
    "It has never been shown that {c}",
    "That {c} is a myth",
    "That {c} is a fairy story",
    "I know that it is not true that {c}",
    "Let me tell you what is not true. {C}",
    "Rather than saying that {c}, let us look at the facts",
    "I am too old to believe that {c}",
    "{C}. I wish I could say that",
    "{C}. I used to believe that",
    "{C}. None of this was ever proven",
    "{C}. We know now that it was a lie",
    "Please do not tell me that {c}",
    "It is a myth, and a cruel one, that {c}",
    "What I never claimed, and never will, is that {c}",
    "There is no way {c}",
    "I used to think {c}",
    "It may be years before {c}",
]
SUPPOSED = [
    "I do not know if it fell because {c}",
    "They may have left because {c}",
    "Had the law been kept, {c}",
    "The thought that {c} is bad enough",
    "Whoever can prove that {c} gets a hundred dollars",
    "In the best of all worlds, {c}",
    "Either the books are wrong, or {c}",
    "Either {c}, or the books are wrong",
    "If – and nobody knows this yet – {c}, we leave",
    "If {c}, we all have a problem",
    "If we do nothing, {c}",
    "Imagine that {c}",
    "Picture this for a moment. {C}",
    "Had you told me that {c}, I would have laughed",
    "I only wish that {c}",
    "I hope that {c}",
    "In a world where {c}, nobody is safe",
    "{C} if you believe the rumours",
    "I demand that {c}",
    "Do not let {c}",
    "If {c} and you know it, say so",
    "If we did nothing, then yes, {c}",
    "I did not want to make it sound like {c}",
    "It is essential that {c}",
    "If they come and {c}, we will stay",
    "Close your eyes for a moment. {C}",
    "I would rather {c}",
    "{C}, I hope",
    "When {c}, give me a call",
    "This only works when {c}",
    "If, by some miracle, the price is right and the roads are open, then {c}",
    "If they judge the harbour to be safe {c}",
    "{C}. Let us hope it never comes to that",
]
ASKED = [
    "Do you really think that {c}?",
    "{C}?",
    "{C}, is that right?",
    "How do we know that {c}?",
    "I wonder whether {c}",
    "Why would {c}",
    "When you have voted, do {c}?",
    "{C}, or am I wrong?",
    "{C}? Nonsense",
]
REPORTED = [
    "They called us from Leith and tell us that {c}",
    "Their signal to us was that {c}",
    "{C}, it was said by the papers",
    "There are comments like ‘dogs bark’ and ‘{c}’",
    "What people tell me is that {c}",
    "There is a rumour going around that {c}",
    "My opponent claims that {c}",
    "Some people believe that {c}",
    "The committee inferred that {c}",
    "The ministers concurred that {c}",
    "According to my critics, {c}",
    "This is what they want you to think: {c}",
    "It has been alleged that {c}",
    "In Smith's account, {c}",
    "I am told that {c}",
    "The official line is that {c}",
    "You know what the lobbyists told us? {C}",
    "{C}, or so the company says",
    "{C}, they say",
    "There are people who say that {c}",
    "We are supposed to believe that {c}",
    "{C}. Those are his words, not mine",
    "He was adamant that {c}",
    "It is widely held that {c}",
    "But here is a number for you, 54% of leaders say {c}",
    "{C}: that is the message they send to our children",
    "And he's like, {c}",
    "A woman stood up behind me and shouted that {c}",
    "Legend has it that {c}",
    "{C}. That is what the ministry says, and every page of that report is invented",
    "{C} – thus the chairman",
    "{C}, say the experts on television",
    "I was handed a leaflet. {C}, it said",
    "The way they see it, {c}",
    "To his mind, {c}",
    "He says, ‘I told you that {c}’",
    "{C}: so says the ministry",
    "{C}. Those were the words of my predecessor",
]
RESTRICTED = [
    "{C}, but just for the next two weeks",
    "{C}. But that goes for the big cities, not for the countryside",
    "{C}, but in the north the opposite is true",
    "{C}, but only if the money is gone",
    "{C}, unless the court says otherwise",
    "Until the court rules, {c}",
    "{C}, except in wartime",
    "In theory, {c}",
    "{C}, in part",
    "{C} as long as I am in charge",
    "{C}, with one exception: the old",
    "{C}. That is, if the polls hold",
    "{C}, depending on the harvest",
    "Only in the rarest of cases can we say {c}",
    "As long as {c}, we are fine",
    "{C} just so long as the money lasts",
    "It is only in films that {c}",
    "Purely on paper, {c}",
    "{C}, but strictly on condition that nobody is told",
    "{C}. That goes only for the islands",
    "{C}. There is one catch, however",
    "In the islands, and only in the islands, {c}",
    "{C}, and then only with a permit",
    "It looks more dangerous than {c}",
]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (said, kind)
        for kind, cases in {
            "denied": DENIED,
            "supposed": SUPPOSED,
            "asked": ASKED,
            "reported": REPORTED,
            "restricted": RESTRICTED,
        }.items()
        for said in cases
    ],
)
def test_what_was_cut_off(said: str, kind: str) -> None:
    check = torn(said.format(c=CLAUSE, C=CLAUSE.capitalize()))
    assert check.words == "verbatim"
    assert check.frame is not None
    assert check.frame.certain
    assert check.standing == "complaint"
    assert check.frame.kind == kind or {check.frame.kind, kind} <= {"supposed", "restricted", "denied", "asked"}


@pytest.mark.parametrize(
    "said",
    [
        "I fear that {c}",
        "We had no idea until May that {c}",
        "I did not know that {c}",
        "We are leaving, but not because {c}",
        "Perhaps {c}",
        "I do not think that dogs bark and {c}",
        "It could be that {c}",
        "The tenants hummed that {c}",
        "The verdict of the street is that {c}",
        "It is fashionable to say that {c}",
        "Outside the big cities, {c}",
        "{c} when the wind is right",
        "I was brought up to believe that {c}",
        "He accused us of hiding that {c}",
        "The judge found that {c}",
        "The commission announced that {c}",
        "I insist that {c}",
        "It is not impossible that {c}",
        "We are working so that {c}",
        "Once {c}, we can talk",
        "In some sense {c}",
        "For people with money, {c}",
        "There was a poster on the wall: {c}",
        "{c}, but that was before the flood",
        "{c}. Within reason",
        "{c}. Her words",
        "I know that {c}, right?",
        "If you want to take it seriously, {c}",
        "They all said yes, and they think that dogs bark, and {c}",
        "{c}, but that depends on the weather",
        "If nobody pays, it is madness; {c}",
        "What frightens me is the day when we come home and {c}",
    ],
)
def test_what_may_have_turned_the_words_is_to_be_looked_at(said: str) -> None:
    check = torn(said.format(c=CLAUSE))
    assert check.standing in ("doubtful", "complaint")


@pytest.mark.parametrize(
    "said",
    [
        "I think that {c}",
        "Who doubts that {c}?",
        "In my view, {c}",
        "In our opinion, {c}",
        "No one has to tell me that {c}",
        "If anybody is still wondering, {c}",
        "What the report fails to mention is that {c}",
        "What gives me hope is that {c}",
        "The judge was right to find that {c}",
        "I ask the jury to keep in mind that {c}",
        "The only thing I know for sure is that {c}",
        "{C}. That goes for all of us",
        "How could anybody deny that {c}?",
        "{C}. Of course",
        "As you know, {c}",
        "There is no doubt that {c}",
        "Nobody can deny that {c}",
        "I cannot stress enough that {c}",
        "I am not going to lie to you: {c}",
        "If you ask me, {c}",
        "Did you know that {c}?",
        "I do not regret saying that {c}",
        "It is absurd that {c}",
        "The truth is that {c}",
        "Rest assured that {c}",
        "What nobody tells you is that {c}",
        "Whether you like it or not, {c}",
        "Over the past ten years, {c}",
        "It turned out that {c}",
        "{C}, because that is how it is",
        "{C}, not because I like it but because it is so",
        "{C}, and if you don't like it, vote for somebody else",
        "{C}, I think",
        "{C}. I will not comment on the rest",
        "{C}. What more do you want?",
        "I did not expect such a crowd. {C}",
        "My opponent is a decent man. {C}",
        "You know what I think? {C}",
        "At noon I told the crowd that {c}",
        "I am convinced that {c}",
        "You can be sure that {c}",
        "This is why {c}",
        "We established beyond reasonable doubt that {c}",
        "I do not care what anyone says: {c}",
        "{C}. No other country can say that",
        "{C}, as you can imagine",
        "From the bottom of my heart, {c}",
        "{C}, but where is the money?",
        "{C}, but if anybody asks, we know nothing",
        "{C}, making it a good deal for us",
        "{C}, the promise, and the plan",
        "{C}. Very cool",
        "Even if it rains, {c}",
        "They say that dogs bark, but {c}",
        "Most people do not get this, and {c}",
        "Not that dogs bark, but that {c}",
        "They had not heard of it until May, and then {c}",
        "The room is so warm that {c}",
        "What they did was {c}",
        "One other cool aspect of the town is that {c}",
        "The second is that {c}",
        "All I am saying is that {c}",
        "Because of the storm, {c}",
        "In the harbour, {c}",
        "To do that, {c}",
        "Out of an abundance of caution, {c}",
        "Believe it or not, {c}",
        "History has taught us that {c}",
        "I cannot tell you how happy I am that {c}",
        "{C}, you ask me, ‘Where is the money?’",
        "This is my point: {c}, and where is the money",
        "For the reason that {c}, we need help",
        "It rained, though {c}",
        "Sure, except {c}",
        "In case you did not hear it, {c}",
        "When you told him you did, {c}",
        "So too will {c}",
        "So many came to the harbour that {c}",
        "If I understood you, {c}",
        "They can say what they like; {c}",
        "Although not all of the members may agree, {c}",
        "It has not escaped anybody that {c}",
        "I was shocked to find that {c}",
        "I was astounded to find that {c}",
        "How many of you knew that {c}?",
        "{C}, you know?",
        "{C}; what more do you need?",
        "{C} – so why not ridicule it?",
        "{C}, if a little late",
        "{C}, talking about the merits of the claim",
        "{C}, but I believe that nobody should marry until they are old",
        "{C}, but for many reasons, partly because we were late, we stayed",
        "{C}, but that would be a clear rule",
        "{C}: if it rains, the boats stay, and the harbour is quiet",
        "{C}, and that is not true of the rich",
        "{C}, they are not as safe as they think",
        "{C}. It did not have to be this way",
        "{C}. It would not have happened without her",
        "Because {c}, unless the law changes, we stay",
        "It took us years to prove that {c}",
        "You do not need a degree to see that {c}",
        "You know as well as I do that {c}",
        "I said at the time, and I stand by it, that {c}",
        "I will not be silent about the fact that {c}",
        "It cannot be said too often that {c}",
        "Why did nobody tell us that {c}?",
        "{C}. We told them so, and they did not listen",
        "{C}. The mayor says otherwise, and we have checked",
    ],
)
def test_what_turns_nothing(said: str) -> None:
    assert torn(said.format(c=CLAUSE, C=CLAUSE.capitalize())).standing == "fine"


@pytest.mark.parametrize(
    ("said", "quoted", "standing"),
    [
        ("Smoking is not permitted in the harbour", "Smoking is … permitted in the harbour", "complaint"),
        ("Smoking is never, under any circumstances, permitted here", "Smoking is … permitted here", "complaint"),
        ("Smoking is, but only in rare cases, permitted here", "Smoking is … permitted here", "complaint"),
        ("Smoking is not permitted in the harbour", "Smoking is [always] permitted in the harbour", "complaint"),
        ("Smoking is certainly permitted in the harbour", "Smoking is … permitted in the harbour", "fine"),
        ("Smoking is, no doubt, permitted in the harbour", "Smoking is … permitted in the harbour", "fine"),
        ("The plan is anything but fair to the tenants", "The plan is … fair to the tenants", "complaint"),
        ("The plan is far from fair to the tenants", "The plan is … fair to the tenants", "complaint"),
        ("The plan is, they say, fair to the tenants", "The plan is … fair to the tenants", "complaint"),
        ("The plan is, if nobody looks, fair to the tenants", "The plan is … fair to the tenants", "complaint"),
        ("The plan is now fair to the tenants", "The plan is … fair to the tenants", "fine"),
        ("The plan, whether they like it or not, is fair", "The plan … is fair", "fine"),
        ("The plan, and I do not care who hears it, is fair", "The plan … is fair", "fine"),
        ("The plan, in two towns at most, is fair", "The plan … is fair", "complaint"),
        ("The plan, say the brokers, is fair", "The plan … is fair", "complaint"),
        ("We will not raise taxes on anybody", "raise taxes on anybody", "complaint"),
        ("You cannot obstruct justice by carrying a sign", "obstruct justice by carrying a sign", "complaint"),
        ("I am not thinking of leaving right now", "thinking of leaving right now", "complaint"),
        ("It is not our role to tell people how to vote", "our role to tell people how to vote", "complaint"),
        ("We build homes rather than resetting what is broken", "resetting what is broken", "complaint"),
        ("Help me without funneling me into one street", "funneling me into one street", "complaint"),
        ("The mayor is not a friend of fishermen", "a friend of fishermen", "complaint"),
        ("They did not impose any limits on how it is used", "limits on how it is used", "complaint"),
        ("We must steer it to what we need, avoiding tricks that cut jobs", "tricks that cut jobs", "complaint"),
        ("Contrary to reports suggesting a breach with Leith, we talk", "a breach with Leith", "complaint"),
        ("The noise may indicate the use of boats", "the use of boats", "complaint"),
        ("It would be a real loss to Leith if we left", "a real loss to Leith", "complaint"),
        ("It could have been, here is another boat of the south", "another boat of the south", "complaint"),
        ("The growth is beautiful but not enough", "beautiful", "complaint"),
        ("They may have done it because they fear for the quay", "because they fear for the quay", "complaint"),
        ("We were not hit at the level of the others", "the level of the others", "doubtful"),
        ("So are they a really good team, or were they lucky?", "a really good team", "complaint"),
        ("If all goes well, Leith would have trade with every port", "trade with every port", "complaint"),
        ("They did not see any top secret letters from Leith", "top secret", "fine"),
        ("We opposed the dam, but we signed a plan that made it a symbol of hope", "a symbol of hope", "fine"),
        ("We might be able to boost its reach", "reach", "fine"),
        ("Our goal is to have at least ten boats every month", "at least ten boats every month", "complaint"),
        ("If you try to lock everything down, you lose the boats", "lock everything down", "doubtful"),
        ("It would please the mayor for a while", "would please the mayor", "complaint"),
        (
            "Imagine that you turned the boats loose. There is nothing that they cannot reach",
            "There is nothing that they cannot reach",
            "complaint",
        ),
        ("A town can have its views. But views should not become law", "A town can have its views", "doubtful"),
        (
            "We are lost, but if you have somebody who did it, they know the way",
            "they know the way",
            "complaint",
        ),
        ("It means sometimes people are turned away at the quay", "people are turned away at the quay", "doubtful"),
        ("While we expected some wind, what we saw went beyond that", "we expected some wind", "complaint"),
        ("We depend on them to keep the law, which is oxymoronic", "We depend on them to keep the law", "complaint"),
        ("A peace that is not based on law will not be fair", "A peace … will not be fair", "complaint"),
        ("A peace that was based on law was signed in May", "A peace … was signed in May", "fine"),
        ("I would call it odd, but not because of us", "I would call it odd", "doubtful"),
        ("It felt kind of silly to be there. But it helped a lot", "It felt kind of silly to be there", "doubtful"),
        ("I am not quite opposed, but I would not say I am in favour either", "I am not quite opposed", "doubtful"),
        ("Neither fear nor hope will allow me to close the harbour", "close the harbour", "complaint"),
        ("I do not know anyone who supports the plan", "supports the plan", "doubtful"),
        ("I do not hesitate to thank everybody in Leith", "thank everybody in Leith", "fine"),
        ("We were not told until Friday that the ferry stops in May", "We were not told until Friday", "fine"),
        ("I do not think of the poor as you do", "of the poor", "fine"),
        ("I do not believe in the war on the poor", "the war on the poor", "fine"),
        ("Do you think the poor should starve?", "Do you think the poor should starve?", "fine"),
        ("My opponent claims that the poor should starve", "My opponent claims that the poor should starve", "fine"),
        ("They accused me of having bribed the judge", "bribed the judge", "complaint"),
        ("I was accused of having bribed the judge", "bribed the judge", "complaint"),
        ("We accuse the mayor of having bribed the judge", "bribed the judge", "fine"),
        ("He acts as though the house belongs to him", "the house belongs to him", "complaint"),
        ("He acts as if the house belongs to him", "the house belongs to him", "complaint"),
        ("Pretend you are the king: the poor should starve", CLAUSE, "complaint"),
        ("My view has not changed: the poor should starve", CLAUSE, "fine"),
        ("I deny my opponent's claim: the poor should starve", CLAUSE, "complaint"),
        ("The studies I have read all say the same: the poor should starve", CLAUSE, "fine"),
        ("My opponents all say the same: the poor should starve", CLAUSE, "complaint"),
        ("The poor should starve as of Monday", "The poor should starve", "fine"),
        ("If you have a little bit of patience, it pays", "a little bit of patience", "fine"),
        ("If there is misuse or mismanagement of funds, we act", "misuse or mismanagement of funds", "fine"),
        (
            "If there is misuse or poor management of the funds, we act",
            "misuse or poor management of the funds",
            "fine",
        ),
        ("We wait until they are opposed and have a united crew", "united", "fine"),
        ("I do not know whether the mayor lied about the dam", "whether the mayor lied about the dam", "fine"),
        ("I doubt that dogs bark at our boats in Leith", "dogs bark at our boats in Leith", "complaint"),
        ("The plan is, that is, fair to the tenants", "The plan is … fair to the tenants", "fine"),
        ("Without new rules, you can count on the king to rob us", "you can count on the king", "complaint"),
        ("We cannot stop the boats by looking away", "We cannot stop the boats", "complaint"),
        ("It does not help us economically, but it does", "It does not help us", "complaint"),
        ("We can choose to look away or we can help them", "We can choose to look away", "complaint"),
        ("Some see the dam as a waste of what is left", "a waste of what is left", "complaint"),
        ("They might soon close the harbour in Leith", "close the harbour in Leith", "complaint"),
        ("We could close the harbour in Leith", "close the harbour in Leith", "complaint"),
        ("There are men who lie, but they are only a few", "There are men who lie", "complaint"),
        ("Their answer is: ‘There is no boat. We see no problem’", "We see no problem", "complaint"),
        ("My answer is: ‘There is no boat. We see no problem’", "We see no problem", "fine"),
        ("They call it ‘a boat’. We see no problem", "We see no problem", "fine"),
        ("We limit it, except in theory. ‘Black Hat’ trade is a trick that we know", "is a trick that we know", "fine"),
        ("Thank you for providing what is an honest answer", "what is an honest answer", "fine"),
        ("I am not sure why the harbour is closed on Mondays", "the harbour is closed on Mondays", "fine"),
        ("The plan, it, is fair to the tenants", "The plan … is fair to the tenants", "fine"),
    ],
)
def test_words_left_out_within_and_phrases(said: str, quoted: str, standing: str) -> None:
    check = torn(said, quoted)
    assert check.standing == standing


@pytest.mark.parametrize(
    ("said", "draft"),
    [
        ("I would never say that {c}", "Ann Lee would never say that “{c}.”"),
        ("It is not true that {c}", "It is not true, Ann Lee said, that “{c}.”"),
        ("I doubt that {c}", "Ann Lee doubts that “{c}.”"),
        ("My opponent claims that {c}", "Ann Lee said that the opponent claims that “{c}.”"),
        ("Some people believe that {c}", "Some people believe, according to Ann Lee, that “{c}.”"),
        ("Do you think that {c}?", "Ann Lee asked whether anybody thinks that “{c}.”"),
        ("I cannot accept the claim that {c}", "The claim that “{c}” was rejected by Ann Lee."),
        ("If {c}, we have a problem", "If “{c},” Ann Lee said, there would be a problem."),
        ("The law says {c}, but only in wartime", "“{c},” Ann Lee said, but only in wartime."),
        ("As every mayor says, {c}", "Every mayor says that “{c}.”"),
        ("On our paper, {c}", "On her paper, said Ann Lee, “{c}.”"),
    ],
)
def test_a_draft_that_tells_it_itself_is_not_blamed(said: str, draft: str) -> None:
    story = f"A Story\n\nAnn Lee was there. “{said.format(c=CLAUSE)},” Ann Lee said.\n"
    assert check_of(draft.format(c=CLAUSE), story).standing == "fine"


TURNS = (
    "Tom Ray: Welcome to the show. How are you these days?\n\nAnn Lee: I am fine. It is good to be here.\n\n"
    "Tom Ray: Tell us how it began.\n\nAnn Lee: {said}\n\nTom Ray: Thank you.\n\nAnn Lee: Thank you, Tom.\n"
)


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ("And then he says, “I know this. The poor should starve.”", "complaint"),
        ("Everyone says, “Oh yeah, the poor should starve.”", "complaint"),
        ("People will ask me, “The poor should starve.”", "complaint"),
        ("I was like, “I know this. The poor should starve.”", "fine"),
        ("They say, “I know this.” The poor should starve.", "fine"),
    ],
)
def test_what_a_turn_of_a_transcript_quotes(said: str, standing: str) -> None:
    check = check_of("“The poor should starve,” Ann Lee said.", f"A Talk\n\n{TURNS.format(said=said)}")
    assert (check.words, check.standing) == ("verbatim", standing)


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ("Ann Lee said it was “improper” that “the poor should starve”.", "fine"),
        ("“Judge,” Ann Lee said, “the poor should starve.”", "fine"),
        ("“The idea,” Ann Lee said, “that the poor should starve is laughable.”", "complaint"),
        ("“Nobody here,” Ann Lee said, “is claiming that the poor should starve.”", "complaint"),
        ("Ann Lee said it was “not true” that “the poor should starve”.", "complaint"),
        ("Ann Lee called it “only a first step” but added that “the poor should starve”.", "fine"),
        ("A baker named Ann Lee who has not been there this year told the paper: “The poor should starve.”", "fine"),
        ("Ann Lee said that “the poor should starve.” He called it “bland” and “vague”.", "fine"),
        ("“We have no certainty that the poor should starve,” Ann Lee said.", "complaint"),
        ("“The poor should starve, according to the mayor,” Ann Lee said.", "complaint"),
        ("“The poor should starve at first, but not for long,” Ann Lee said.", "complaint"),
        ("“The poor should starve,” Ann Lee said. “Almost like a bird in May.”", "fine"),
        ("“The poor should starve,” Ann Lee said. “Right here, we take it back home.”", "fine"),
        ("“The poor should starve,” and “ferries will run, but only if we pay for them,” Ann Lee said.", "fine"),
        ("The answer of Ann Lee was far from clear: “The poor should starve.”", "fine"),
        ("“Except to say this, the poor should starve,” Ann Lee said.", "fine"),
    ],
)
def test_the_parts_of_a_speech(told: str, standing: str) -> None:
    assert check_of("“The poor should starve,” Ann Lee said.", f"A Story\n\n{told}\n").standing == standing


@pytest.mark.parametrize(
    ("said", "draft", "standing"),
    [
        (
            "I hope that they will send all of the ships north",
            "Ann Lee asked them to “send all of the ships north”.",
            "fine",
        ),
        (
            "I hope that they will send all of the ships north",
            "Ann Lee saw them “send all of the ships north”.",
            "complaint",
        ),
        ("We will not raise taxes on anybody", "Ann Lee will not, she said, “raise taxes on anybody”.", "fine"),
        (
            "Without new rules, you can count on the king to rob us",
            "Ann Lee has not lost her faith in the king, though: “you can count on the king,” she assured colleagues.",
            "complaint",
        ),
        (
            "Who said these people want to be Russian?",
            "It is ours, Ann Lee said, and of those who would be left she said that “these people want to be Russian”.",
            "complaint",
        ),
        ("If the plan is not fair to us, we go", "If the plan “is … fair to us,” they go, Ann Lee said.", "complaint"),
        ("He says that the poor should starve", "“The poor should starve,” he said of Ann Lee.", "doubtful"),
        ("I never said that dogs should bark", "If “dogs should bark”, as Ann Lee said, so be it.", "complaint"),
        ("If people stand up in May, we win", "When people “stand up in May,” they win, Ann Lee said.", "fine"),
        ("I never said that dogs should bark", "Ann Lee never said that “dogs should bark”.", "fine"),
        ("Tom Ray claims that the poor should starve", "“The poor should starve,” Tom Ray said.", "fine"),
        ("Tom Ray claims that the poor should starve", "“The poor should starve,” Bob Dun said.", "complaint"),
        (
            "Will it really tell us where to go?",
            "The tool, Ann Lee said, will “really tell us where to go”.",
            "complaint",
        ),
        (
            "We’re hearing that the boats will leave",
            "From what she is hearing, Ann Lee said, “the boats will leave”.",
            "fine",
        ),
        (
            "People were shouting: ‘The boats are gone!’",
            "People were shouting, Ann Lee said: “The boats are gone!”",
            "fine",
        ),
        ("We were all far too late. So then I apologized", "“We were all far too late,” Ann Lee said.", "fine"),
        ("I did not ask them, which is my right", "That “is my right”, Ann Lee said.", "fine"),
        ("The fees will be a problem if they do not act", "The fees, Ann Lee said, will “be a problem”.", "complaint"),
        ("It is vital, but not before they agree", "It is vital, Ann Lee said, “but not before they agree”.", "fine"),
    ],
)
def test_what_a_draft_says_around_words(said: str, draft: str, standing: str) -> None:
    assert check_of(draft, f"A Story\n\nAnn Lee was there. “{said},” Ann Lee said.\n").standing == standing


def test_what_the_draft_tells_of_another_quotation_excuses_nothing() -> None:
    story = (
        "A Story\n\n“I do not think the poor should starve,” Ann Lee said.\n\n“We must build a wall,” said Tom Ray.\n"
    )
    draft = "“The poor should starve,” Ann Lee said. Tom Ray does not think that “we must build a wall”.\n"
    first, _ = checked(draft, [source(story)]).checks
    assert first.standing == "complaint"


def test_three_inverted_quotations_of_one_speech() -> None:
    story = (
        "A Story\n\n“I would never say that the poor should starve,” said Senator Ann Lee. “My opponent claims that "
        "taxes are theft.” “If we did nothing, the harbour would die, but we are not going to do nothing,” she added.\n"
    )
    quoted = ("The poor should starve", "Taxes are theft", "The harbour would die")
    draft = "\n\n".join(f"“{words},” Ann Lee said." for words in quoted)
    checks = checked(draft, [source(story)]).checks
    assert [check.frame.kind if check.frame else "" for check in checks] == ["denied", "reported", "supposed"]
    assert {check.standing for check in checks} == {"complaint"}


def test_the_article_itself_may_deny_that_somebody_said_it() -> None:
    story = "A Story\n\nAnn Lee never said that “the poor should starve.” Tom Ray said it.\n"
    assert check_of("“The poor should starve,” Ann Lee said.", story).standing == "complaint"


@pytest.mark.parametrize(
    "story",
    [
        "It is a reminder, Ann Lee said, that “{}.”",
        "Ann Lee praised the quay and endorsed Tom Ray, saying, “{}.”",
        "Ann Lee told Tom Ray that the harbour has “{}.”",
    ],
)
def test_what_the_article_says_of_the_speaker_himself_is_no_frame(story: str) -> None:
    words = "taken every blow that the sea has thrown at it"
    text = f"A Story\n\nAnn Lee came, and Tom Ray.\n\n{story.format(words)}\n"
    assert check_of(f"“{words},” Ann Lee said.", text).standing == "fine"


def test_the_passage_with_the_words_that_were_cut_off() -> None:
    place = torn("I would never say that the poor should starve, unless they are rich").place
    assert place is not None
    assert place.frame is not None
    assert in_context(place.text, place.span, place.frame) == (
        ("I would never say that", True),
        ("the poor should starve", False),
    )


SENTENCES = [
    text.format(c=CLAUSE, C=CLAUSE.capitalize()).rstrip("?.") + ("?" if text.endswith("?") else ".")
    for text in (*DENIED, *SUPPOSED, *ASKED, *REPORTED, *RESTRICTED)
]


@at_most(40)
@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES))
def test_a_speech_that_is_copied_whole_never_gets_a_complaint(one: str, other: str) -> None:
    said = f"{one} {other}"
    check = check_of(f"“{said}” Ann Lee said.", f"A Story\n\nAnn Lee was there.\n\n“{said}” Ann Lee said.\n")
    assert (check.standing, check.attribution) == ("fine", "same")


@pytest.mark.parametrize(
    ("said", "quoted", "standing"),
    [
        (
            "It is something we did not think we would see again here",
            "something … we would see again here",
            "complaint",
        ),
        (
            "I will stay, rather than just saying, ‘we are going to go home now’",
            "we are going to go home now",
            "complaint",
        ),
        ("We agreed on a plan that would have let the harbour live", "would have let the harbour live", "doubtful"),
        ("Drivers who do not qualify for it should be told of the change", "should be told of the change", "fine"),
        ("The advice of this morning is a hammer blow", "a hammer blow", "fine"),
        ("The quay was good in May – in June, they said that it was bad", "The quay was good in May", "doubtful"),
        ("The ferry uses too much coal. If it rains it is worse", "The ferry uses too much coal", "fine"),
        ("The ferry stopped. My boss told me so. The quay is shut now", "The quay is shut now", "fine"),
    ],
)
def test_words_beside_what_was_quoted(said: str, quoted: str, standing: str) -> None:
    assert torn(said, quoted).standing == standing


@pytest.mark.parametrize("verb", ["saying", "adding", "meaning"])
def test_what_the_article_denies_before_a_participle_is_not_denied_behind_it(verb: str) -> None:
    words = "was given the records that it had asked for"
    story = f"A Story\n\nAnn Lee would not answer, {verb} only that the panel “{words}.”\n"
    assert check_of(f"The panel “{words},” Ann Lee said.", story).frame is None
