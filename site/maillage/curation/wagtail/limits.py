"""What a person may refer to in a form, a filter or a chooser."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.forms import Field, ModelChoiceField
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets import BaseChooser
from wagtail.models import CollectionMember
from wagtail.permissions import policy_registry

from maillage.users.permissions import Anyone


def choosable(queryset: QuerySet, user: Anyone) -> QuerySet:
    """The part of `queryset` that `user` may refer to.

    Pictures and documents: those of collections they may choose from. Records: the queryset's
    `choosable_by(user)`, else its `editable_by(user)`. Anything else (words, territories): all.
    """
    model = queryset.model
    if issubclass(model, CollectionMember):
        policy = policy_registry.get_by_type(model)
        return queryset.filter(pk__in=policy.instances_user_has_any_permission_for(user, ["choose"]).values("pk"))
    for name in ("choosable_by", "editable_by"):
        if hasattr(model._default_manager, name):
            return queryset.filter(pk__in=getattr(model._default_manager, name)(user).values("pk"))
    return queryset


def limit_field(field: Field, user: Anyone, current: Any = None) -> None:
    """Keep in a choice field what `user` may refer to, and what the record refers to already."""
    if not isinstance(field, ModelChoiceField) or field.queryset is None:
        return
    if isinstance(field.widget, BaseChooser):
        field.widget.get_value_data_from_instance = partial(_data_for, user, field.widget.get_value_data_from_instance)
    allowed = choosable(field.queryset, user)
    if allowed is field.queryset:
        return
    kept = Q(pk__in=allowed.values("pk")) | Q(pk__in=_keys(current))
    field.queryset = field.queryset.filter(kept)
    if isinstance(field.widget, BaseChooser):
        # A chooser shows the title and thumbnail of whatever number comes back in a refused form.
        field.widget.get_instance = partial(_find, field.queryset, field.widget.model_class)


def _keys(current: Any) -> list[Any]:
    if current is None:
        return []
    # Draft relations come as modelcluster's own kind of queryset.
    values = [current] if isinstance(current, (str, Model)) or not isinstance(current, Iterable) else current
    return [value.pk if isinstance(value, Model) else value for value in values]


def _find(queryset: QuerySet, model: type[Model], value: Any) -> Model | None:
    key = value.pk if isinstance(value, model) else value
    try:
        return queryset.filter(pk=key).first()
    except (ValueError, TypeError):
        return None


def _data_for(user: Anyone, data_of: Callable[[Any], dict[str, Any]], chosen: Any) -> dict[str, Any]:
    """What a chooser shows of what is chosen; the way to its form only for who may open it."""
    return data_of(chosen) | {"edit_url": AdminURLFinder(user).get_edit_url(chosen) or ""}
