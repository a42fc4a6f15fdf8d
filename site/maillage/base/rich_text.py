"""Rich text in other forms than a page, and from elsewhere."""

import nh3
from bs4 import BeautifulSoup

# What the editors of our pages can write: headings, bold, italic, lists, links (`features` of the fields).
_CLEANER = nh3.Cleaner(
    tags={"p", "br", "h3", "b", "strong", "i", "em", "ol", "ul", "li", "a"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative="deny",  # of another site, or of a page that may not be here
    link_rel="noopener noreferrer",
)


def clean(html: str) -> str:
    """Rich text that somebody else wrote, reduced to what our own editor writes. Cleaned twice, it is the same."""
    return _CLEANER.clean(html).strip()


def paragraphs(html: str) -> list[str]:
    """The words of a rich text, paragraph by paragraph."""
    blocks = BeautifulSoup(html, "html.parser").find_all(["p", "li", "h3"])
    return [text for block in blocks if (text := block.get_text(" ", strip=True))]
