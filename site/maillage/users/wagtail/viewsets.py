"""The list of accounts in Wagtail."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.users.views import users

from maillage.users.models import COORDINATORS, User
from maillage.users.wagtail.forms import AccountCreationForm, AccountEditForm


class AccountFilterSet(WagtailFilterSet):
    is_active = django_filters.BooleanFilter(label=_("Active"), widget=BooleanRadioSelect)
    is_superuser = django_filters.BooleanFilter(label=_("Administrator"), widget=BooleanRadioSelect)
    coordinator = django_filters.BooleanFilter(
        label=_("Coordinator"), widget=BooleanRadioSelect, method="filter_coordinators"
    )

    def __init__(self, *args: Any, is_searching: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def filter_coordinators(self, accounts: QuerySet, name: str, value: bool) -> QuerySet:
        of_group = Q(pk__in=User.groups.through.objects.filter(group__name=COORDINATORS).values("user"))
        return accounts.filter(of_group if value else ~of_group)

    class Meta:
        model = User
        fields: list[str] = []


class AccountIndexView(users.IndexView):
    search_fields = ("name", "email")

    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column_class(users.UserColumn)
        return [
            name("name", label=_("Name"), accessor=str, sort_key="name", get_url=self.get_edit_url, classname="name"),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("role", label=_("Role"), accessor=role),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active", width="10%"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login", width="15%"),
        ]

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().prefetch_related("groups")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering, "email")
        return super().order_queryset(queryset)


class AccountViewSet(users.UserViewSet):
    model = User
    menu_label = _("Accounts")
    ordering = "email"
    index_view_class = AccountIndexView
    filterset_class = AccountFilterSet
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        return AccountEditForm if for_update else AccountCreationForm


def role(account: User) -> Any:
    """What somebody is to the whole network, from the groups fetched with them."""
    if account.is_superuser:
        return _("administrator")
    if any(group.name == COORDINATORS for group in account.groups.all()):
        return _("coordinator")
    return ""
