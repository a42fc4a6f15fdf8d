"""Counting the queries of a page that is also busy with the session and the account."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def asked(client: Client, url: str, about: str) -> int:
    """How many queries of a second visit to `url` read tables whose name begins with `about`."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return sum(f'FROM "{about}' in query["sql"] for query in captured.captured_queries)
