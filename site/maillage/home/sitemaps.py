"""What search engines are told of: public pages, in each language, a few thousand addresses a file."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from events.agenda.models import Event
from maillage.editorial.models import Key
from members.directory.models import Organisation, Person
from spaces.catalogue.models import Space

LANGUAGES = [code for code, _name in settings.LANGUAGES]
RECORDS_A_FILE = 2_500


class InEachLanguage:
    """Records, each once a language, fetched a file at a time."""

    def __init__(self, records: QuerySet) -> None:
        self.records = records

    def __len__(self) -> int:
        return self.records.count() * len(LANGUAGES)

    def __getitem__(self, part: slice) -> list[tuple[Any, str]]:
        first, last = part.start // len(LANGUAGES), part.stop // len(LANGUAGES)
        return [(record, code) for record in self.records[first:last] for code in LANGUAGES]


class Records(Sitemap):
    """Two queries a file, whatever the number of records."""

    i18n = alternates = True
    limit = RECORDS_A_FILE * len(LANGUAGES)

    def __init__(self, records: QuerySet) -> None:
        self.records = records

    def _items(self) -> InEachLanguage:
        return InEachLanguage(self.records.only("slug", "updated_at").order_by("pk"))

    def lastmod(self, record: Any) -> datetime:
        return record.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        return self.records.aggregate(at=Max("updated_at"))["at"]


class Pages(Sitemap):
    """Those that are always there."""

    i18n = alternates = True

    def items(self) -> list[str]:
        lists = ["home:home", "catalogue:list", "maps:full_map", "agenda:list", "directory:list", "api-docs"]
        return [*lists, *(f"editorial:{key}" for key in Key)]

    def location(self, name: str) -> str:
        return reverse(name)


SITEMAPS = {
    "pages": Pages,
    "lieux": lambda: Records(Space.objects.public()),
    "agenda": lambda: Records(Event.objects.public()),
    "organisations": lambda: Records(Organisation.objects.public()),
    "personnes": lambda: Records(Person.objects.indexable()),
}
