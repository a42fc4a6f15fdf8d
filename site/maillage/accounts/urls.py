"""Somebody's own corner, beside django-allauth's pages."""

from django.urls import path

from maillage.accounts import demo_mails, feeds, views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("reglages/", views.settings, name="settings"),
    path("reglages/cles/", views.create_token, name="create-token"),
    path("reglages/cles/<int:pk>/revoquer/", views.revoke_token, name="revoke-token"),
    path("reglages/agenda/", views.create_calendar_address, name="create-calendar"),
    path("demonstration/mails/", demo_mails.read_mails, name="demo-mails"),
    path("donnees.json", views.my_data, name="my-data"),
    path("reglages/effacer/", views.erase_account, name="erase"),
    path("agenda/<str:token>.ics", feeds.my_calendar, name="calendar"),
]
