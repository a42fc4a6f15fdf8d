"""With which codes each call says no, by status: what programs tell apart. Told as `x-codes` in the description."""

from collections.abc import Mapping, Set

from spaces.booking.rules.refusals import Refusal

Codes = Mapping[str, Set[str]]

CONFLICTS = {str(refusal) for refusal in Refusal if refusal.is_conflict}
RULES = {str(refusal) for refusal in Refusal if not refusal.is_conflict}

EVERYWHERE: Codes = {
    "400": {"malformed"},
    "401": {"bad_token"},
    "403": {"not_allowed"},
    "404": {"not_found"},
    "405": {"method_not_allowed"},
    "412": {"precondition_failed"},
    "413": {"too_large"},
    "415": {"not_json"},
    "429": {"too_many_requests"},
    "500": {"server_error"},
}
FOR_MEMBERS: Codes = {"401": {"sign_in"}}
WRITING: Codes = {"403": {"csrf"}}
BOOKING: Codes = {"409": CONFLICTS, "422": RULES}
SENSE: Codes = {"422": {"in_the_past", "too_far", "too_short", "too_long"}}  # looked at before anything is read
ONCE: Codes = {"409": {"idempotency_mismatch"}}
SERIES: Codes = {"400": {"bad_rrule"}}
DAYS: Codes = {"400": {"wrong_order", "too_many_days"}}

OF_CALLS: dict[str, tuple[Codes, ...]] = {
    "book": (BOOKING, ONCE, SERIES),
    "preview_booking": (SERIES, SENSE),
    "book_together": (BOOKING, ONCE),
    "move_booking": (BOOKING, {"409": {"wrong_state"}, "422": {"too_late", "other_space"}}),
    "cancel_booking": ({"409": {"wrong_state"}, "422": {"too_late"}},),
    "approve_booking": (BOOKING, {"409": {"wrong_state"}}),
    "refuse_booking": ({"409": {"wrong_state"}, "422": {"reason_missing"}},),
    "approve_series": ({"409": {"wrong_state"}, "422": RULES},),
    "refuse_series": ({"409": {"wrong_state"}, "422": {"reason_missing"}},),
    "check_in_booking": ({"409": {"wrong_state"} | CONFLICTS, "422": {"another_day"} | RULES},),
    "resource_availability": (DAYS,),
    "availability_of_many": (DAYS,),
}


def codes_of(call: str, statuses: set[str], *, is_for_members: bool, writes: bool) -> Codes:
    """Status → codes, for the statuses with which this call may say no."""
    shared = [EVERYWHERE, *([FOR_MEMBERS] if is_for_members else []), *([WRITING] if writes else [])]
    parts = [*shared, *OF_CALLS.get(call, ())]
    found = {status: {code for part in parts for code in part.get(status, ())} for status in sorted(statuses)}
    return {status: codes for status, codes in found.items() if codes}
