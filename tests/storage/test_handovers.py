"""Versions of links onward, on both databases; and who is reached through them."""

from datetime import date

from portal.domain.data_path import registry
from portal.domain.handover import Handover
from portal.domain.period import Period
from portal.domain.recipient import ExportPlan
from portal.storage import exports, handovers
from portal.storage.database import Store

DAY = date(2026, 1, 1)


def test_versions_are_kept_and_ended_and_nobody_unknown_gets_one(store: Store) -> None:
    first, second = Handover("甲", "乙", DAY), Handover("甲", "乙", date(2026, 3, 1), None, frozenset({"phone"}))
    with store.write() as connection:
        exports.put_plan(connection, ExportPlan("甲", 5, Period(DAY, date(2027, 1, 1))))
        assert [handovers.put(connection, one) for one in (first, second, first)] == [True, True, False]
        assert not handovers.put(connection, Handover("丙", "乙", DAY))
        number = next(iter(handovers.numbered(connection)))
        assert handovers.hold(connection, number) == first
        handovers.end(connection, number, date(2026, 3, 1))
        assert list(handovers.numbered(connection).values()) == [Handover("甲", "乙", DAY, date(2026, 3, 1)), second]
        assert handovers.hold(connection, 99) is None


def test_a_chain_is_followed_to_its_end_also_round_in_a_circle() -> None:
    links = [Handover("甲", "乙", DAY), Handover("乙", "丙", DAY), Handover("丙", "甲", DAY)]
    late = Handover("乙", "丁", date(2026, 9, 1))
    paths = registry(["甲", "乙", "丙"], [], [], date(2026, 6, 1), [*links, late])
    assert paths.onward_of(["甲"]) == ("丙", "乙")
    assert paths.onward_of(["甲", "乙"]) == ("丙",)
    assert paths.onward_of(["无"]) == ()
