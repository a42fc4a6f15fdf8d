"""The API does what its description says, whatever programs send: no 500, and answers as described.

Other examples each time; `pytest --hypothesis-seed=…` draws those of a failure again.
"""

from collections.abc import Iterator
from random import SystemRandom
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from maillage.base import clock
from maillage.base.zones import get_zone
from maillage.wsgi import application
from spaces.booking.models import Booking
from spaces.pricing.services.ledger import adjust
from tests.factories.agenda import EventFactory
from tests.factories.booking import booked, limit, priced, require_training
from tests.factories.catalogue import words
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.factories.pricing import gives, member, plan
from tests.maillage.api import codes

pytestmark = pytest.mark.long

EXAMPLES = 6
EXAMPLES_OF_BOOKINGS = 20  # where most is decided
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
ROOM = "la-centrale/salle-a"


def operations() -> Iterator[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return (found.ok() for found in schema.get_all_operations())


@pytest.fixture(autouse=True)
def _one_connection(db):
    """The test's transaction outlives each request, as under Django's own test client."""
    request_signals = (request_started, request_finished)
    for signal in request_signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in request_signals:
        signal.connect(close_old_connections)


@pytest.fixture
def network(space, room, owner, stranger) -> Booking:
    """A little of everything that answers can hold."""
    priced(room)
    limit(room, minutes=600)
    space.types.set(words("space_type", ["fablab"]))
    space.organisation = OrganisationFactory.published(slug="cie-du-pont", owner=stranger)
    space.save()
    require_training(room, "laser")
    PersonFactory.published(slug="lea-martin")
    EventFactory.published(slug="atelier", space=space, rrule="FREQ=DAILY;COUNT=3")
    booked(room, "12-13", person=owner)
    carnet = plan("Carnet 10 h", space=space)
    entitlement = gives(carnet, 600)
    adjust(
        member(stranger, carnet), entitlement, -60, on=clock.today(get_zone("Europe/Paris")), reason="Erreur", by=owner
    )
    return booked(room, "10-11", person=stranger)


ASKED = [
    pytest.param(one, mode, id=f"{mode.value}-{one.label}")
    for one in operations()
    for mode in GenerationMode
    if mode == GenerationMode.POSITIVE or one.body or one.query
]


@pytest.fixture
def drawn(request) -> int:
    """What the examples come from; said when one of them fails."""
    number = int(request.config.getoption("--hypothesis-seed") or SystemRandom().getrandbits(32))
    request.node.add_report_section("call", "examples", f"drawn by --hypothesis-seed={number}")
    return number


@pytest.mark.parametrize(("operation", "mode"), ASKED)
def test_answers_are_as_described(operation, mode, drawn, network, anonymous, caller, stranger, owner):
    programs = [anonymous, caller(stranger), caller(owner)]
    known = {"slug": "la-centrale", "space": "la-centrale", "resource": "salle-a", "uuid": str(network.uuid)}

    @seed(drawn)
    @settings(
        max_examples=EXAMPLES_OF_BOOKINGS if "/bookings" in operation.path else EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode), is_aimed=st.booleans(), program=st.sampled_from(programs))
    def ask(case: Any, is_aimed: bool, program: Any) -> None:
        if is_aimed:
            _aim(case, known, keep_body=mode == GenerationMode.NEGATIVE)
        answer = case.call_and_validate(headers=program.headers, checks=CHECKS)
        if answer.status_code >= 400:
            codes.hold(case.method, case.formatted_path, answer.status_code, answer.json())

    ask()


def _aim(case: Any, known: dict[str, str], *, keep_body: bool) -> None:
    """At what is there: random names meet little but 404. What is wrong with a body may be just its resource."""
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known[name]
    if keep_body or not isinstance(case.body, dict):
        return
    lines = case.body.get("lines")
    for asked in [case.body, *(lines if isinstance(lines, list) else [])]:
        if isinstance(asked, dict) and "resource" in asked:
            asked["resource"] = ROOM
