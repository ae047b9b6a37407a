"""What may be published of a caller: how many mothers it takes by kind of line, and what is said of their number."""

import pytest

from portal.domain.phone import CallerClass, classify
from portal.domain.published import RANGES, enough, number_digest, range_of, shown

NEVER = ["12345", "110", "10086", "未知号码", "82002389", "+44 20 7946 0958", "来电 13800138000"]


@pytest.mark.parametrize("number", ["0755-82002389", "400-820-8820", "95588", "1065502010012345"])
def test_ten_mothers_are_enough_for_a_business_line(number: str) -> None:
    kind = classify(number).kind
    assert enough(kind, 10)
    assert not enough(kind, 9)


def test_a_mobile_takes_twenty() -> None:
    assert enough(CallerClass.MOBILE, 20)
    assert not enough(CallerClass.MOBILE, 19)


@pytest.mark.parametrize("number", NEVER)
def test_no_number_of_mothers_is_enough_for_these(number: str) -> None:
    assert not enough(classify(number).kind, 1_000_000)


def test_what_has_no_kind_is_not_published() -> None:
    assert not enough(None, 1_000_000)


@pytest.mark.parametrize(("mothers", "said"), [(10, 10), (14, 10), (15, 15), (19, 15), (20, 20)])
def test_a_count_is_rounded_down_to_fives(mothers: int, said: int) -> None:
    assert shown(mothers) == said


def test_every_range_is_about_as_broad_as_the_others() -> None:
    counted = dict.fromkeys(RANGES, 0)
    for number in range(16_000):
        counted[range_of(number_digest(f"+86138{number:08d}"))] += 1
    assert all(800 < of_range < 1200 for of_range in counted.values())
