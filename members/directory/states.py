"""Where a record stands, in words for those who keep it."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from maillage.curation.models import Listed, State


@dataclass(frozen=True, slots=True)
class Standing:
    """`kind` is a `status` component's, `level` a `message` component's."""

    word: str
    kind: str
    level: str
    text: str


def standing(record: Listed) -> Standing:
    """What the state means and what happens next."""
    word = capfirst(record.get_state_display())
    match record.state:
        case State.PUBLISHED:
            text = _("It shows in the directory. Your changes show as soon as you publish them.")
            return Standing(word, "open", "success", text)
        case State.TO_CHECK:
            text = _("A coordinator will read it, then you receive an e-mail. You can go on changing it meanwhile.")
            return Standing(word, "pending", "info", text)
        case State.REFUSED:
            text = _("A coordinator asks for a correction: “%(reason)s” Change it, then submit it again.")
            return Standing(_("To correct"), "full", "warning", text % {"reason": record.refusal_reason})
        case State.ARCHIVED:
            text = _("It was taken off the directory. Nothing is lost: you can bring it back as a draft.")
            return Standing(word, "closed", "info", text)
    text = _(
        "Only you and the coordinators see it. Submit it when it is ready: a coordinator reads it before it shows."
    )
    return Standing(word, "draft", "info", text)


def standing_for_others(record: Listed) -> Standing:
    """What a reader who may see the page, but does not keep it, must know."""
    own = standing(record)
    if record.state == State.PUBLISHED:
        text = _("This page is not public: it shows to members of the network only.")
    else:
        text = _("This page is not public: only those who keep it and coordinators see it.")
    return Standing(own.word, own.kind, "info", text)
