"""Something of each kind that belongs to somebody, with a word in it that nobody else may read."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from PIL import Image
from wagtail.documents.models import Document

from maillage.base import clock
from maillage.base.models import Picture
from maillage.users.models import User
from maillage.users.services import tokens
from spaces.booking.models import Block, HabilitationGrant
from spaces.booking.services import kiosks
from spaces.catalogue.models import Space
from spaces.catalogue.services import team
from tests.factories.agenda import EventFactory
from tests.factories.booking import booked, require_training
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.factories.directory import OrganisationFactory, PersonFactory

SECRET = "Motcouvert"
MARKUP = "<i>\"'"  # and no page may take it for its own


@dataclass
class TheirThings:
    """What `owner` keeps, and what `guest` has there."""

    owner: User
    guest: User
    things: list[Model] = field(default_factory=list)

    def add(self, thing: Any, **draft: Any) -> Any:
        """Keep `thing`; `draft` are words of a revision that is not published."""
        if draft:
            thing.save_revision()
            for name, value in draft.items():
                setattr(thing, name, value)
            thing.save_revision(clean=False)
            thing.refresh_from_db()
        self.things.append(thing)
        return thing


def secret(name: str) -> str:
    """A word of `name` that only those it belongs to may read."""
    return f"{SECRET}-{name}{MARKUP}"


def their_things() -> TheirThings:
    owner, guest = _account("owner"), _account("guest")
    made = TheirThings(owner, guest, [owner, guest])
    centrale = _space(made, "Chez eux", "chez-eux", state="public")
    _space(made, secret("brouillon"), "leur-brouillon", state="draft")
    _space(made, secret("equipe"), "leur-equipe", state="team")
    _bookings(made, centrale)
    _library(made, centrale)
    _directory(made)
    event = EventFactory.published(title="Fête", slug="leur-fete", space=centrale)
    made.add(event, summary=secret("fête"))
    made.add(EventFactory.draft(title=secret("atelier"), slug="leur-atelier", space=centrale))
    made.add(EventFactory.published(title=secret("réunion"), slug="leur-reunion", space=centrale, visibility="team"))
    made.add(tokens.create(owner, purpose="api", label=secret("clé"))[0])
    return made


def _account(name: str) -> User:
    return User.objects.create_user(f"{SECRET}-{name}@example.org", "correct-horse-42", name=secret(name))


def _space(made: TheirThings, name: str, slug: str, *, state: str) -> Space:
    how = {"draft": {"live": False, "state": "draft"}, "team": {"visibility": "team"}, "public": {}}[state]
    space = SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), name=name, slug=slug, **how)
    team.join(space, user=made.owner, role="manager")
    return made.add(space, summary=secret(slug))


def _bookings(made: TheirThings, space: Space) -> None:
    soon = clock.now() + timedelta(days=3)
    room = made.add(ResourceFactory(space=space, name="Salle", slug="leur-salle"))
    made.add(ResourceFactory(space=space, name=secret("remise"), slug="leur-remise", is_active=False))
    for hours, state in (("10-12", "confirmed"), ("13-14", "pending")):
        note = secret(state)
        made.add(booked(room, hours, person=made.guest, day=soon.date().isoformat(), note=note, state=state))
    address = f"{SECRET}-adresse@example.org"
    unknown = booked(room, "15-16", day=soon.date().isoformat(), state="pending")
    unknown.person, unknown.guest_name, unknown.guest_email = None, secret("passante"), address
    unknown.save()
    made.add(unknown)
    made.add(kiosks.open_kiosk(space, name=secret("borne"), by=made.owner)[0])
    reason = secret("travaux")
    made.add(Block.objects.create(resource=room, start_at=soon, end_at=soon + timedelta(1), reason=reason))
    training = made.add(require_training(room))
    training.recognised_by.add(space)
    made.add(HabilitationGrant.objects.create(habilitation=training, person=made.guest, evidence=secret("stage")))


def _library(made: TheirThings, space: Space) -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8), "#0f6b66").save(out, "PNG")
    shelf = {"collection": space.collection, "uploaded_by_user": made.owner}
    file = ContentFile(out.getvalue(), name="x.png")
    made.add(Picture.objects.create(title=secret("photo"), file=file, **shelf))
    file = ContentFile(SECRET.encode(), name="x.pdf")
    made.add(Document.objects.create(title=secret("bail"), file=file, **shelf))


def _directory(made: TheirThings) -> None:
    made.add(OrganisationFactory(name=secret("asso"), slug="leur-asso", owner=made.owner))
    public = OrganisationFactory.published(name="Leur coopérative", slug="leur-coop", owner=made.owner)
    made.add(public, summary=secret("coop"))
    made.add(PersonFactory(display_name=secret("moi"), slug="leur-profil", user=made.owner))
    hidden = {"languages": secret("langue"), "languages_visibility": "team"}
    shown = PersonFactory.published(display_name="Publique", slug="leur-page", user=made.guest, **hidden)
    made.add(shown, headline=secret("titre"))
    made.add(PersonFactory.published(display_name=secret("discret"), slug="discret", visibility="team"))
