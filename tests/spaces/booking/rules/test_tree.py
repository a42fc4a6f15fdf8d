"""What a booking takes besides the resource itself."""

from spaces.booking.rules.tree import Needs, Node, Tree

HALL, ROOM, DESK, POOL, BOOTH, KIT, KITS, LAMP = range(1, 9)


def tree(*shares) -> Tree:
    return Tree(
        [
            Node(HALL, None, 1),
            Node(ROOM, HALL, 1),
            Node(DESK, ROOM, 1),
            Node(POOL, HALL, 4),
            Node(BOOTH, POOL, 1),
            Node(KIT, None, 1),
            Node(LAMP, KIT, 1),
            Node(KITS, None, 3),
        ],
        shares,
    )


def test_hall_needs_everything_inside_at_any_depth():
    assert tree().needs(HALL, 1) == Needs(HALL, 1, inside=(ROOM, DESK, POOL, BOOTH))


def test_desk_needs_itself_alone():
    assert tree().needs(DESK, 1) == Needs(DESK, 1)


def test_pool_needs_what_is_inside_when_all_of_it_is_taken():
    assert tree().needs(POOL, 3) == Needs(POOL, 3)
    assert tree().needs(POOL, 4) == tree().needs(POOL) == Needs(POOL, 4, inside=(BOOTH,))


def test_room_takes_its_shares_along_with_what_is_inside_them():
    assert tree((ROOM, KIT), (ROOM, KITS)).needs(ROOM, 1) == Needs(ROOM, 1, inside=(DESK, LAMP), along=(KIT, KITS))


def test_hall_leaves_the_shares_of_its_rooms():
    assert tree((ROOM, KIT)).needs(HALL, 1).along == ()


def test_share_counts_once_when_it_is_inside_already():
    assert tree((HALL, ROOM)).needs(HALL, 1) == tree().needs(HALL, 1)


def test_share_of_another_place_is_left_alone():
    assert tree((ROOM, 99)).needs(ROOM, 1).along == ()


def test_wholes_are_those_of_which_every_place_is_taken():
    found = tree((ROOM, KIT), (ROOM, KITS))

    assert found.needs(ROOM, 1).wholes(found) == (ROOM, DESK, LAMP, KIT)
    assert found.needs(POOL, 2).wholes(found) == ()


def test_walk_ends_when_two_resources_contain_each_other():
    found = Tree([Node(1, 2, 1), Node(2, 1, 1)], [])

    assert (found.inside(1), found.inside(2)) == ([2], [1])


def test_around_a_desk_are_its_room_and_the_hall():
    assert tree().around(DESK) == [DESK, ROOM, HALL]
