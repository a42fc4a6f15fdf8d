"""How the suite is dealt out to its processes."""

import pytest

from tests.scheduling import JOURNEYS, WholeFiles, longest_first


@pytest.mark.parametrize(
    ("test", "unit"),
    [
        ("tests/journeys/test_guest_books.py::test_guest[phone-chromium]", JOURNEYS),
        ("tests/journeys/test_accessibility.py::test_public_pages[desktop-chromium]", JOURNEYS),
        ("tests/site/test_vendor.py::test_version[@fontsource::a@b]", "tests/site/test_vendor.py"),
    ],
)
def test_journeys_are_one_unit_and_every_other_file_is_one(test, unit):
    assert WholeFiles.__new__(WholeFiles)._split_scope(test) == unit


def test_journeys_come_first_then_files_that_take_long_and_none_is_lost(request):
    items = list(request.session.items)
    longest_first(items)
    files = list(dict.fromkeys(item.path for item in items))

    assert sorted(map(str, items)) == sorted(map(str, request.session.items))
    assert files == sorted(files, key=lambda path: _rank(path, items))


def _rank(path, items) -> int:
    if "journeys" in path.parts:
        return 0
    names = ("browser", "storm", "long")
    return 1 if any(item.get_closest_marker(name) for item in items if item.path == path for name in names) else 2
