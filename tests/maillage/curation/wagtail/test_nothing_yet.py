"""Lists of the back office in which nothing is yet."""

import pytest
from django.urls import reverse

from maillage.curation.wagtail.registry import viewsets
from tests.reading import soup

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("viewset", viewsets(), ids=lambda one: one.model._meta.label)
def test_list_says_what_its_records_are_for(client, coordinator, viewset):
    viewset.model.objects.all().delete()
    client.force_login(coordinator)

    page = soup(client.get(reverse(viewset.get_url_name("list"))))

    assert str(viewset.purpose) in page.get_text(" ", strip=True)
