"""What a call log shows is classified by our table and never refused; her own words always stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.phone import CallerClass, classify, masked

C = CallerClass
TABLE = [
    ("0755-8200 2389", C.LANDLINE, "+8675582002389"),
    ("(0755)82002389", C.LANDLINE, "+8675582002389"),
    ("+86 755 8200 2389", C.LANDLINE, "+8675582002389"),
    ("008675582002389", C.LANDLINE, "+8675582002389"),
    ("57123456789", C.LANDLINE, None),
    ("82002389", C.LANDLINE_WITHOUT_AREA, "82002389"),
    ("13800138000", C.MOBILE, "+8613800138000"),
    ("１３８００１３８０００", C.MOBILE, "+8613800138000"),
    ("138 0013 8000", C.MOBILE, "+8613800138000"),
    ("8613800138000", C.MOBILE, "+8613800138000"),
    ("+86-138-0013-8000", C.MOBILE, "+8613800138000"),
    ("1259313800138000", C.MOBILE, "+8613800138000"),
    ("1795113800138000", C.MOBILE, "+8613800138000"),
    ("16212345678", C.MOBILE, "+8616212345678"),
    ("17012345678", C.MOBILE, "+8617012345678"),
    ("19212345678", C.MOBILE, "+8619212345678"),
    ("400-810-6666", C.SHARED_COST, "4008106666"),
    ("800-810-8888", C.SHARED_COST, "8008108888"),
    ("95588", C.SERVICE, "95588"),
    ("95213", C.SERVICE, "95213"),
    ("952001", C.SERVICE, "952001"),
    ("963158", C.SERVICE, "963158"),
    ("9550012", C.SERVICE, "9550012"),
    ("9510518", C.SERVICE, "9510518"),
    ("96789123", C.SERVICE, "96789123"),
    ("021-95588", C.SERVICE, "95588"),
    ("95588#", C.SERVICE, "95588"),
    ("+86 95588", C.SERVICE, "95588"),
    ("0086 95588", C.SERVICE, "95588"),
    ("+86 1065 5010 1234", C.SMS_GATEWAY, "106550101234"),
    ("+86 10086", C.CARRIER, "10086"),
    ("0086-138-0013-8000", C.MOBILE, "+8613800138000"),
    ("96110", C.HOTLINE, "96110"),
    ("10086", C.CARRIER, "10086"),
    ("10010", C.CARRIER, "10010"),
    ("10000", C.CARRIER, "10000"),
    ("100861", C.CARRIER, "100861"),
    ("10086114", C.CARRIER, "10086114"),
    ("12345", C.HOTLINE, "12345"),
    ("12315", C.HOTLINE, "12315"),
    ("12320", C.HOTLINE, "12320"),
    ("12321", C.HOTLINE, "12321"),
    ("12377", C.HOTLINE, "12377"),
    ("114", C.HOTLINE, "114"),
    ("11185", C.HOTLINE, "11185"),
    ("12580", C.HOTLINE, "12580"),
    ("110", C.EMERGENCY, "110"),
    ("119", C.EMERGENCY, "119"),
    ("120", C.EMERGENCY, "120"),
    ("106550101234", C.SMS_GATEWAY, "106550101234"),
    ("106912345678", C.SMS_GATEWAY, "106912345678"),
    ("10655010", C.SMS_GATEWAY, "10655010"),
    ("106575201234567890", C.SMS_GATEWAY, "106575201234567890"),
    ("955xx", C.UNREADABLE, None),
    ("未知号码", C.HIDDEN, None),
    ("Private", C.HIDDEN, None),
    ("隐藏号码", C.HIDDEN, None),
    ("", C.HIDDEN, None),
    ("14100000000", C.UNREADABLE, "14100000000"),
    ("+85221234567", C.FOREIGN, "+85221234567"),
    ("+12125550123", C.FOREIGN, "+12125550123"),
]


@pytest.mark.parametrize(("raw", "kind", "normal"), TABLE, ids=[row[0] or "empty" for row in TABLE])
def test_a_caller_identification_is_classified(raw: str, kind: CallerClass, normal: str | None) -> None:
    caller = classify(raw)
    assert caller.raw == raw
    assert caller.kind is kind
    if normal is not None:
        assert caller.normal == normal


@pytest.mark.parametrize(
    "raw", ["010-12345678转8001", "010-62345678转8001", "01062345678-8001", "010 62345678 ext 8001"]
)
def test_an_extension_is_kept_apart(raw: str) -> None:
    assert classify(raw).extension == "8001"


@given(st.text(max_size=80))
def test_nothing_that_is_written_breaks_it(raw: str) -> None:
    assert classify(raw).raw == raw


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_spaces_and_prefixes_do_not_make_another_line(mobile: str) -> None:
    spaced = f"+86 {mobile[:3]} {mobile[3:7]} {mobile[7:]}"
    if classify(mobile).kind is C.MOBILE:
        assert classify(spaced).normal == classify(mobile).normal


@pytest.mark.parametrize(
    ("normal", "shown"),
    [("+8613800138000", "+86138****8000"), ("95588", "95588"), ("4008106666", "400****666"), (None, "")],
)
def test_a_masked_number_cannot_be_dialled(normal: str | None, shown: str) -> None:
    assert masked(normal) == shown
