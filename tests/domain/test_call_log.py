"""A pasted call log is read as a patient person would read it; nothing that was pasted is lost."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.call_log import LONGEST_LINE, ReadEntry, read_log
from portal.domain.period import LOCAL_ZONE, as_local
from portal.domain.phone import classify
from portal.domain.vocabulary import Channel, Precision, VendorType

TOLD_AT = datetime(2026, 3, 10, 20, 0, tzinfo=LOCAL_ZONE)
FIELDS = ("number", "time", "precision", "channel")
TABLES = {
    "call_log_variants.tsv": 0.97,
    "call_log_held_out.tsv": 0.97,
    "call_log_fresh.tsv": 0.97,
    "call_log_unseen.tsv": 0.85,  # odd ones on purpose, most left as they were read
}
WHOLE_DAYS = (Precision.DAY, Precision.WEEK, Precision.MONTH)


def variants(name: str) -> list[tuple[str, dict[str, str], str]]:
    rows = []
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, *said = line.split("\t")
            rows.append((text.replace("⏎", "\n"), dict(zip(FIELDS, said, strict=False)), (said[4:] or ["in"])[0]))
    return rows


def read(text: str) -> dict[str, str]:
    """What was read of a variant, as the table writes it; empty where it was not taken for a call."""
    entries = [entry for entry in read_log(text, told_at=TOLD_AT) if entry.is_call]
    if not entries:
        return {}
    return described(entries[0])


def described(entry: ReadEntry) -> dict[str, str]:
    return {
        "number": (classify(entry.caller).normal or "-") if entry.caller else "-",
        "time": _time(entry),
        "precision": entry.precision.value if entry.precision else "-",
        "channel": entry.channel.value,
    }


def _time(entry: ReadEntry) -> str:
    if entry.called_at is None:
        return "-"
    return as_local(entry.called_at).strftime("%Y-%m-%d" if entry.precision in WHOLE_DAYS else "%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(("table", "floor"), TABLES.items())
def test_what_people_write_is_read(table: str, floor: float) -> None:
    right, wanted, given_, missed = Counter[str](), Counter[str](), Counter[str](), []
    rows = variants(table)
    for text, said, kind in rows:
        found = read(text)
        said = {} if kind == "no" else said
        if found != said:
            missed.append(f"{text!r}: {found} instead of {said}")
        for name in FIELDS:
            there, expected = found.get(name, "-"), said.get(name, "-")
            wanted[name] += expected != "-"
            given_[name] += there != "-"
            right[name] += there == expected != "-"
    precision = {name: right[name] / given_[name] for name in FIELDS}
    recall = {name: right[name] / wanted[name] for name in FIELDS}
    print(f"\n{table}: {len(rows)} variants, {len(rows) - len(missed)} read wholly right", *missed, sep="\n  ")
    for name in FIELDS:
        print(f"  {name:10} precision {precision[name]:.1%}  recall {recall[name]:.1%}")
    assert min(*precision.values(), *recall.values()) >= floor


def test_a_call_of_her_own_is_known() -> None:
    wrong = [
        text
        for table in TABLES
        for text, _said, kind in variants(table)
        if kind != "no" and any(one.outgoing for one in read_log(text, told_at=TOLD_AT)) != (kind == "out")
    ]
    assert wrong == []


def test_a_whole_log_comes_apart_entry_by_entry() -> None:
    log = "最近通话\n\n3月5日 星期四\n0755-82002389 14:22\n未知号码 09:10\n昨天\n13800138000\n广东深圳\n10:05\n"
    entries = read_log(log, told_at=TOLD_AT)
    assert [entry.raw for entry in entries if not entry.is_call] == ["最近通话", "3月5日 星期四", "昨天"]
    calls = [entry for entry in entries if entry.is_call]
    assert [_time(entry) for entry in calls] == ["2026-03-05T14:22", "2026-03-05T09:10", "2026-03-09T10:05"]
    assert calls[2].raw == "13800138000\n广东深圳\n10:05"


def test_a_message_keeps_its_words_and_tells_the_trade() -> None:
    (entry,) = read_log("10655020100123 昨天 09:30\n【贝贝笔庄】3月8日前预约，退订回T", told_at=TOLD_AT)
    assert (entry.message, entry.vendor) == ("【贝贝笔庄】3月8日前预约，退订回T", VendorType.LANUGO_BRUSH)
    assert (entry.channel, _time(entry)) == (Channel.SMS, "2026-03-09T09:30")


def test_whole_logs_in_the_layouts_of_phones_come_apart() -> None:
    blocks = Path(__file__).with_name("call_log_whole.txt").read_text(encoding="utf-8").split("==== ")[1:]
    assert len(blocks) == 10
    for block in blocks:
        name, _, rest = block.partition("\n")
        log, _, table = rest.partition("\n----\n")
        calls = [entry for entry in read_log(log, told_at=TOLD_AT) if entry.is_call]
        found = ["\t".join([*described(one).values(), *["out"] * one.outgoing]) for one in calls]
        assert found == table.strip().split("\n"), name


def test_numbers_and_days_in_a_message_are_the_senders_words() -> None:
    message = "【贝贝笔庄】3月8日10:00免费剃胎毛\n地址：人民路12号，电话0755-82002389"
    (entry,) = read_log(f"10655020100123\n3月5日 09:30\n{message}", told_at=TOLD_AT)
    assert (entry.caller, _time(entry), entry.message) == ("10655020100123", "2026-03-05T09:30", message)


def test_a_message_on_one_line_is_kept_word_for_word() -> None:
    (entry,) = read_log("10690123 昨天 16:40 寶媽您好，３月８日前免費領奶粉一罐", told_at=TOLD_AT)
    assert entry.message == "寶媽您好，３月８日前免費領奶粉一罐"


@pytest.mark.parametrize(
    ("text", "is_doubtful"),
    [
        ("05-03 13800138000", True),  # the fifth of March is nearer than last year's third of May
        ("03-05 13800138000", False),
        ("13800138000 周一 3月5日 14:22", True),  # it was a Thursday
        ("13800138000 周四 3月5日 14:22", False),
        ("13800138000 2026-05-01 10:00", True),
        ("138001380001234 昨天 10:00", True),
        ("13800138000 上周", False),
    ],
)
def test_what_can_be_read_in_two_ways_is_said_to_be_doubtful(text: str, is_doubtful: bool) -> None:
    assert [one.doubtful for one in read_log(text, told_at=TOLD_AT)] == [is_doubtful]


@pytest.mark.parametrize("filling", ["字", "1", "一二", " -"])
def test_no_more_of_a_line_is_read_than_a_log_can_hold(filling: str) -> None:
    """Some patterns take the square of what they read: 20,000 digits on one line once kept a worker busy for 20 s."""
    shut_out = (filling * LONGEST_LINE)[:LONGEST_LINE] + " 13800138000 昨天 10:00"
    assert not [one for one in read_log(shut_out, told_at=TOLD_AT) if one.called_at or one.caller == "13800138000"]
    (kept,) = read_log(f"13800138000 昨天 10:00 {filling * LONGEST_LINE}", told_at=TOLD_AT)
    assert filling * LONGEST_LINE in kept.raw


@given(st.text(max_size=300))
def test_no_text_is_too_strange_and_no_line_is_lost(text: str) -> None:
    entries = read_log(text, told_at=TOLD_AT)
    lines = [line for line in text.splitlines() if line.strip()]
    assert [line for entry in entries for line in entry.raw.split("\n")] == lines
