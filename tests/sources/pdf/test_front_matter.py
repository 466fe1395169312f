"""Title, authors, year, journal and DOI as first pages tell them."""

from pathlib import Path

import pytest

from reader.document.article import Article
from reader.sources.pdf.dehyphenate import Dehyphenator
from reader.sources.pdf.front_matter import FirstPage, read_front_matter
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import Typography
from tests.fixtures.hostile_files import lines, pdf
from tests.sources.opening import open_source

TITLE = ("The Harbour of Leith and the Price of", "Its Ice after the War")
TEXT = [f"the council of the town has voted on the harbour, and the vote was {n} to five" for n in range(6)]


def opened(
    folder: Path, names: tuple[str, ...] = (), above: tuple[str, ...] = (), below: tuple[str, ...] = (), info: str = ""
) -> Article:
    page = [
        lines(*above, top=720, size=8),
        lines(*TITLE, top=680, size=18, leading=20),
        lines(*names, top=630, size=12),
    ]
    page += [
        lines("University of Leith, Department of Ice", top=590, size=9),
        lines("Abstract", top=560, size=12, font="Bold"),
    ]
    page += [lines(*TEXT, top=540, size=10, leading=12), lines(*below, top=60, size=7)]
    (folder / "a.pdf").write_bytes(pdf("\n".join(page), info=info))
    return open_source(str(folder / "a.pdf"))


def test_title_has_all_its_lines(tmp_path: Path) -> None:
    article = opened(tmp_path, ("Ann Lee",), above=("RESEARCH ARTICLE",))
    assert article.title == " ".join(TITLE)
    titles = [(block.level, block.span.of(article.text)) for block in article.blocks if block.role == "title"]
    assert titles == [(1, article.title)]


def titled(folder: Path, *pages: str) -> Article:
    (folder / "a.pdf").write_bytes(pdf(*pages))
    return open_source(str(folder / "a.pdf"))


BODY = lines(*TEXT * 2, top=480, size=12, leading=24)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            lines("Proceedings of the Fifth Workshop on", "Ice and Harbours", top=680, size=18, leading=20),
            "Proceedings of the Fifth Workshop on Ice and Harbours",
        ),
        (lines("NEWS AND VIEWS", top=720, size=26) + "\n" + lines("Ice at Leith", top=680, size=18), "Ice at Leith"),
        (
            lines("Ice and Harbours", top=680, size=20) + "\n" + lines("A Study of Leith", top=656, size=16),
            "Ice and Harbours A Study of Leith",
        ),
        (
            lines(
                "Running head: ICE", "The price of ice after the war", "and its harbours", top=700, size=12, leading=28
            ),
            "The price of ice after the war and its harbours",
        ),
        (
            "\n".join(
                [
                    lines("Annals of Ice 12 (2014) 1998-2011", top=760, size=8),
                    lines("Annals of Ice", top=720, size=20),
                    lines("The price of ice", top=680, size=15),
                ]
            ),
            "The price of ice",
        ),
        (
            lines("UNIVERSITY OF LEITH", top=720, size=16) + "\n" + lines("The price of ice", top=680, size=15),
            "The price of ice",
        ),
    ],
)
def test_a_title_is_told_from_what_stands_around_it(tmp_path: Path, head: str, title: str) -> None:
    article = titled(tmp_path, "\n".join([head, lines("Ann B. Lee", top=610, size=12), BODY]))
    assert (article.title, article.author) == (title, ("Ann B. Lee",))


def test_names_in_the_type_of_a_title_in_capitals_are_no_part_of_it(tmp_path: Path) -> None:
    head = lines("THE PRICE OF ICE AT LEITH", "Ann Lee", top=680, size=18, leading=24)
    article = titled(tmp_path, f"{head}\n{BODY}")
    assert (article.title, article.author) == ("THE PRICE OF ICE AT LEITH", ("Ann Lee",))


@pytest.mark.parametrize(
    ("said", "declared"), [("Title: The price of ice", ""), ("The price of ice q", "The price of ice")]
)
def test_a_title_is_without_its_label_and_the_sign_of_a_footnote(tmp_path: Path, said: str, declared: str) -> None:
    head = "\n".join([lines(said, top=680, size=18), lines("Ann Lee", top=630, size=12), BODY])
    (tmp_path / "a.pdf").write_bytes(pdf(head, info=f"/Title ({declared})"))
    assert open_source(str(tmp_path / "a.pdf")).title == "The price of ice"


def test_a_cover_is_passed_over(tmp_path: Path) -> None:
    cover = lines("This is a copy of the paper as it", "was published in the Annals of Ice.", top=600, size=12)
    paper = "\n".join([lines(*TITLE, top=680, size=18, leading=20), lines("Ann Lee", top=620, size=12), BODY])
    article = titled(tmp_path, cover, paper)
    assert (article.title, article.author) == (" ".join(TITLE), ("Ann Lee",))
    assert {each.page for each in article.evidence if each.fact == "title"} == {"2"}


@pytest.mark.parametrize(
    ("lines_", "names"),
    [
        (("Ann Lee, Bo M. Chen, and Maria van der Berg",), ["Ann Lee", "Bo M. Chen", "Maria van der Berg"]),
        (("ANN LEE* AND BO CHEN*",), ["Ann Lee", "Bo Chen"]),
        (("Ann Lee1,2, Bo Chen3", "Thomas Reid1"), ["Ann Lee", "Bo Chen", "Thomas Reid"]),
        (("By Ann Lee, PhD, Member, IEEE",), ["Ann Lee"]),
        (("A.B.Lee, C.-D. Chen",), ["A. B. Lee", "C.-D. Chen"]),
        (("Ann Lee Bo Chen Tom Ray",), ["Ann Lee", "Bo Chen", "Tom Ray"]),
        (("Ann B. Lee Tom Ray",), ["Ann B. Lee", "Tom Ray"]),
        (("Ann Lee, Bo Chen, Thomas", "Reid, Maria Ortiz"), ["Ann Lee", "Bo Chen", "Thomas Reid", "Maria Ortiz"]),
        (("Ann Leea, Bo Chenb, Tom Raya",), ["Ann Leea", "Bo Chenb", "Tom Raya"]),
        (("Ann Lee, Sukarno, Bo Chen, Tom Ray",), ["Ann Lee", "Sukarno", "Bo Chen", "Tom Ray"]),
        (("Ann Lee, Bo Chen, Sukarno",), ["Ann Lee", "Bo Chen"]),
        (("Ann Lee", "Bo Chen", "Tom Ray"), ["Ann Lee", "Bo Chen", "Tom Ray"]),
        (("Ann Lee and Bo Chen", "and Tom Ray"), ["Ann Lee", "Bo Chen", "Tom Ray"]),
        (("Ann Lee; Bo Chen; Tom Ray",), ["Ann Lee", "Bo Chen", "Tom Ray"]),
        (("Portland, OR",), []),
        (("Institute of Ice, Leith",), []),
        (("Edinburgh, Scotland",), []),
        (("ann@example.org",), []),
    ],
)
def test_authors_stand_below_the_title(tmp_path: Path, lines_: tuple[str, ...], names: list[str]) -> None:
    assert list(opened(tmp_path, lines_).author) == names


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Published online: 23 January 2014", "2014-01-23"),
        ("Published online: 31 February 2014", "2014"),
        ("Published May 3rd, 2014", "2014-05-03"),
        ("Published 2014-03-04", "2014-03-04"),
        ("Lee, A. (2014). The Harbour of Leith. Annals of Ice. Received 2013", "2014"),
        ("Annals of Ice, Vol. 12, 305-313 February 2014; published online 9 December 2013", "2014"),
        ("ISBN 978-1-2014-03-2", ""),
        ("who played in the band at Leith, October 2014.", ""),
        ("arXiv:1402.00001 [cs.CL] 3 Feb 2014", "2014-02-03"),
        ("Workshop on Ice, Leith, 3 May 2014", "2014"),
        ("© 2014 The Authors", "2014"),
        ("Journal of Ice 12 (2014) 305-313", "2014"),
        ("Proceedings of the 5th Conference on Ice, Leith, May 3-5, 2014", "2014"),
        ("doi:10.1000/ice.2014.12", "2014"),
        ("Received 3 May 2013; accepted 9 June 2014", "2014"),
        ("Ice (2014) 65:1949-1955", "2014"),
        ("Annals of Ice 144 (2014) 1998-2011", "2014"),
        ("Cite this article: A. Lee, 2014 Ice and harbours. Ice 3: 19", "2014"),
        ("Licensed use limited to: Leith. Downloaded on June 05, 2024", ""),
        ("Price: 2014 pounds", ""),
        ("", ""),
    ],
)
def test_a_year_is_given_only_where_the_page_states_it(tmp_path: Path, line: str, published: str) -> None:
    article = opened(tmp_path, ("Ann Lee",), below=(line,), info="/CreationDate (D:20190102)")
    assert article.published == published
    assert [each.text for each in article.evidence if each.fact == "published"] == ([line] if published else [])


def test_journal_and_doi_have_their_places(tmp_path: Path) -> None:
    article = opened(tmp_path, ("Ann Lee",), above=("Annals of Ice (2014) 126, 305-313 doi: 10.1042/ICE20130403.",))
    assert (article.site, article.doi) == ("Annals of Ice", "10.1042/ICE20130403")
    places = {each.fact: (each.origin, each.page) for each in article.evidence}
    assert places == dict.fromkeys(("title", "author", "affiliations", "published", "site", "doi"), ("page", "1"))


@pytest.mark.parametrize(("declared", "names"), [("Ann Lee", ("Ann Lee",)), ("chrisq", ()), ("Canon Scanner", ())])
def test_authors_of_the_file_count_where_the_page_names_them(
    tmp_path: Path, declared: str, names: tuple[str, ...]
) -> None:
    article = opened(tmp_path, below=("Correspondence: A. Lee",), info=f"/Author ({declared})")
    assert article.author == names


@pytest.mark.parametrize(
    ("line", "site"),
    [
        ("Annals of Ice (2014) 126, 305-313", "Annals of Ice"),
        ("Lee et al. Annals of Ice 2014, 12:305", "Annals of Ice"),
        ("Annals of Ice, Vol. 12, No. 3, 2014", "Annals of Ice"),
        ("Proceedings of the 5th Workshop on Ice, Leith, May 2014", "Proceedings of the 5th Workshop on Ice"),
        ("Received 3 May 2014", ""),
        ("Annals of Ice", ""),
    ],
)
def test_a_journal_stands_before_its_volume_and_year(tmp_path: Path, line: str, site: str) -> None:
    assert opened(tmp_path, ("Ann Lee",), above=(line,)).site == site


@pytest.mark.parametrize(
    ("year", "published"), [(2013, ""), (2014, "2014"), (2017, "2017"), (2018, "")], ids=lambda value: str(value)
)
def test_the_year_of_the_file_counts_for_three_years_after_what_it_cites(year: int, published: str) -> None:
    page = FirstPage([], [], Typography.of([]), Dehyphenator([]), "1")
    assert read_front_matter(page, {"CreationDate": f"D:{year}0102"}, 2014).published == published
    assert read_front_matter(page, {"CreationDate": f"D:{year}0102"}, 0).published == ""


@pytest.mark.parametrize(("latest_cited", "published"), [(2014, "2013"), (2015, "")])
def test_a_day_before_the_works_that_are_cited_is_of_something_else(latest_cited: int, published: str) -> None:
    line = PdfLine("Date: Sep 14, 2013", 100, 200, 100, 108, 0)
    page = FirstPage([line], [], Typography.of([]), Dehyphenator([]), "1")
    assert read_front_matter(page, {}, latest_cited).published[:4] == published
