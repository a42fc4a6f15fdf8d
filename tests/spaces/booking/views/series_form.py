"""The form of a series as somebody fills it in: four Tuesdays at La Centrale."""

from tests.reading import soup

URL = "/en/lieux/la-centrale/reserver/salle-aneto/serie/"
TEN = "2026-06-16T10:00:00+02:00"
WEEKLY = {"debut": TEN, "fin": "2026-06-16T12:00:00+02:00", "rythme": "semaine", "fois": "4"}


def chosen(response) -> dict[str, str]:
    """What the form would send: ticked dates, chosen options, the rest."""
    form = soup(response).find("form", id="reserver")
    sent = {box["name"]: box["value"] for box in form.select("input[type=checkbox]") if box.has_attr("checked")}
    sent |= {box["name"]: box["value"] for box in form.select("input[type=hidden]")}
    for select in form.select("select[name^=date-]"):
        picked = select.select_one("option[selected]") or select.select_one("option")
        sent[select["name"]] = picked["value"]
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def options(response, day: str) -> list[str]:
    return [one.get_text() for one in soup(response).select(f"select[name=date-{day}] option")]


def book(client, params, sent):
    query = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in params.items())
    return client.post(f"{URL}?{query}", sent)
