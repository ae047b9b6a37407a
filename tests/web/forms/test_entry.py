"""The clerk's form: the mother's own questions on one page, each worded to be read out, and nothing typed is lost."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from portal.domain.moment import QuestionCode
from portal.domain.vocabulary import FiledBy, OtherHolder, Precision
from portal.vault.receipts import ALPHABET
from portal.web.forms.entry import NOT_ASKED, EntryForm
from portal.web.forms.report import MOST_CALLS_AT_ONCE
from tests.architecture.catalogues import LANGUAGES, catalogue, wording
from tests.web.forms.told import CARD, CONTACT, HOSPITALS, NOW, TOKEN, call, posted

AT_NIGHT = {"clock": "03:10"}


def typed(*parts: dict, **more: str) -> EntryForm:
    return sent(posted(*parts, **{"token": TOKEN, "go": "send", **more}))


def sent(form: MultiDict) -> EntryForm:
    return EntryForm(form, hospitals=HOSPITALS, at=NOW, new_token=lambda: "n" * 32)


def wrong(form: EntryForm) -> list[tuple[int | None, str]]:
    return [(slip.call, slip.field.short_name) for slip in form.slips]


def test_it_begins_with_one_call_and_a_token() -> None:
    form = sent(MultiDict())
    assert (list(form.calls), form.token, form.slips, form.complete) == ([0], "n" * 32, [], False)


def test_what_she_tells_is_a_report_that_a_clerk_filed_whatever_is_posted() -> None:
    others = {"contact-others": ["insurance"], "contact-filed_by": "mother"}
    form = typed(CARD, call(0), call(2, when="day", clock=""), {**CONTACT, **others})
    assert form.complete
    draft = form.to_draft()
    assert draft.filed_by is FiledBy.HOTLINE
    assert draft.card.due_on == date(2026, 6, 30)
    assert [told.precision for told in draft.calls] == [Precision.MINUTE, Precision.DAY]
    assert draft.other_holders == {OtherHolder.INSURANCE}


def test_every_slip_is_named_with_its_call_in_the_order_of_the_page() -> None:
    form = typed(call(0, vendor_type=""), call(1, day="2031-01-01"), {**CARD, "card-hospital": ""}, CONTACT)
    assert wrong(form) == [(1, "vendor_type"), (2, "day"), (None, "hospital")]
    assert not form.complete


def test_an_empty_sending_names_every_call_and_every_form() -> None:
    empty = {"card-hospital": "", "card-registered_precision": "day", "call-0-channel": "call", "call-0-notes": ""}
    missing = [(1, "vendor_type"), (1, "when"), (None, "hospital"), (None, "registered_on"), (None, "baby")]
    assert wrong(typed(empty)) == missing


def test_a_call_is_added_and_taken_away_without_a_word_about_slips() -> None:
    added = typed(call(0, vendor_type=""), go="add")
    assert (list(added.calls), added.slips) == ([0, 1], [])
    assert list(typed(call(0), call(3), go="drop-0").calls) == [3]
    assert list(typed(call(0), go="drop-0").calls) == [0]
    full = typed(*(call(n) for n in range(MOST_CALLS_AT_ONCE)), go="add")
    assert (len(full.calls), full.may_add) == (MOST_CALLS_AT_ONCE, False)


def test_a_call_that_was_opened_and_left_empty_is_none() -> None:
    empty = {"call-1-channel": "call", "call-1-notes": ""}
    form = typed(CARD, call(0), empty, CONTACT)
    assert form.complete
    assert len(form.to_draft().calls) == 1


@pytest.mark.parametrize("go", ["", "stay", "drop-x", "nonsense"])
def test_nothing_else_sends(go: str) -> None:
    form = typed(CARD, call(0), CONTACT, go=go)
    assert not form.complete


def test_just_now_stands_still_while_she_goes_on() -> None:
    form = typed(call(0, when="now", day="", clock=""), go="stay").calls[0]
    assert (form.when.data, form.day.data, form.clock._value()) == ("hour", date(2026, 3, 5), "14:22")


def test_a_doubt_is_asked_once_and_comes_with_what_she_may_have_meant() -> None:
    told = (CARD, call(0), call(1, **AT_NIGHT), CONTACT)
    form = typed(*told)
    [doubt] = form.doubts
    assert (doubt.call, doubt.prefix, doubt.codes) == (2, "call-1", (QuestionCode.AT_NIGHT,))
    assert [one.hour for one in doubt.likely] == [15]
    assert not form.complete
    assert typed(*told, sure_of=form.sure_of).complete


def test_another_doubt_is_asked_anew() -> None:
    first = typed(CARD, call(0, **AT_NIGHT), CONTACT).sure_of
    assert not typed(CARD, call(0, clock="03:11"), CONTACT, sure_of=first).complete


def test_the_time_she_meant_takes_one_tap() -> None:
    likely = typed(CARD, call(0, **AT_NIGHT), CONTACT).doubts[0].likely[0]
    mended = typed(CARD, call(0, **AT_NIGHT), CONTACT, go="", **{"call-0-mend": likely.isoformat()})
    assert mended.calls[0].clock._value() == "15:10"
    assert not mended.complete


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_can_be_read_out_and_every_character_spelled(language: str) -> None:
    said = wording(catalogue(language, "office"))
    form = sent(MultiDict())
    asked = {field.short_name for part in (form.calls[0], form.card, form.contact) for field in part} - NOT_ASKED
    assert sorted({f"entry.ask.{name}" for name in asked} - said.keys()) == []
    assert all(text.endswith(("？", "?", "。", ".")) for key, text in said.items() if key.startswith("entry.ask."))
    spelled = [said[f"spell.{character}"] for character in ALPHABET]
    assert len(set(spelled)) == len(ALPHABET)
