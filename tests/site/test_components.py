"""Components: documented, shown, valid, and free of what the security policy refuses."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from maillage.base import icons
from maillage.base.styleguide.examples import every

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = ROOT / "site" / "templates" / "components"
WITHOUT_EXAMPLE = {
    # parts of every page, shown by the style guide page itself
    *("header", "footer", "mark", "account-menu"),
    # shown inside another
    *("agenda-item", "chip", "errors", "form_field"),
    # needs photos
    "gallery",
}
TEMPLATES = sorted(
    path
    for folder in ("site", "members", "spaces", "events")
    for path in (ROOT / folder).rglob("templates/**/*")
    if path.suffix in {".html", ".txt"}
)
VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "path",
    "circle",
    "rect",
    "line",
    "use",
}


@pytest.mark.parametrize("example", every(), ids=lambda example: f"{example.component}: {example.case}")
def test_component_renders_its_example_in_balanced_html(example):
    html = example.render()
    open_tags: list[str] = []
    for closing, name, rest in re.findall(r"<(/?)([a-z][a-z0-9]*)((?:\"[^\"]*\"|[^>])*)>", html):
        if closing:
            assert open_tags.pop() == name
        elif name not in VOID and not rest.endswith("/"):
            open_tags.append(name)
    assert open_tags == []
    assert html.strip()


def test_every_component_is_shown_on_the_style_guide():
    shown = {example.component for example in every()}
    assert {path.stem for path in COMPONENTS.glob("*.html")} - WITHOUT_EXAMPLE == shown


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_component_says_on_top_what_it_takes(path):
    assert path.read_text(encoding="utf-8").startswith("{% comment %}")


def test_component_escapes_what_people_wrote():
    html = render_to_string(
        "components/card.html",
        {"url": "/x", "title": "<script>alert(1)</script>", "facts": ["<b>"], "identifier": '"><img>'},
    )
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<img" not in html


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_uses_known_icons_and_nothing_inline(path):
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r'(?:{% icon |\bicon=)"([^"]+)"', text)) <= icons.names()
    if "email" not in str(path):
        assert re.findall(r"<[a-z][^>]*\s(?:style|on[a-z]+)=", text) == []
        assert re.findall(r"<style", text) == []
        assert re.findall(r"<script(?![^>]*(?:\ssrc=|type=\"application/))", text) == []


def test_colon_after_a_label_is_that_of_the_language():
    """French has a space before it: « Voir la page : »."""
    by_hand = re.compile(r"{% translate [^%]*%}\s?:\s")
    assert [path.name for path in TEMPLATES if by_hand.search(path.read_text(encoding="utf-8"))] == []


def test_icon_is_silent_unless_it_is_labelled_and_absent_when_unknown():
    assert 'aria-hidden="true"' in icons.icon("map-pin")
    labelled = icons.icon("lock", "Training <needed>")
    assert 'role="img" aria-label="Training &lt;needed&gt;"' in labelled
    assert icons.icon("no-such-icon") == ""
