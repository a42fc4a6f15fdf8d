"""The directory in Wagtail."""

from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet

from maillage.curation.wagtail import RecordViewSet
from maillage.curation.wagtail.panels import SWITCH
from members.directory import views
from members.directory.models import Organisation, Person

THEIRS = {"organisations": _("Their organisations: visible to")}  # a coordinator reads this about somebody else


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    new_label = _("New organisation")
    purpose = _("Who makes the network: associations, companies, collectives.")
    menu_name = "organisations"
    menu_order = 220
    panels = (
        FieldPanel("name"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("logo"),
        FieldPanel("sectors", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [FieldPanel("legal_form"), FieldPanel("siret"), FieldPanel("rna")], pgettext_lazy("information", "Legal")
        ),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldPanel("postal_code"),
                FieldPanel("city", heading=_("Town (address)")),
                FieldPanel("territory", heading=_("Commune (directory, map)")),
            ],
            _("Where"),
        ),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("phone"), FieldPanel("website")], _("Contact")),
        FieldPanel("visibility"),
    )

    def preview(self, request: HttpRequest, record: Organisation) -> HttpResponse:
        return views.show_organisation(request, record)


class PersonViewSet(RecordViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    new_label = _("New profile")
    purpose = _("The people of the directory: what they do, how to write to them.")
    menu_name = "people"
    menu_order = 210
    panels = (
        FieldPanel("display_name"),
        FieldPanel("headline"),
        FieldPanel("body"),
        FieldPanel("photo"),
        FieldPanel("skills", widget=CheckboxSelectMultiple),
        FieldPanel("sectors", widget=CheckboxSelectMultiple),
        FieldPanel("languages"),
        FieldPanel("available_until"),
        FieldPanel("territory"),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("website")], _("Contact")),
        FieldPanel("visibility"),
        MultiFieldPanel(
            [
                *(FieldPanel(f"{name}_visibility", heading=THEIRS.get(name, "")) for name in Person.HIDEABLE),
                FieldPanel("is_indexable", heading=_("Search engines may show this page"), icon=SWITCH),
            ],
            _("Who sees what"),
        ),
    )

    def preview(self, request: HttpRequest, record: Person) -> HttpResponse:
        return views.show_person(request, record)


register_snippet(OrganisationViewSet)
register_snippet(PersonViewSet)
