"""How much of an article a page has, told with its reason."""

import pytest

from tests.sources.webpage.pages import SENTENCE, page

LEAD = f"<h1>The vote</h1><p>{SENTENCE}</p>"
NOT_FREE = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Before you go on</h1><p>We and our partners use cookies to measure. Accept all or manage them.</p>",
        "<h1>Wie wir Daten nutzen</h1><p>Datenschutz: Sie können zustimmen oder ablehnen.</p>",
        "<h1>For members</h1><p>Log in with your password to continue reading.</p>",
        "<h1>Sign in</h1><form><p>E-mail</p><p>Password</p></form>",
        "<h1>Oops</h1><p>We can't find that page. The link may have expired.</p>",
        "<h1>404</h1><p>Not found</p>",
        "<h1>Seite nicht gefunden</h1><p>Versuchen Sie es mit der Suche.</p>",
        "<p>Please enable JavaScript to run this app.</p>",
        "<noscript>You need to enable JavaScript.</noscript><div id=root></div>",
        "<h1>Just a moment</h1><p>Checking your browser. Are you human?</p>",
        "<h1>Welcome back</h1><form><label>Kennung</label><input name=u><input type=password></form><p>Los</p>",
        "<p>You are temporarily blocked. Try again later.</p>",
        "<h1>페이지를 찾을 수 없습니다</h1><p>홈으로 돌아가기</p>",
        "<h1>Страница не найдена</h1><p>На главную</p>",
        "<meta http-equiv=refresh content='0; url=https://example.org/new'><p>One moment …</p>",
        "<meta http-equiv=refresh content='0;URL=/new/'>",
    ],
)
def test_page_before_an_article_is_not_one(body: str) -> None:
    article = page(body)
    assert article.completeness == "not_an_article"
    assert article.doubt.startswith("the page ")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<h1>Bridge shut</h1><p>The bridge has been shut since Monday, when a …</p>", "ends in the middle"),
        (f"{LEAD}<p>The boats that were bought in the</p><p>Start a free trial</p>", "the site offers the rest"),
        (f"{LEAD}<p>Sign in to continue reading.</p>", "keeps the rest"),
        (f"{NOT_FREE}{LEAD}", "not free"),
    ],
)
def test_beginning_of_an_article_is_told(body: str, why: str) -> None:
    article = page(body)
    assert article.completeness == "beginning"
    assert why in article.doubt


@pytest.mark.parametrize(
    "body",
    [
        LEAD,
        f"{LEAD}<div><p>Subscribe to our letter</p></div>",
        f"{LEAD}<p>Ann Lee is a reporter in Leith</p>",
        f"{LEAD}<p>“And then …”, she said.</p><p>Thanks …</p>",
        f"<h1>New law on cookies</h1><p>{SENTENCE * 4}</p><p>Sites must ask before they store; readers may reject.</p>",
        f"<meta http-equiv=refresh content='300; url=/'><h1>Live</h1><p>{SENTENCE * 4}</p>",
        f"{NOT_FREE}<h1>The vote</h1><p>{SENTENCE * 40}</p>",
        f"{NOT_FREE}<h1>The vote</h1><p>{SENTENCE * 40}</p><p>Subscribe to our letter</p>",
        f"<h1>The vote</h1><p>{SENTENCE * 40}</p><p>These are the boats that we liked</p><p>Sign in to comment</p>",
        f"<h1>The vote</h1><p>{SENTENCE * 8}</p><form><input type=password></form>",
    ],
)
def test_article_is_whole(body: str) -> None:
    article = page(body)
    assert (article.completeness, article.doubt) == ("whole", "")
