"""The words by which clauses are denied, supposed, asked, reported or restricted: see `lexicon/frames.txt`."""

from reader.analysis.lexicon import read_section

NEGATIONS = read_section("frames", "negations")
DENYING = read_section("frames", "denying")
EVALUATING = read_section("frames", "evaluating")
FACTIVE = read_section("frames", "factive")
REPORTING = read_section("frames", "reporting")
ANNOUNCING = read_section("frames", "announcing")
PROVING = read_section("frames", "proving")
BELIEVING = read_section("frames", "believing") | REPORTING
AFFIRMING = read_section("frames", "affirming")
ADDING = read_section("frames", "adding")
LIMITING = read_section("frames", "limiting")
REPORTS = read_section("frames", "reports")
SUPPOSING = read_section("frames", "supposing")
WANTING = read_section("frames", "wanting")
PERHAPS = read_section("frames", "perhaps")
ASKING = read_section("frames", "asking")
PREDICATES = DENYING | EVALUATING | FACTIVE | PROVING | BELIEVING | REPORTS | SUPPOSING | WANTING | PERHAPS | ASKING
CONDITIONS = read_section("frames", "conditions")
RESERVATIONS = read_section("frames", "reservations")
AUTHORITIES = read_section("frames", "authorities")
POINTING = read_section("frames", "pointing")
NO_BELIEF = read_section("frames", "no belief")
VERBS = read_section("frames", "verbs")
CONDITIONAL_VERBS = read_section("frames", "conditional verbs")
SUBJECTS = read_section("frames", "subjects")
FIRST_PERSON = read_section("frames", "first person")

TRANSPARENT = read_section("frames", "transparent")
DREADING = read_section("frames", "dreading")
QUOTING = read_section("frames", "quoting")
SEEMING = read_section("frames", "seeming")
ATTITUDES = read_section("frames", "attitudes")
TIMES = read_section("frames", "times")
QUESTION_STARTS = read_section("frames", "question starts")
NO_NEGATIONS = frozenset(phrase.replace("cannot", "can not") for phrase in read_section("frames", "no negations"))
IDIOMS = read_section("frames", "idioms")
MOCKERY = read_section("frames", "mockery")
DENYING_PHRASES = read_section("frames", "denying phrases")
RESERVING_PHRASES = read_section("frames", "reserving phrases")
HEARSAY = read_section("frames", "hearsay")
HYPOTHETICAL = read_section("frames", "hypothetical")
ACCORDING = read_section("frames", "according")
NO_CONDITIONS = read_section("frames", "no conditions")

THIRD_PERSON = frozenset(("he", "she", "they", "his", "her", "their"))

NOMINATIVES = frozenset(("i", "we", "he", "she", "they"))

CONCESSIVE = frozenset(("whatever", "whoever", "whichever", "however", "regardless", "despite", "contrary", "unlike"))

PAST = frozenset("was were had did came went took got began left saw said".split())
