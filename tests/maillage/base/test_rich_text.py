"""What is left of rich text that somebody else wrote."""

import re

import pytest
from bs4 import BeautifulSoup

from maillage.base.rich_text import clean, paragraphs

OURS = (
    "<h3>Au programme</h3><p><b>Samedi</b>, <i>dès 9 h</i> :<br>"
    '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">le détail</a></p>'
    "<ul><li>un</li></ul><ol><li>deux</li></ol>"
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<img src="x" onerror="alert(1)">',
    '<p onclick="alert(1)" style="position:fixed">a</p>',
    '<a href="javascript:alert(1)">a</a>',
    '<a href=" jAvA\tscript:alert(1)">a</a>',
    '<a href="&#106;avascript:alert(1)">a</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">a</a>',
    '<a href="vbscript:x">a</a>',
    '<svg><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>',
    "<svg/onload=alert(1)>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<form action="/"><input name="a"><button formaction="javascript:alert(1)">a</button></form>',
    '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    '<p hx-get="/compte/" hx-trigger="load" data-hx-post="/compte/">a</p>',
    '<a href="//elsewhere.example/">a</a>',
    '<meta http-equiv="refresh" content="0;url=https://elsewhere.example/"><base href="https://elsewhere.example/">',
]


def test_what_our_editor_writes_stays():
    assert clean(OURS) == OURS


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_acts_is_left(html):
    cleaned = clean(html)

    for element in BeautifulSoup(cleaned, "html.parser").find_all(True):
        assert element.name in {"p", "a", "h3", "b", "i", "ul", "ol", "li", "br"}
        assert set(element.attrs) <= ({"href", "rel"} if element.name == "a" else set())
        assert re.match(r"(https?|mailto|tel):", element.get("href", "https:"))
    assert "<script" not in cleaned and "<img" not in cleaned
    assert clean(cleaned) == cleaned


def test_words_of_what_is_not_kept_stay():
    assert clean("<div><h1>Titre</h1><p>Un <u>mot</u></p></div>") == "Titre<p>Un mot</p>"


def test_words_by_paragraph():
    assert paragraphs("<h3>Un</h3><p>deux<br>trois</p><ul><li>quatre</li></ul>") == ["Un", "deux trois", "quatre"]
