"""Every address of the product, tried with what belongs to somebody else.

A new address is walked as soon as it is in `maillage.urls` or comes with a library: whoever adds one whose
parameters are called otherwise says in `_values` what an attacker would write there.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.core.serializers import serialize
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, URLResolver
from django.utils.regex_helper import normalize
from wagtail.models import Revision

from maillage.users.models import User
from spaces.catalogue.services import team
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.maillage.their_things import SECRET, TheirThings, their_things

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# Wagtail’s own: one breaks on purpose, the others where a form that we never show says nothing.
BREAKS = {
    "wagtailadmin_error_test", "wagtailadmin_pages:set_page_position", "wagtailadmin_choose_page_external_link",
    "wagtailsnippetchoosers_vocabulary_concept:create",
}  # fmt: skip
NOT_WALKED = {"account_logout", "wagtailadmin_logout"} | BREAKS
WORD = re.compile(f"{SECRET}-\\w+")
AS_MARKUP = re.compile(f"{SECRET}-\\w+<i>")
FORM = {
    "name": "Pris", "title": "Pris", "display_name": "Pris", "action-publish": "1", "next": "/admin/", "reason": "Pris",
    "email": "taken@example.org", "role": "owner", "add": "1", "tags": "pris", "collection": "1", "refuse": "",
}  # fmt: skip
# What an address is about, by its words; an address that says nothing of it is tried with one thing.
ABOUT = {
    "images": "base.picture", "documents": "wagtaildocs.document", "users": "users.user", "cles": "users.token",
    "lieux": "catalogue.space", "gestion": "catalogue.space", "indisponibilites": "booking.block", "fermetures": "booking.block",
    "habilitations": "booking.habilitationgrant", "arrivee": "booking.booking", "bornes": "booking.kiosk", "reservations": "booking.booking", "bookings": "booking.booking",
    "resources": "catalogue.resource", "spaces": "catalogue.space", "reserver": "catalogue.resource",
    "agenda": "agenda.event", "events": "agenda.event", "personnes": "directory.person",
    "people": "directory.person", "organisations": "directory.organisation",
}  # fmt: skip

Way = Callable[[Client, str], list[Any]]


@pytest.fixture
def theirs() -> TheirThings:
    return their_things()


@pytest.fixture(autouse=True)
def _walk_without_end(settings):
    """No limit to what one sends, and no session heavy with a thousand refusals."""
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    settings.PER_MINUTE = dict.fromkeys(settings.PER_MINUTE, 0)


@pytest.fixture(params=["visitor", "host", "manager"])
def attacker(request, db) -> Client:
    """Whoever has no part in `theirs`; a host of another space is a member like all others there."""
    if request.param == "visitor":
        return Client(raise_request_exception=False)
    user = User.objects.create_user("attacker@example.org", "correct-horse-42", name="Personne")
    space = SpaceFactory(name="Chez moi", slug="chez-moi")
    ResourceFactory(space=space, slug="ma-salle")
    team.join(space, user=user, role=request.param)
    return _signed_in(user)


def test_no_address_shows_or_changes_what_is_somebody_else_s(theirs, attacker):
    before = _snapshot(theirs)
    for path, answer in _walk(attacker, theirs, _read, _write):
        assert SECRET not in _text(answer).replace(path, ""), f"{path} shows it"

    assert _snapshot(theirs) == before


def test_those_who_may_read_every_secret_and_no_page_takes_it_for_markup(theirs, coordinator):
    """Proves that the walk above would have seen a leak."""
    read = ""
    for user in (theirs.owner, coordinator):
        for path, answer in _walk(_signed_in(user), theirs, _read):
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            assert not is_page or not AS_MARKUP.search(answer.content.decode()), f"{path} does not escape it"
            read += _text(answer)

    kept = str([serialize("json", [one]) for one in theirs.things])
    assert set(WORD.findall(kept)) - set(WORD.findall(read)) == set()


def test_nothing_breaks_under_who_may_do_everything(theirs, coordinator):
    assert len(list(_walk(_signed_in(coordinator), theirs, _write))) > len(theirs.things)


def _signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def _walk(client: Client, theirs: TheirThings, *ways: Way) -> Iterator[tuple[str, Any]]:
    """(path, answer) of every address, asked in each of these ways. None breaks."""
    for path in _addresses(theirs):
        for answer in (answer for way in ways for answer in way(client, path)):
            assert answer.status_code < 500, f"{path} breaks"
            yield path, answer


def _read(client: Client, path: str) -> list[Any]:
    return [client.get(path)]


def _write(client: Client, path: str) -> list[Any]:
    if not path.startswith("/api/"):
        return [client.post(path, FORM)]
    methods = (client.post, client.patch, client.delete)
    return [method(path, FORM, content_type="application/json") for method in methods]


def _addresses(theirs: TheirThings) -> list[str]:
    """Every address, its parameters those of each of their things that it may be about."""
    found = {
        "/" + template % _values(thing, names): None
        for template, names, name in _templates(get_resolver().url_patterns)
        if name not in NOT_WALKED
        for thing in _about(template, names, theirs.things)
    }
    return list(found)


def _about(template: str, names: list[str], things: list[Any]) -> list[Any]:
    of_kinds = {one._meta.label_lower: one for one in things}
    if {"model_name", "content_type_model_name"} & set(names):
        return list(of_kinds.values())
    kind = re.search(r"snippets/(?:choose/)?(\w+)/(\w+)/", template)
    if kind:  # every state of a record is walked by `record_rights`
        return [of_kinds.get(".".join(kind.groups()), things[0])]
    words = [word for word in re.findall(r"[a-z]+", template) if word in ABOUT]
    return [one for one in things if words and one._meta.label_lower == ABOUT[words[-1]]] or things[:1]


def _templates(patterns: Any, before: str = "", space: str = "") -> Iterator[tuple[str, list[str], str]]:
    for one in patterns:
        if isinstance(one.pattern, RegexPattern):
            here = normalize(one.pattern.regex.pattern)[0][0]
        else:
            here = re.sub(r"<(?:\w+:)?(\w+)>", r"%(\1)s", str(one.pattern))
        if isinstance(one, URLResolver):
            yield from _templates(one.url_patterns, before + here, f"{space}{one.namespace or ''}:".lstrip(":"))
        else:
            template = before + here
            yield template, re.findall(r"%\((\w+)\)s", template), f"{space}{one.name}"


def _values(thing: Any, names: list[str]) -> dict[str, Any]:
    """What to write in each parameter to reach `thing`."""
    label, model = thing._meta.app_label, thing._meta.model_name
    known = {
        **dict.fromkeys(("app_label", "app_name", "content_type_app_name"), label),
        **dict.fromkeys(("model_name", "content_type_model_name"), model),
        **dict.fromkeys(("resource", "resource_slug"), getattr(thing, "slug", "leur-salle")),
        **dict.fromkeys(("token", "key", "uidb36", "uidb64"), "guess"),
        "slug": getattr(thing, "slug", "chez-eux") if model != "resource" else "chez-eux",
        "space": "chez-eux",
        "code": getattr(thing, "code", "guess"),
        "uuid": getattr(thing, "uuid", "00000000-0000-0000-0000-000000000000"),
        "revision_id": _last_revision(thing),
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "filter_spec": "width-100",
        "action": "delete",
        "action_name": "copy",
        "day": "2026-06-16",
        "path": "x.png",
        "section": "aide",
        "_0": thing.pk,
        "_1": "x.pdf",
    }
    return {name: known[name] if name in known else _key(thing, name) for name in names}


def _key(thing: Model, name: str) -> Any:
    assert name == "pk" or name.endswith(("_id", "_pk")), f"what would an attacker write for {name}?"
    return thing.pk


def _last_revision(thing: Model) -> int:
    found = Revision.objects.for_instance(thing).order_by("-pk").first() if hasattr(thing, "revisions") else None
    return found.pk if found else 1


def _snapshot(theirs: TheirThings) -> list[Any]:
    stored = [serialize("json", type(one)._base_manager.filter(pk=one.pk)) for one in theirs.things]
    return [*stored, *(list(one.revisions.values_list("pk")) for one in theirs.things if hasattr(one, "revisions"))]


def _text(answer: Any) -> str:
    """What a reader of the answer can read, its HTML and JSON escapes undone."""
    body = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    return unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), body.decode(errors="replace")))
