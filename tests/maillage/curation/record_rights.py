"""Walks through everything Wagtail can do with a record, as somebody.

    from tests.maillage.curation.record_rights import assert_out_of_reach, assert_within_reach, open_back_office

    def test_space_stays_out_of_reach_of_another_manager(client, other_manager, space):
        open_back_office(other_manager)
        client.force_login(other_manager)
        assert_out_of_reach(client, space, secrets=["Draft name", "Secret story"])

Write the secrets into a *draft revision* too, so that something could leak, and run
`assert_within_reach` as somebody who may edit: it proves that the walk would have seen them.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.contrib.auth.models import Permission
from django.core.serializers import serialize
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, reverse
from wagtail.models import ReferenceIndex, Revision

READ = "GET"
WRITE = "POST"
PING = "record:ping"


@dataclass(frozen=True)
class Answer:
    name: str
    method: str
    status: int
    body: str

    def shows(self, secrets: Iterable[str]) -> list[str]:
        return [secret for secret in secrets if secret in self.body]


def open_back_office(user: Any) -> Any:
    """Let `user` into Wagtail, with no other right than what their records give."""
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def assert_out_of_reach(client: Client, record: Model, *, secrets: Iterable[str], refusal: int = 404) -> None:
    """Nothing of `record` is shown to, or changed by, the person `client` is signed in as.

    Whoever may not enter the back office is sent elsewhere: `refusal=302`.
    """
    secrets = list(secrets)
    before = snapshot(record)
    for answer in walk(client, record):
        assert not answer.shows(secrets), f"{answer.method} {answer.name} shows {answer.shows(secrets)}"
        if answer.name.startswith("record:"):
            assert answer.status == refusal, f"{answer.method} {answer.name} answers {answer.status}"
        assert answer.status < 500, f"{answer.method} {answer.name} breaks"
    assert snapshot(record) == before


def assert_within_reach(client: Client, record: Model, *, secrets: Iterable[str]) -> set[str]:
    """The person can read `record`; returns the names of the pages that showed it."""
    seen = {answer.name for answer in walk(client, record, methods=[READ]) if answer.shows(list(secrets))}
    missing = {"record:edit", "list", "list_results", "chooser:choose", "chooser:chosen"} - seen
    assert not missing, f"the walk sees nothing on {missing}: it would not notice a leak"
    return seen


def walk(client: Client, record: Model, methods: Iterable[str] = (READ, WRITE)) -> Iterator[Answer]:
    """Every address about `record` in Wagtail, read then written to."""
    for method in methods:
        for name, address, data in addresses(record):
            if method == READ and name == PING:  # takes forms only, whoever asks
                continue
            response = client.generic(method, address) if method == READ else client.post(address, data)
            yield Answer(name, method, response.status_code, _text(response))


def addresses(record: Model) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(name, address, what to post) of each view; those of the record itself begin with `record:`."""
    viewset = record.snippet_viewset
    form = {"action-publish": "1", "name": "Changed", "display_name": "Changed", "title": "Changed"}
    for pattern in viewset.get_urlpatterns():
        name, arguments = pattern.name, _arguments(pattern, record)
        yield ("record:" if arguments else "") + name, reverse(viewset.get_url_name(name), kwargs=arguments), form
    chooser = viewset.chooser_viewset
    for pattern in chooser.get_urlpatterns():
        address = reverse(chooser.get_url_name(pattern.name), kwargs=_arguments(pattern, record))
        prefix = "record:" if "pk" in _arguments(pattern, record) else ""
        yield f"{prefix}chooser:{pattern.name}".replace("record:chooser:chosen", "chooser:chosen"), address, {}
    yield from _shared(record)


def _shared(record: Model) -> Iterator[tuple[str, str, dict[str, Any]]]:
    options = record._meta
    chooser = record.snippet_viewset.chooser_viewset
    multiple = reverse(chooser.get_url_name("chosen_multiple"))
    yield "chooser:chosen_multiple?id", f"{multiple}?id={record.pk}", {}
    listing = reverse(record.snippet_viewset.get_url_name("list"))
    yield "list?q", f"{listing}?q={str(record)[:4]}", {}
    bulk = reverse("wagtail_bulk_action", args=[options.app_label, options.model_name, "delete"])
    yield "record:bulk delete", f"{bulk}?id={record.pk}&next=/admin/", {}
    yield "bulk delete all", f"{bulk}?id=all&next=/admin/", {}
    ping = [options.app_label, options.model_name, record.pk, 999_999]
    yield PING, reverse("wagtailadmin_editing_sessions:ping", args=ping), {"revision_id": _last(record)}
    for name in ("wagtailadmin_home", "wagtailadmin_reports:site_history", "wagtailadmin_reports:site_history_results"):
        yield name, reverse(name), {}


def _arguments(pattern: URLPattern, record: Model) -> dict[str, Any]:
    values = {
        "pk": record.pk,
        "revision_id": _last(record),
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
    }
    names = [*pattern.pattern.converters, *getattr(pattern.pattern, "regex", None).groupindex]
    return {name: values[name] for name in names}


def _last(record: Model) -> int:
    last = Revision.objects.for_instance(record).order_by("-pk").first() if hasattr(record, "revisions") else None
    return last.pk if last else 0


def snapshot(record: Model) -> tuple[Any, ...]:
    """All that a refused request must leave as it was."""
    stored = type(record)._default_manager.filter(pk=record.pk)
    revisions = list(Revision.objects.for_instance(record).order_by("pk").values_list("pk", "created_at"))
    return json.loads(serialize("json", stored)), revisions, ReferenceIndex.get_references_for_object(record).count()


def _text(response: Any) -> str:
    """What a reader of the answer can read, its HTML and JSON escapes undone."""
    body = b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), body.decode(errors="replace"))
    return unescape(text)
