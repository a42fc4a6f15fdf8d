"""The demonstration lives: its passes are paid with, nearly used up and over; loading it twice changes nothing."""

from collections import Counter
from datetime import date, timedelta
from itertools import groupby, pairwise

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.utils import translation

from maillage.base import clock, dates
from maillage.base.zones import get_zone
from maillage.network.services.demo import document_of, load_demo
from maillage.network.services.importing import import_network
from maillage.users.demo import PASSWORD
from maillage.users.models import User
from spaces.booking.models import Booking, BookingPolicy, State
from spaces.pricing.models import LedgerEntry, Membership

Kind = LedgerEntry.Kind


def left_of(membership: Membership) -> int:
    return membership.entries.aggregate(left=Sum("amount"))["left"]


@pytest.mark.django_db
def test_command_says_what_was_made_who_signs_in_and_where_mails_are(settings, few_territories, capsys):
    settings.DEMO_MODE = True
    settings.EMAIL_FILE_PATH = "/somewhere/mail"

    call_command("load_demo")
    loaded = capsys.readouterr().out
    assert "people" in loaded and ": 0 " not in loaded and ", 0 " not in loaded
    for again in ([], ["--accounts-only"]):
        call_command("load_demo", *again)
        said = capsys.readouterr().out
        assert "marion@example.org" in said and PASSWORD in said and "is loaded" not in said
        assert "/compte/demonstration/mails/" in said and "/somewhere/mail" in said


def test_requests_wait_in_several_places_also_at_the_end_of_a_week():
    sunday = date(2026, 6, 21)
    document = document_of(sunday)
    asking = {
        f"{space.slug}/{resource.slug}" for space in document.spaces for resource in space.resources
        if resource.requires_approval
    }  # fmt: skip
    keepers = {(space, person.email) for person in document.people for space in (*person.manages, *person.hosts)}

    waiting = [one for one in document.bookings if one.state == "pending"]
    to_come = Counter(one.resource for one in waiting if one.start.date() > sunday)

    assert to_come == {
        "le-moulin-d-orthez/salle-d-exposition": 4,
        "la-centrale/salle-ossau": 2,
        "babel/plateau": 2,
        "micro-folie-tarbes/studio-1": 1,
    }
    assert {one.resource for one in waiting} <= asking
    assert not keepers & {(one.resource.split("/")[0], one.person) for one in waiting}


def test_nobody_is_in_two_places_at_once():
    taken = [one for one in document_of(date(2026, 6, 21)).bookings if one.state in State.HOLDING]
    by_person = groupby(sorted(taken, key=lambda one: (one.person or "", one.start)), key=lambda one: one.person)

    assert [
        (person, first.resource, second.resource, second.start)
        for person, theirs in by_person if person
        for first, second in pairwise(theirs) if second.start < first.end
    ] == []  # fmt: skip


@pytest.mark.django_db
def test_history_says_who_booked_and_when(few_territories, client):
    load_demo()
    client.force_login(User.objects.get(email="lea@example.org"))
    hers = Booking.objects.filter(person__email="lea@example.org")
    for booking in (hers.earliest("start_at"), hers.latest("start_at")):
        first = client.get(f"/en/reservations/{booking.uuid}/").context["history"][-1]
        assert (first["title"], first["text"].split(" · ")[0]) == ("Booked", "by you")
        with translation.override("en"):
            assert first["when"] == dates.when(booking.created_at, None, booking.zone)
    assert hers.earliest("start_at").start_at - hers.earliest("start_at").created_at == timedelta(days=3)
    assert hers.latest("start_at").created_at <= clock.now()


@pytest.mark.django_db
def test_coordinators_have_places_to_look_over_again(few_territories, client):
    load_demo()
    client.force_login(User.objects.get(email="ines@example.org"))

    page = client.get("/admin/").content.decode()

    assert "La Bergerie" in page and "La Centrale" not in page


@pytest.mark.django_db
def test_places_say_what_it_costs_to_change_ones_mind(few_territories, client):
    load_demo()
    client.force_login(User.objects.get(email="marion@example.org"))

    listed = client.get("/admin/snippets/booking/bookingpolicy/").content.decode()
    client.force_login(User.objects.get(email="lea@example.org"))
    monday = clock.today(get_zone("Europe/Paris")) + timedelta(days=14)
    monday -= timedelta(days=monday.weekday())
    hours = {"debut": f"{monday}T10:00", "fin": f"{monday}T12:00"}
    asking = client.get("/en/lieux/la-centrale/reserver/salle-ossau/", hours).content.decode()

    assert "Grande salle" in listed and "Machines" in listed and "Expositions" not in listed
    assert "Send my request" in asking
    assert "30% of the price is kept" in asking and "100% of the price is kept" in asking
    terms = BookingPolicy.objects.get(name="Expositions et soirées").terms
    booked = Booking.objects.filter(resource__slug="salle-d-exposition")
    assert {one.terms for one in booked} == {terms} and terms.no_show_percent == 100


@pytest.mark.django_db
def test_demo_has_passes_in_every_state(few_territories):
    assert load_demo() is not None

    hers = {one.plan.slug: one for one in Membership.objects.filter(person__email="lea@example.org")}
    today = clock.today(get_zone("Europe/Paris"))
    assert left_of(hers["carnet-dix-heures"]) == 90
    assert 0 < left_of(hers["carnet-dix-jours"]) < 10
    assert {Kind.SPEND, Kind.GIVE_BACK} < set(hers["carnet-dix-jours"].entries.values_list("kind", flat=True))
    assert hers["decouverte"].valid_through < today
    assert (hers["decouverte"].entries.filter(kind=Kind.EXPIRE).count(), left_of(hers["decouverte"])) == (1, 0)
    assert hers["nomade"].plan.spaces.count() == 4
    spent = LedgerEntry.objects.filter(kind=Kind.SPEND)
    bookings = Booking.objects.filter(uuid__in=spent.values("booking"))
    assert bookings.count() == spent.values("booking").distinct().count()
    assert all(booking.policy["passes"] for booking in bookings)

    again = import_network(document_of(today))
    assert {counts["created"] + counts["updated"] for counts in again.counts.values()} == {0}
    assert load_demo() is None
