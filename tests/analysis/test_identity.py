"""The same person or organisation in two articles."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import Analysis, Entity, Quote, Speaker
from reader.analysis.codec import to_wire
from reader.analysis.identity import connected_entities, full_name, identity_keys, join_entities, keyed_entities
from reader.text.span import Span


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Vladimir Putin", "vladimir putin"),
        ("President Vladimir Putin", "vladimir putin"),
        ("Mr. John Smith", "john smith"),
        ("Putin", ""),
        ("President Putin", ""),
        ("Mr. Smith", ""),
        ("J. Smith", ""),
        ("J Smith", ""),
        ("J. K. Rowling", "j k rowling"),
        ("J.K. Rowling", "j k rowling"),
        ("J.K.", ""),
        ("George W. Bush", "george w bush"),
        ("George W Bush", "george w bush"),
        ("George H. W. Bush", "george h w bush"),
        ("George H.W. Bush", "george h w bush"),
        ("George Bush", "george bush"),
        ("Martin Luther King Jr.", "martin luther king jr"),
        ("Martin Luther King, Jr", "martin luther king jr"),
        ("Martin Luther King", "martin luther king"),
        ("Smith Jr.", ""),
        ("Smith III", ""),
        ("J. Smith Jr.", ""),
        ("Ann Lee, MP", "ann lee"),
        ("Ann Lee Ph.D.", "ann lee"),
        ("Lee MP", ""),
        ("Prime Minister Keir Starmer KC", "keir starmer"),
        ("Dr. Smith MD", ""),
        ("van Gogh", ""),
        ("de Gaulle", ""),
        ("von der Leyen", ""),
        ("Ursula von der Leyen", "ursula von der leyen"),
        ("Vincent van Gogh", "vincent van gogh"),
        ("Bashar al-Assad", "bashar al-assad"),
        ("JOHN SMITH", "john smith"),
        ("Jean-Luc O'Neill", "jean-luc o'neill"),
        ("", ""),
    ],
)
def test_a_full_name_has_two_words_besides_titles_ranks_and_single_initials(name: str, full: str) -> None:
    assert full_name(name) == full


def test_a_last_name_alone_is_not_a_key() -> None:
    assert identity_keys("Smith", ("Mr. Smith",), "person") == frozenset()
    assert identity_keys("John Smith", ("Smith", "J. Smith"), "person") == {"john smith"}


def test_other_entities_are_keyed_by_their_shown_name() -> None:
    assert identity_keys("Beijing", (), "place") == {"beijing"}
    assert identity_keys("Port Authority", ("Authority", "Leith Port Authority"), "organisation") == {
        "port authority",
        "leith port authority",
    }


def test_articles_and_dots_do_not_change_a_key() -> None:
    assert identity_keys("the Port Authority", (), "organisation") == identity_keys(
        "Port Authority", (), "organisation"
    )
    assert identity_keys("U.S.", (), "place") == identity_keys("US", (), "place")
    assert identity_keys("U.N.", ("the United Nations",), "organisation") == {"un", "united nations"}
    assert identity_keys("The", (), "other") == {"the"}


def test_father_and_son_and_people_with_other_middle_names_stay_apart() -> None:
    names = ["John Smith", "John Smith Jr.", "John A. Smith", "John B. Smith", "J. Smith", "Smith", "Mr. Smith Jr."]
    keys = [identity_keys(name, ("Smith", "Mr. Smith"), "person") for name in names]
    assert all(not one & other for number, one in enumerate(keys) for other in keys[number + 1 :])


def test_entities_are_connected_through_a_shared_full_name_of_a_third() -> None:
    everybody = [
        identity_keys("Maria Ortiz", ("Ortiz",), "person"),
        identity_keys("Maria Ortiz Vega", ("Maria Ortiz", "Ortiz"), "person"),
        identity_keys("Maria Ortiz Vega", (), "person"),
        identity_keys("Carla Ortiz", ("Ortiz",), "person"),
        identity_keys("Ortiz", (), "person"),
    ]

    def known_by(key: str) -> list[tuple[int, frozenset[str]]]:
        return [(number, keys) for number, keys in enumerate(everybody) if key in keys]

    assert set(connected_entities(everybody[0], known_by)) == {0, 1, 2}
    assert set(connected_entities(everybody[3], known_by)) == {3}
    assert set(connected_entities(everybody[4], known_by)) == set()


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("ab"), st.sampled_from("uvwxyz")), max_size=20))
def test_joining_all_is_connecting_each(keys: list[tuple[int, str, str]]) -> None:
    """The people of a dossier are those of their pages."""
    kinds = {entity: kind for entity, kind, _ in keys}
    keys = [(entity, kinds[entity], key) for entity, _, key in keys]
    joined = join_entities(keys)

    def known_by(kind: str, key: str) -> list[tuple[int, list[str]]]:
        return [
            (entity, [other for each, _, other in keys if each == entity])
            for entity, its, own in keys
            if (its, own) == (kind, key)
        ]

    for entity, kind in kinds.items():
        own = [key for each, _, key in keys if each == entity]
        connected = set(connected_entities(own, partial(known_by, kind)))
        assert connected == {each for each, leader in joined.items() if leader == joined[entity]}


def test_a_speaker_of_no_known_kind_is_a_person() -> None:
    assert identity_keys("Smith", (), "other") == {"smith"}
    assert identity_keys("Smith", (), "other", speaks=True) == frozenset()
    assert identity_keys("Ann Smith", (), "other", speaks=True) == {"ann smith"}


def test_every_entity_and_speaker_of_an_article_has_its_keys() -> None:
    speakers = [Speaker("Ann Lee", Span(0, 7)), Speaker("Tom Ray", Span(9, 16))]
    quotes = tuple(Quote(Span(at, at + 5), speaker, None, 1.0) for at, speaker in enumerate(speakers))
    entities = (Entity("Ann Lee", "other", ("Lee",), (Span(0, 7),)), Entity("Port of Leith", "place", (), ()))
    assert [(entity.name, set(keys)) for entity, keys in keyed_entities(Analysis("", entities, quotes))] == [
        ("Ann Lee", {"ann lee"}),
        ("Port of Leith", {"port of leith"}),
        ("Tom Ray", {"tom ray"}),
    ]
    assert to_wire("", "", "", Analysis("", entities[1:], ()))["entities"][0]["keys"] == ["port of leith"]
