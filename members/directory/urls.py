"""The directory, and the pages where its people and organisations keep their records."""

from django.urls import path

from members.directory import views
from members.directory.views import organisations, profile

app_name = "directory"

urlpatterns = [
    path("annuaire/", views.directory, name="list"),
    path("annuaire.json", views.directory_json, name="json"),
    path("annuaire.csv", views.directory_csv, name="csv"),
    path("annuaire/personnes/<slug:slug>/", views.person, name="person"),
    path("annuaire/organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("compte/profil/", profile.my_profile, name="my-profile"),
    path("compte/profil/retirer/", profile.withdraw_profile, name="withdraw-profile"),
    path("compte/profil/reprendre/", profile.restore_profile, name="restore-profile"),
    path("compte/profil/supprimer/", profile.delete_profile, name="delete-profile"),
    path("compte/organisations/", organisations.my_organisations, name="my-organisations"),
    path("compte/organisations/nouvelle/", organisations.new_organisation, name="new-organisation"),
    path("compte/organisations/rejoindre/<str:token>/", organisations.join, name="join"),
    path("compte/organisations/<slug:slug>/", organisations.edit_organisation, name="edit-organisation"),
    path("compte/organisations/<slug:slug>/supprimer/", organisations.delete_organisation, name="delete-organisation"),
    path("compte/organisations/<slug:slug>/equipe/", organisations.invite, name="invite"),
    path(
        "compte/organisations/<slug:slug>/equipe/invitations/<uuid:uuid>/retirer/",
        organisations.withdraw_invitation,
        name="withdraw-invitation",
    ),
    path("compte/organisations/<slug:slug>/equipe/<int:pk>/", organisations.leave, name="leave"),
    path(
        "compte/organisations/<slug:slug>/retirer/",
        organisations.move_organisation,
        {"move": "withdraw"},
        name="withdraw-organisation",
    ),
    path(
        "compte/organisations/<slug:slug>/reprendre/",
        organisations.move_organisation,
        {"move": "restore"},
        name="restore-organisation",
    ),
]
