"""The map as a whole page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from spaces.catalogue.models import Space


def full_map(request: HttpRequest) -> HttpResponse:
    """`/carte/`: the places of the network; takes the filters of `/lieux/`, which its data answers for."""
    question = f"?{request.GET.urlencode()}" if request.GET else ""
    context = {
        "map_url": reverse("catalogue:geojson") + question,
        "list_url": reverse("catalogue:list") + question,
        "is_filtered": bool(question),
        "is_empty": not Space.objects.listed_for(request.user).exists(),
    }
    return render(request, "maps/pages/full_map.html", context)
