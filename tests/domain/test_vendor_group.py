"""Parties beside each other: who shares a list with whom, and where one stands out beyond chance."""

from dataclasses import replace

from portal.domain.vendor_group import Called, Held, Party, Together, Vendors

ONE = Party(1, "insurance", (), 1, 0, 400, 400, 400, "2026-01-01", "2026-02-01", (), (), ())


def beside(*numbers: int, pairs: tuple[tuple[int, int], ...] = ()) -> Vendors:
    parties = tuple(replace(ONE, number=number) for number in numbers)
    together = tuple(Together(one, other, 9, 3.0, 3.0, 0.001) for one, other in pairs)
    return Vendors(5, 1000, 900, (Held("甲局", 500, 0.5), Held("乙局", None, None)), parties, together)


def test_circles_that_share_a_list_come_first_and_always_in_one_order() -> None:
    found = beside(1, 2, 3, 4, 5, 6, pairs=((2, 6), (3, 5), (5, 6)))
    assert [one.number for one in found.by_list] == [2, 3, 5, 6, 1, 4]
    turned = replace(found, parties=found.parties[::-1], together=found.together[::-1])
    assert turned.by_list == found.by_list
    assert (found.partners(5), found.partners(6), found.partners(1)) == ((3, 6), (2, 5), ())


def test_a_pair_with_a_party_that_is_not_there_joins_nobody() -> None:
    assert [one.number for one in beside(1, 2, pairs=((2, 9),)).by_list] == [1, 2]


def test_a_share_stands_out_only_by_five_points_and_beyond_chance() -> None:
    found = beside(1)
    for mothers, share, told in ((400, 0.56, True), (400, 0.54, False), (100, 0.56, False), (100, 0.61, True)):
        party = replace(ONE, mothers=mothers, recipients=(Held("甲局", 1, share),))
        assert ("甲局" in found.recipients_above(party)) is told, (mothers, share)


def test_by_how_much_is_told_in_three_steps_only() -> None:
    shares = {0.56: 0.05, 0.59: 0.05, 0.61: 0.1, 0.69: 0.1, 0.71: 0.2, 1.0: 0.2}
    for share, level in shares.items():
        party = replace(ONE, recipients=(Held("甲局", 1, share),))
        assert beside(1).recipients_above(party) == {"甲局": level}, share


def test_what_is_hidden_stands_out_nowhere() -> None:
    sent = (Held("甲局", None, None), Held("乙局", 300, 0.9))
    hidden = replace(ONE, recipients=sent, hospitals=(Called("甲院", None),))
    found = replace(beside(1), hospitals=(Called("甲院", 10),))
    assert (found.recipients_above(hidden), found.hospitals_above(hidden)) == ({}, {})


def test_a_hospital_stands_out_against_its_part_of_all_calls() -> None:
    found = replace(beside(1), hospitals=(Called("甲院", 100), Called("乙院", 900)))
    party = replace(ONE, hospitals=(Called("甲院", 200), Called("乙院", 200)))
    assert found.hospitals_above(party) == {"甲院": 0.2}
    assert replace(found, told=None).hospitals_above(party) == {}
