"""A pasted call log is read as a patient person would read it; nothing that was pasted is lost."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.call_log import ReadEntry, read_log
from portal.domain.period import LOCAL_ZONE, as_local
from portal.domain.phone import classify
from portal.domain.vocabulary import Channel, Precision, VendorType

TOLD_AT = datetime(2026, 3, 10, 20, 0, tzinfo=LOCAL_ZONE)
FIELDS = ("number", "time", "precision", "channel")
FLOOR = 0.97
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
    entry = entries[0]
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


@pytest.mark.parametrize("table", ["call_log_variants.tsv", "call_log_held_out.tsv"])
def test_what_people_write_is_read(table: str) -> None:
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
    assert min(*precision.values(), *recall.values()) >= FLOOR


def test_a_call_of_her_own_is_known() -> None:
    wrong = [
        text
        for text, _said, kind in variants("call_log_variants.tsv")
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


@given(st.text(max_size=300))
def test_no_text_is_too_strange_and_no_line_is_lost(text: str) -> None:
    entries = read_log(text, told_at=TOLD_AT)
    lines = [line for line in text.splitlines() if line.strip()]
    assert [line for entry in entries for line in entry.raw.split("\n")] == lines
