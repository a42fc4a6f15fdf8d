"""Rich text in other forms than a page."""

from bs4 import BeautifulSoup


def paragraphs(html: str) -> list[str]:
    """The words of a rich text, paragraph by paragraph."""
    blocks = BeautifulSoup(html, "html.parser").find_all(["p", "li", "h3"])
    return [text for block in blocks if (text := block.get_text(" ", strip=True))]
