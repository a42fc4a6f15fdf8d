"""People and organisations of the directory, in the states that tests talk about."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from maillage.curation.models import State
from members.directory.models import Organisation, OrganisationTeam, Person


class _ListedFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def published(cls, **fields: Any) -> Any:
        return cls(state=State.PUBLISHED, live=True, **fields)

    @classmethod
    def submitted(cls, **fields: Any) -> Any:
        return cls(state=State.TO_CHECK, **fields)

    @classmethod
    def refused(cls, **fields: Any) -> Any:
        return cls(**{"state": State.REFUSED, "refusal_reason": "The presentation is empty.", **fields})


class PersonFactory(_ListedFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    display_name = factory.Sequence(lambda n: f"Personne {n:05d}")
    slug = factory.Sequence(lambda n: f"personne-{n:05d}")


class OrganisationFactory(_ListedFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organisation {n:05d}")
    slug = factory.Sequence(lambda n: f"organisation-{n:05d}")

    @factory.post_generation
    def owner(self, create: bool, user: Any, **kwargs: Any) -> None:
        if user is not None:
            OrganisationTeam.objects.create(organisation=self, user=user)
