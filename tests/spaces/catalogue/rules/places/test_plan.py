"""What an import decides, the first time and the next ones."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from spaces.catalogue.rules.places.matching import Known
from spaces.catalogue.rules.places.plan import Verdict, plan
from spaces.catalogue.rules.places.reading import read_places, with_keys
from spaces.catalogue.rules.places.record import Place
from tests.spaces.catalogue.rules.places.records import recorded, told

CENTRALE = Place(
    line=2,
    name="La Centrale",
    external_id="a",
    street="3 rue du Moulin",
    city="Pau",
    latitude=43.2951,
    longitude=-0.3708,
)
OTHER = replace(CENTRALE, line=3, name="Les Halles", external_id="b", street="9 rue Serviez", latitude=43.31)


def test_first_reading_creates_and_the_second_finds_the_same():
    places = with_keys([CENTRALE, OTHER])

    first = plan(places, [], source="list")
    second = plan(places, recorded(first), source="list")

    assert [(one.verdict, one.known, one.twin) for one in first] == [(Verdict.CREATE, None, None)] * 2
    assert [(one.verdict, one.known) for one in second] == [(Verdict.SAME, known) for known in recorded(first)]


def test_same_place_in_another_list_is_possible_and_never_overwritten():
    known = recorded(plan(with_keys([CENTRALE]), [], source="list"))

    [decision] = plan(with_keys([replace(CENTRALE, external_id="")]), known, source="another")

    assert (decision.verdict, decision.known, decision.score) == (Verdict.POSSIBLE, known[0], 1.0)


def test_same_identifier_in_another_list_means_nothing():
    known = recorded(plan(with_keys([CENTRALE]), [], source="list"))

    [decision] = plan(with_keys([replace(OTHER, external_id="a")]), known, source="another")

    assert decision.verdict == Verdict.CREATE


def test_place_written_here_is_possible_too():
    known = Known(slug="la-centrale", name="la centrale", city="Pau")

    [decision] = plan(with_keys([CENTRALE]), [known], source="list")

    assert (decision.verdict, decision.known, decision.score) == (Verdict.POSSIBLE, known, 0.9)


def test_identifier_wins_over_a_new_name_and_a_new_address():
    known = recorded(plan(with_keys([CENTRALE]), [], source="list"))
    moved = replace(CENTRALE, name="La Dynamo", street="1 rue Neuve", latitude=43.4)

    [decision] = plan(with_keys([moved]), known, source="list")

    assert (decision.verdict, decision.known) == (Verdict.SAME, known[0])


def test_list_without_identifiers_is_followed_through_small_corrections():
    nameless = replace(CENTRALE, external_id="")
    known = recorded(plan(with_keys([nameless]), [], source="list"))
    corrected = replace(nameless, name="La Centrale – Coworking", latitude=43.2956)

    [decision] = plan(with_keys([corrected]), known, source="list")

    assert (decision.verdict, decision.known) == (Verdict.SAME, known[0])


def test_list_without_identifiers_is_followed_when_a_place_moves_within_its_town():
    nameless = replace(CENTRALE, external_id="")
    others = [replace(nameless, line=3, name="Les Halles"), replace(nameless, line=4, name="Le Mix")]
    known = recorded(plan(with_keys([nameless, *others]), [], source="list"))
    renumbered = replace(nameless, street="5 rue du Moulin")
    moved = replace(nameless, street="1 place Verdun", latitude=43.31)

    for changed in (renumbered, moved):
        first, *rest = plan(with_keys([changed, *others]), known, source="list")
        assert (first.verdict, first.known) == (Verdict.SAME, known[0])
        assert [one.known for one in rest] == known[1:]


def test_two_places_of_one_name_that_both_move_are_not_guessed():
    north = replace(CENTRALE, external_id="", street="1 rue du Nord", latitude=43.35)
    south = replace(CENTRALE, external_id="", line=3, street="1 rue du Sud", latitude=43.25)
    known = recorded(plan(with_keys([north, south]), [], source="list"))
    moved = [
        replace(north, street="9 rue de l'Est", latitude=43.4),
        replace(south, street="9 rue Ouest", latitude=43.2),
    ]

    decisions = plan(with_keys(moved), known, source="list")

    assert [one.verdict for one in decisions] == [Verdict.CREATE, Verdict.CREATE]


def test_list_that_gains_identifiers_keeps_its_places_and_one_that_changes_them_asks():
    without = recorded(plan(with_keys([replace(CENTRALE, external_id="")]), [], source="list"))
    with_a = recorded(plan(with_keys([CENTRALE]), [], source="list"))

    [gained] = plan(with_keys([CENTRALE]), without, source="list")
    [lost] = plan(with_keys([replace(CENTRALE, external_id="")]), with_a, source="list")
    [changed] = plan(with_keys([replace(CENTRALE, external_id="z")]), with_a, source="list")

    assert (gained.verdict, lost.verdict, changed.verdict) == (Verdict.SAME, Verdict.SAME, Verdict.POSSIBLE)


def test_record_written_twice_is_created_once_and_told_each_time():
    places = with_keys([CENTRALE, replace(CENTRALE, line=3), replace(CENTRALE, line=4, external_id="c")])

    first = plan(places, [], source="list")
    second = plan(places, recorded(first), source="list")

    assert told(first) == [
        (2, "same", "list-2", 1.0),
        (3, "possible", "list-2", 1.0),
        (4, "possible", "list-2", 1.0),
    ]
    assert told(second) == told(first)


def test_identifier_shared_by_different_places_does_not_merge_them():
    places = with_keys([CENTRALE, replace(OTHER, external_id="a"), replace(CENTRALE, line=4)])

    first = plan(places, [], source="list")
    second = plan(places, recorded(first), source="list")

    assert [one.verdict.value for one in first] == ["create", "create", "possible"]
    assert told(second) == told(first)
    assert all(place.key.startswith("a~") for place in places)


def test_keys_are_short_enough_for_a_record_whatever_the_identifier():
    long = "x" * 300

    places = with_keys([replace(CENTRALE, external_id=long), replace(OTHER, external_id=long)])
    alone = with_keys([replace(CENTRALE, external_id=long)])

    assert all(0 < len(place.key) <= 120 for place in [*places, *alone])
    assert places[0].key != places[1].key


def test_derived_key_forgets_spelling_but_not_the_place():
    places = with_keys(
        [
            replace(CENTRALE, external_id=""),
            replace(CENTRALE, external_id="", name="LA CENTRALE", city="PAU CEDEX", website="https://x.example"),
            replace(CENTRALE, external_id="", latitude=43.3951),
            replace(CENTRALE, external_id="", street=""),
        ]
    )

    assert len({place.key for place in places[:2]}) == 1
    assert len({place.key for place in places}) == 3


def test_second_reading_of_a_file_without_identifiers_finds_every_place():
    content = b"nom;ville\nLa Centrale;Pau\nLa Centrale;PAU\nLa Ruche;Pau\n"

    first = plan(read_places(content).places, [], source="list")
    second = plan(read_places(content).places, recorded(first), source="list")

    assert [one.verdict.value for one in first] == ["create", "possible", "create"]
    assert told(second) == told(first)


ROWS = st.builds(
    lambda name, own_id, city, street, at: replace(
        CENTRALE,
        name=name,
        external_id=own_id,
        city=city,
        street=street,
        latitude=43.3 + at[0] / 900 if at else None,
        longitude=-0.37 + at[1] / 900 if at else None,
    ),
    st.sampled_from(["La Ruche", "La Ruche Nord", "La Rûche", "Fablab La Ruche", "Le Mix", "Mix"]),
    st.sampled_from(["", "", "1", "2", "3", "4"]),
    st.sampled_from(["Pau", "Lons"]),
    st.sampled_from(["", "1 rue A", "2 rue A"]),
    st.one_of(st.none(), st.tuples(st.integers(0, 4), st.integers(0, 4))),
)


@settings(max_examples=300)
@given(rows=st.lists(ROWS, max_size=8), elsewhere=st.lists(ROWS, max_size=2))
def test_second_reading_changes_nothing_whatever_the_list(rows, elsewhere):
    places = with_keys(replace(row, line=line) for line, row in enumerate(rows, 2))
    others = recorded(plan(with_keys(elsewhere), [], source="other"), "other")

    first = plan(places, others, source="list")
    second = plan(places, others + recorded(first), source="list")

    assert told(second) == told(first)
    assert all(one.verdict != Verdict.SAME for one in first)


@settings(max_examples=300)
@given(rows=st.lists(ROWS, max_size=8), order=st.randoms(use_true_random=False))
def test_list_in_another_order_creates_nothing(rows, order):
    places = with_keys(replace(row, line=line) for line, row in enumerate(rows, 2))
    known = recorded(plan(places, [], source="list"))
    order.shuffle(places)

    again = plan([replace(place, line=line) for line, place in enumerate(places, 2)], known, source="list")

    assert all(one.verdict != Verdict.CREATE for one in again)
