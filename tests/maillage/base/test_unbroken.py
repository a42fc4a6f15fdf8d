"""« Tiers-lieu » in a title is not cut at its hyphen, nor « La Gare » after its article."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

FILTERED = Template("{{ title|unbroken }}")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Financer son tiers-lieu", "Financer son tiers-\u2060lieu"),
        ("Tiers-Lieux & compagnie", "Tiers-\u2060Lieux &amp; compagnie"),
        ("Open the e-mail", "Open the e-\u2060mail"),
        ("Saint-Jean-de-Luz", "Saint-Jean-de-Luz"),
        ("Réserver à La Gare numérique", "Réserver à La\u00a0Gare numérique"),
        ("Les Salines", "Les\u00a0Salines"),
        ("Villa La 3D", "Villa La 3D"),
        ("<b>tiers-lieu", "&lt;b&gt;tiers-\u2060lieu"),
    ],
)
def test_words_are_kept_together_and_the_title_is_escaped(title, shown):
    assert FILTERED.render(Context({"title": title})) == shown


def test_addresses_in_html_stay_as_they_are():
    html = '<a href="/agenda/mon-tiers-lieu/" title="tiers-lieu">Mon tiers-lieu</a>'

    shown = FILTERED.render(Context({"title": mark_safe(html)}))

    assert shown == html.replace(">Mon tiers-lieu", ">Mon tiers-\u2060lieu")


def test_heading_of_a_page_is_kept_whole(rf):
    layout = '{% extends "layouts/page.html" %}{% block heading %}Mon tiers-lieu{% endblock %}'

    assert "<h1>Mon tiers-\u2060lieu</h1>" in Template(layout).render(Context({"request": rf.get("/")}))
