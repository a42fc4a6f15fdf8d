"""Counting the queries of a page that is also busy with the session, the site and the account."""

import re
from collections.abc import Iterable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROOMS = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(?:booking|catalogue|pricing|directory|curation)_')


def queries_of_rooms(captured: Iterable[dict[str, str]]) -> int:
    """How many queries asked the rooms' tables."""
    return sum(bool(ROOMS.search(query["sql"])) for query in captured)


def asked(client: Client, url: str, about: str) -> int:
    """How many queries of a second visit to `url` read tables whose name begins with `about`."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return sum(f'FROM "{about}' in query["sql"] for query in captured.captured_queries)
