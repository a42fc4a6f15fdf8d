"""The form of a record in Wagtail: it offers and accepts only what its user may refer to."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm, WagtailAdminModelFormMetaclass

from maillage.curation.models import Listed, Source
from maillage.curation.services.slugs import unique_slug
from maillage.curation.wagtail.limits import limit_field
from maillage.users.permissions import Anyone


class LimitedToUser:
    """Limits every field that points to a record, a picture or a document."""

    for_user: Any
    fields: dict[str, Any]
    initial: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None:
            return
        for name, field in self.fields.items():
            limit_field(field, self.for_user, self.initial.get(name))
        self.limit_for(self.for_user)

    def limit_for(self, user: Anyone) -> None:
        """Hook: what else depends on the person (`self.fields[…].queryset = …`)."""


class RecordFormMetaclass(WagtailAdminModelFormMetaclass):
    """Gives the forms inside the form (photos, hours…) the same limits and the same user."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        form_class = super().__new__(cls, name, bases, attrs)
        for formset in getattr(form_class, "formsets", {}).values():
            if not issubclass(formset.form, LimitedToUser):
                formset.form = type(formset.form)(formset.form.__name__, (LimitedToUser, formset.form), {})
            formset.inherit_kwargs = list({*(formset.inherit_kwargs or ()), "for_user"})
        return form_class

    @classmethod
    def child_form(cls) -> type:
        return RecordForm


class RecordForm(LimitedToUser, WagtailAdminModelForm, metaclass=RecordFormMetaclass):
    """Base of record forms; the address follows the name until the first publication."""

    def save(self, commit: bool = True) -> Any:
        record = self.instance
        if isinstance(record, Listed) and not record.first_published_at and record.source == Source.OWN:
            record.slug = unique_slug(record)
        return super().save(commit=commit)
