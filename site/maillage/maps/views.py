"""The map as a whole page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


def full_map(request: HttpRequest) -> HttpResponse:
    """`/carte/`: the places of the network; takes the filters of `/lieux/`, which its data answers for."""
    question = f"?{request.GET.urlencode()}" if request.GET else ""
    context = {
        "map_url": reverse("catalogue:geojson") + question,
        "list_url": reverse("catalogue:list") + question,
        "is_filtered": bool(question),
    }
    return render(request, "maps/pages/full_map.html", context)
