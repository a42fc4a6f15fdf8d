"""In a demonstration no mail leaves: what was written to somebody is read on a page instead."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from maillage.base.demonstration import written_to
from maillage.base.mail import deliver

MOST = 20


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str
    at: datetime


def mails_to(*addresses: str) -> list[Mail]:
    """The last ones, the newest first: from the queue, which keeps them, whether the worker has passed or not."""
    queued = DBTaskResult.objects.filter(task_path=deliver.module_path, args_kwargs__kwargs__to__in=addresses)
    found = queued.order_by("-enqueued_at").values_list("args_kwargs", "enqueued_at")[:MOST]
    return [Mail(said["kwargs"]["subject"], said["kwargs"]["text"], at) for said, at in found]


@never_cache
@require_safe
def read_mails(request: HttpRequest) -> HttpResponse:
    """Mails to whoever is signed in, and to the address just given. There is no such page outside a demonstration."""
    if not settings.DEMO_MODE:
        raise Http404
    addresses = [written_to(request), request.user.email if request.user.is_authenticated else ""]
    return render(request, "accounts/pages/demo_mails.html", {"mails": mails_to(*filter(None, addresses))})
