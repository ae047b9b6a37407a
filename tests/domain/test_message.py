"""Copies of one wording meet, whatever differs between one mother and the next."""

import pytest

from portal.domain.message import fingerprint_of

ONE = "尊敬的王女士：贝贝笔庄免费上门剃胎毛，3月8日前预约享8折，详询0755-82002389，退订回T http://bb.cn/a1"


@pytest.mark.parametrize(
    "copy",
    [
        "尊敬的李女士：贝贝笔庄免费上门剃胎毛，4月12日前预约享7折，详询0755-82002390，退订回T http://bb.cn/zz9",
        "亲爱的小陈妈妈，贝贝笔庄 免费上门剃胎毛！３月８日前预约享８折。详询０７５５－８２００２３８９ 退订回T",
    ],
)
def test_copies_of_one_wording_meet(copy: str) -> None:
    assert fingerprint_of(copy) == fingerprint_of(ONE)


@pytest.mark.parametrize("other", ["", "您好，有空吗？", "贝贝影楼百日照特惠，三月八日前预约享受八折优惠，退订回T"])
def test_other_wordings_do_not(other: str) -> None:
    assert fingerprint_of(other) != fingerprint_of(ONE)


def test_a_short_wording_is_nobody_s() -> None:
    assert fingerprint_of("您好，在吗") == ""
