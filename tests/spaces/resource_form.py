"""The form of a resource in Wagtail as each room sees it: rows of its own on a blank resource."""

from django.urls import reverse

from spaces.catalogue.models import Resource
from tests.spaces.catalogue.wagtail.test_resource import BLANK
from tests.spaces.catalogue.wagtail.test_space import rows


def url(name, *args):
    return reverse(Resource.snippet_viewset.get_url_name(name), args=args)


def add(client, space, name, *forms):
    """Send a new resource of `space` with these inline rows."""
    return client.post(url("add"), BLANK | rows(name, *forms) | {"space": str(space.pk)})


def problems(response, name):
    """What the form says against its rows of this name: refused fields, and words about all of them."""
    assert response.status_code == 200
    formset = response.context["form"].formsets[name]
    return [*formset.non_form_errors(), *(field for errors in formset.errors for field in errors)]
