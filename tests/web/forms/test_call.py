"""A call needs a vendor and a rough time; every slip is named at its field and nothing typed is lost."""

from datetime import datetime, timedelta

import pytest

from portal.domain.period import LOCAL_ZONE
from portal.domain.vocabulary import (
    CallVoice,
    Channel,
    Knew,
    NumberOrigin,
    PhoneOwner,
    Precision,
    StopRequest,
    TimeSource,
    VendorType,
)
from portal.web.forms.call import CallForm
from tests.web.forms.told import NOW, call, posted


def form(**changes: object) -> CallForm:
    return CallForm(posted(call(**changes)), at=NOW)


def errors(filled: CallForm) -> dict[str, list[str]]:
    assert not filled.validate()
    return {name: [str(message) for message in messages] for name, messages in filled.errors.items()}


def test_a_call_in_the_words_of_the_domain() -> None:
    filled = form(channel="sms", caller_number=" 1065 5010 ", notes="原文", knew=["due_date", "hospital"])
    assert filled.validate()
    draft = filled.to_draft()
    assert draft.called_at == datetime(2026, 3, 4, 10, 30, tzinfo=LOCAL_ZONE)
    assert (draft.precision, draft.vendor_type, draft.channel) == (
        Precision.MINUTE,
        VendorType.INFANT_FORMULA,
        Channel.SMS,
    )
    assert (draft.caller_number, draft.notes) == ("1065 5010", "原文")
    assert draft.knew == {Knew.DUE_DATE, Knew.HOSPITAL}


def test_everything_but_vendor_and_time_may_be_skipped() -> None:
    filled = form()
    assert filled.validate()
    draft = filled.to_draft()
    assert (draft.caller_number, draft.notes, draft.knew) == (None, None, None)


def test_knowing_nothing_is_an_answer() -> None:
    filled = form(knew=["nothing"])
    assert filled.validate()
    assert filled.to_draft().knew == frozenset()


def test_a_made_up_answer_is_dropped() -> None:
    filled = form(knew=["due_date", "shoe_size"])
    assert filled.validate()
    assert filled.to_draft().knew == {Knew.DUE_DATE}


def test_just_now_is_now_to_the_hour() -> None:
    filled = form(when="now", day="", clock="")
    assert filled.validate()
    assert (filled.to_draft().called_at, filled.to_draft().precision) == (NOW, Precision.HOUR)


def test_just_now_does_not_move_while_she_goes_on() -> None:
    filled = form(when="now", day="", clock="")
    filled.settle()
    assert (filled.when.raw_data, filled.day.raw_data, filled.clock.raw_data) == (["hour"], ["2026-03-05"], ["14:22"])


@pytest.mark.parametrize("precision", ["day", "week"])
def test_without_an_hour_the_day_is_enough(precision: str) -> None:
    filled = form(when=precision, clock="")
    assert filled.validate()
    assert filled.to_draft().called_at == datetime(2026, 3, 4, 12, 0, tzinfo=LOCAL_ZONE)


def test_full_width_digits_are_read() -> None:
    filled = form(day="２０２６年３月４日", clock="１０：３０")
    assert filled.validate()
    assert filled.to_draft().called_at == datetime(2026, 3, 4, 10, 30, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"vendor_type": ""}, {"vendor_type": ["call.vendor.missing"]}),
        ({"vendor_type": "shoes"}, {"vendor_type": ["call.vendor.missing"]}),
        ({"when": ""}, {"when": ["call.when.missing"]}),
        ({"day": ""}, {"day": ["call.day.missing"]}),
        ({"clock": ""}, {"clock": ["call.clock.missing"]}),
        ({"when": "hour", "clock": ""}, {"clock": ["call.clock.missing"]}),
        ({"day": "昨天"}, {"day": ["problem.day_unreadable"]}),
        ({"clock": "two"}, {"clock": ["problem.clock_unreadable"]}),
        ({"day": "2026-03-06"}, {"day": ["problem.in_future"]}),
        ({"day": "1999-03-06"}, {"day": ["problem.too_long_ago"]}),
        ({"notes": "字" * 2001}, {"notes": ["problem.too_long"]}),
        ({"caller_number": "1" * 65}, {"caller_number": ["problem.too_long"]}),
    ],
)
def test_a_slip_is_named_at_its_field(changes: dict[str, str], expected: dict[str, list[str]]) -> None:
    assert errors(form(**changes)) == expected


def test_what_could_not_be_read_stays_in_the_field() -> None:
    filled = form(day="前天", clock="两点半")
    filled.validate()
    assert (filled.day._value(), filled.clock._value()) == ("前天", "两点半")


def test_an_empty_call_is_known_to_be_empty() -> None:
    empty = posted(call(vendor_type="", when="", day="", clock=""))
    assert CallForm(empty, at=NOW).untouched
    assert CallForm(None, at=NOW).untouched
    assert not form(caller_number="95588").untouched


def test_a_clock_that_runs_ahead_is_no_lie() -> None:
    soon = NOW + timedelta(minutes=5)
    assert form(day=soon.date().isoformat(), clock=soon.strftime("%H:%M")).validate()


def test_a_part_of_a_day_is_a_range_within_it() -> None:
    filled = form(when="part", part="evening", clock="")
    assert filled.validate()
    draft = filled.to_draft()
    assert (draft.called_at.hour, draft.called_until.hour, draft.precision) == (18, 22, Precision.DAY)


def test_two_days_are_a_range() -> None:
    filled = form(when="between", day="2026-02-27", until_day="2026-03-03", clock="")
    assert filled.validate()
    draft = filled.to_draft()
    assert draft.precision is Precision.WEEK
    assert draft.called_until == datetime(2026, 3, 4, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"when": "part", "clock": ""}, {"part": ["call.part.missing"]}),
        ({"when": "between", "clock": ""}, {"until_day": ["call.until.missing"]}),
        ({"when": "between", "until_day": "2026-01-01"}, {"until_day": ["call.until.too_long"]}),
        ({"message": "字" * 2001}, {"message": ["problem.too_long"]}),
    ],
)
def test_a_way_that_lacks_something_says_what(changes: dict[str, str], expected: dict[str, list[str]]) -> None:
    assert errors(form(**changes)) == expected


def test_yesterday_is_one_tap() -> None:
    filled = form(day="", near="yesterday", when="day", clock="")
    assert filled.validate()
    assert filled.to_draft().called_at.date().isoformat() == "2026-03-04"
    assert filled.day.raw_data == ["2026-03-04"]


def test_a_typed_day_goes_before_a_tapped_one() -> None:
    assert form(day="2026-03-01", near="yesterday").day.data.day == 1


def test_a_time_that_cannot_be_comes_with_what_she_may_have_meant() -> None:
    filled = form(clock="15:30", day="2026-03-05")
    assert errors(filled) == {"day": ["problem.in_future"]}
    assert [one.strftime("%m-%d %H:%M") for one in filled.mends] == ["03-05 03:30", "03-04 15:30", "03-05 15:30"]


def test_what_she_meant_is_one_tap() -> None:
    filled = form(clock="15:30", day="2026-03-05", mend="2026-03-04T15:30:00+08:00")
    assert filled.validate()
    assert filled.to_draft().called_at == datetime(2026, 3, 4, 15, 30, tzinfo=LOCAL_ZONE)


def test_what_was_said_is_kept_in_codes() -> None:
    filled = form(
        phone_owner="partner", number_origin="bought", stop_request="told_before", voice="recording",
        time_source="call_log", message=" 贝贝笔庄 ",
    )  # fmt: skip
    assert filled.validate()
    draft = filled.to_draft()
    assert (draft.phone_owner, draft.number_origin) == (PhoneOwner.PARTNER, NumberOrigin.BOUGHT)
    assert (draft.stop_request, draft.voice) == (StopRequest.TOLD_BEFORE, CallVoice.RECORDING)
    assert (draft.time_source, draft.message) == (TimeSource.CALL_LOG, "贝贝笔庄")


def test_an_answer_that_is_not_on_the_list_is_none() -> None:
    filled = form(phone_owner="neighbour")
    assert filled.validate()
    assert filled.to_draft().phone_owner is None


def test_a_day_to_come_may_be_today() -> None:
    filled = form(when="day", day="2026-03-06", clock="")
    assert errors(filled) == {"day": ["problem.in_future"]}
    assert [day.isoformat() for day in filled.mends] == ["2026-03-05", "2026-02-27", "2025-03-06"]


def test_a_part_of_the_day_to_come_may_be_one_of_yesterday() -> None:
    filled = form(when="part", part="evening", day="2026-03-05", clock="")
    assert errors(filled) == {"day": ["problem.in_future"]}
    assert filled.mends[0].isoformat() == "2026-03-04"
    mended = form(when="part", part="evening", day="2026-03-05", clock="", mend="2026-03-04")
    assert mended.validate()
    assert mended.to_draft().called_at == datetime(2026, 3, 4, 18, tzinfo=LOCAL_ZONE)


def test_a_range_that_runs_into_the_future_may_end_today() -> None:
    told = {"when": "between", "day": "2026-03-01", "until_day": "2026-03-20", "clock": ""}
    filled = form(**told)
    assert errors(filled) == {"until_day": ["problem.in_future"]}
    assert [day.isoformat() for day in filled.until_mends] == ["2026-03-05"]
    mended = form(**told, until_mend="2026-03-05")
    assert mended.validate()
    assert mended.to_draft().called_until == datetime(2026, 3, 6, tzinfo=LOCAL_ZONE)


def test_a_range_written_backwards_names_the_day_that_is_to_come() -> None:
    assert errors(form(when="between", day="2026-03-20", until_day="2026-03-01", clock="")) == {
        "day": ["problem.in_future"]
    }


def test_slips_are_listed_in_the_order_in_which_she_is_asked() -> None:
    filled = form(vendor_type="", when="")
    assert not filled.validate()
    assert [field.short_name for field in filled if field.errors] == ["vendor_type", "when"]
