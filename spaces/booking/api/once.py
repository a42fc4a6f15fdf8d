"""Requests that are done once, whatever how often they are sent: the header, and answers that are given again."""

import json
from collections.abc import Callable, Collection
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext_noop
from ninja import Header

from maillage.base.api.errors import ApiError
from maillage.users.requests import MemberRequest
from spaces.booking.services.answers import CREATED, Answer, answer_once

Key = Annotated[
    str | None,
    Header(
        default=None,
        alias="Idempotency-Key",
        pattern=r"^[ -~]{1,200}$",
        description=gettext_noop("Of your choice: sent again with the same body, the first answer is repeated."),
    ),
]


class Repeated(ApiError):
    """A refusal that was given before, given again."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body["code"], answer.body["message"], answer.body["detail"])
        self.status, self.headers = answer.status, _replayed(answer)


def done_once(
    request: MemberRequest,
    key: str | None,
    response: HttpResponse,
    *,
    space_ids: Collection[int],
    look: Callable[[], None],
    work: Callable[[], dict[str, Any]],
) -> dict[str, Any]:
    """What `work` made; with a key, once. Raises what refuses, `Repeated` for a refusal that had been given."""
    if key is None:
        return work()
    asked = json.dumps([request.path, json.loads(request.body)], sort_keys=True)
    answer = answer_once(request.user, key=key, asked=asked, space_ids=space_ids, look=look, work=work)
    if answer.status != CREATED:
        raise Repeated(answer)
    for name, value in _replayed(answer).items():
        response[name] = value
    return answer.body


def _replayed(answer: Answer) -> dict[str, str]:
    """The header that tells an answer that had been given before."""
    return {"Idempotency-Replayed": "true"} if answer.is_repeated else {}
