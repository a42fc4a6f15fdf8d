"""Addresses of the texts."""

from django.urls import path

from maillage.editorial import views
from maillage.editorial.models import ADDRESSES

app_name = "editorial"
urlpatterns = [path(address[1:], views.page, {"key": key}, name=key) for key, address in ADDRESSES.items()]
