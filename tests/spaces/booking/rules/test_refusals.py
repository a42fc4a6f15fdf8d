from spaces.booking.rules.refusals import Refusal


def test_codes_are_those_of_the_contract_in_order_of_precedence():
    assert [str(code) for code in Refusal] == [
        "in_the_past",
        "too_short",
        "too_long",
        "closed",
        "off_grid",
        "too_soon",
        "too_far",
        "not_allowed",
        "habilitation_missing",
        "habilitation_expired",
        "quota",
        "blocked",
        "already_booked",
        "pool_full",
        "buffer",
    ]


def test_conflicts_are_what_somebody_else_holds():
    assert [str(code) for code in Refusal if code.is_conflict] == ["blocked", "already_booked", "pool_full", "buffer"]


def test_first_of_takes_precedence_and_not_the_alphabet():
    assert Refusal.first_of([Refusal.BUFFER, None, Refusal.QUOTA, Refusal.ALREADY_BOOKED]) is Refusal.QUOTA
    assert Refusal.first_of([None]) is None


def test_of_a_day_what_is_taken_comes_before_the_rules():
    past_and_closed = {Refusal.IN_THE_PAST, Refusal.CLOSED}

    assert Refusal.of_day(past_and_closed | {None}) is None
    assert Refusal.of_day(past_and_closed | {Refusal.TOO_SOON, Refusal.BLOCKED}) is Refusal.TOO_SOON
    assert Refusal.of_day({Refusal.TOO_SOON, Refusal.BUFFER, Refusal.ALREADY_BOOKED}) is Refusal.ALREADY_BOOKED
