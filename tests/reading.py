"""Reading pages in tests as people do: links by their words, words without tags."""

from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def text(response) -> str:
    """What is read in the page's content, in one line."""
    return plain(soup(response).find("main").get_text(" "))


def plain(words: str) -> str:
    """Words in one line, with common spaces."""
    return " ".join(words.replace("\u2060", "").split())


def starts(response, resource: str = "") -> list[str]:
    """The starts that the page offers as links to the booking form, in order."""
    form = f"/reserver/{resource}"
    links = [
        a["href"]
        for a in soup(response).select("td.slot:not(.slot-busy) a, a.slot-choice:not(.slot-busy)")
        if form in a["href"]
    ]
    return [parse_qs(urlsplit(link).query)["debut"][0] for link in links]


def fields(response) -> dict[str, str]:
    """What the booking form would send."""
    form = soup(response).find("form", id="reserver")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    sent |= {area["name"]: area.get_text() for area in form.select("textarea")}
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def as_shown(page, field: str) -> dict[str, list[str]]:
    """What a browser sends of the form of the back office that has this field, if nothing is changed."""
    form = soup(page).select_one(f"form:has([name={field}])")
    sent: dict[str, list[str]] = {}
    for one in form.select("input[name]"):
        if one.get("type") not in ("checkbox", "radio", "submit", "file") or one.has_attr("checked"):
            unsaid = "on" if one.get("type") in ("checkbox", "radio") else ""
            sent.setdefault(one["name"], []).append(one.get("value", unsaid))
    for one in form.select("textarea[name]"):
        sent[one["name"]] = [one.get_text()]
    for one in form.select("select[name]"):
        first = [] if one.has_attr("multiple") else one.select("option")[:1]
        sent[one["name"]] = [option["value"] for option in one.select("option[selected]") or first]
    return sent
