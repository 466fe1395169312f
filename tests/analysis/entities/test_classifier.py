"""The evidence that the words of a name give of what it is."""

from reader.analysis.entities.classifier import evidence_from_words
from tests.fixtures.golden import check_golden

NAMES = """
Maria | Maria Ortiz | Ortiz | Maria van der Berg | Wang Yiwei | Wang | Douglas J. Band | Douglas J Band | J. R. Smith
J. Smith | Smith | Jean-Paul Sartre | Hillary Rodham Clinton | Franklin D. Roosevelt III | Sukarno | Lord Byron
San Francisco | Paris
PARIS | LEITH | Leith | EDINBURGH | Edinburgh | New York | NEW YORK | New Zealand | Oslo
Mount Everest | Lake Geneva | River Thames | Hudson River | Isle of Wight | King Street | Downing Street
Silicon Valley | North Sea | South Korea | Northern Ireland | St. Louis | Los Angeles County | Trafalgar Square
BBC | BBC Scotland | NATO | UN | U.N. | US | EU | AI | CEO | ABCDEF | ABCDEFGH | WHO | IT | FBI | G20 | COVID-19 | H5N1
European Commission | Commission | the Commission | Council | City Council | Leith City Council | Bank of England
University of Edinburgh | Edinburgh University | Ministry of Finance | Department for Transport | House of Commons
Supreme Court | High Court of Justice | Church of Scotland | Red Cross | Greenpeace | Microsoft | Microsoft Corp
Smith & Sons | Johnson & Johnson | Marks and Spencer | Apple Inc | Acme Ltd. | Deutsche Bank AG | Ford Motor Company
Washington Post | New York Times | The Guardian | Reuters | Associated Press | Renmin University | Labour Party
Republican Party | Liberal Democrats | Manchester United | Real Madrid | Boston Red Sox | Champions League | World Cup
World War II | Second World War | Olympic Games | Treaty of Rome | Nobel Prize | Academy Awards | Great Depression
Harry Potter | Boeing 747 | Windows 10 | Apollo 11 | iPhone | Twitter | Facebook | Google | Monday | March | Easter
Harbour | The Harbour | Harbour Vote | New Quay | Quay | Economy | Education Act | Brexit | Islam | Christmas Day
Smith-Jones | Paris-Berlin | Anglo-Irish Agreement | Blue House | White House | Wall Street | Kim Jong Un | Xi Jinping
Li | Al Qaeda | Osama bin Laden | Abu Dhabi | De Gaulle | O'Brien | O’Brien | McDonald | MacArthur | Saint Peter
Queen Elizabeth II | President Obama | General Motors | General Assembly | Secretary General | Attorney General
Thomas | Thomas Reid | Reid | April | April Jones | Victoria | Victoria Station | Charlotte | Jordan | Jordan Peele
Austin | Chelsea | Georgia | Sydney Opera House | Berlin Wall | Golden Gate Bridge | Heathrow Airport | Terminal 5
Institute for Fiscal Studies
Royal Society | Scottish Parliament | Parliament | Congress | Senate | Pentagon | Kremlin
Xyzzy | Qwertz Uiop | Foo Bar | Green Valley | Long Walk | Big Ben | Little Rock | Grand Canyon | Rock | Hill
John Hill
""".replace("\n", " | ")


def test_what_the_words_of_a_name_tell_is_as_it_was_read() -> None:
    lines = []
    for name in filter(None, map(str.strip, NAMES.split("|"))):
        found = evidence_from_words(tuple(name.split()))
        points = ", ".join(f"{kind} {value:.2f}" for kind, value in found._asdict().items() if value)
        lines.append(f"{name}: {found.kind} ({points})")
    check_golden("evidence.txt", "\n".join(lines) + "\n")
