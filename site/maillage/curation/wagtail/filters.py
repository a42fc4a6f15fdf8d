"""Filters of the record lists."""

from typing import Any

from wagtail.admin.filters import WagtailFilterSet

from maillage.curation.wagtail.limits import choosable


class RecordFilterSet(WagtailFilterSet):
    """Filters that offer, for other records, only those the person may refer to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is None:
            return
        for name in self.filters:
            field = self.form.fields.get(name)
            if getattr(field, "queryset", None) is not None:
                field.queryset = choosable(field.queryset, self.request.user)
