"""The walk through the first report: what is shown next, what travels along, and what stops the sending."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.domain.report import ComplaintDraft
from portal.web.forms.report import MOST_CALLS_AT_ONCE, ReportWalk
from tests.web.forms.told import CARD, CONTACT, HOSPITALS, NOW, TOKEN, call, posted

EMPTY = {"vendor_type": "", "when": "", "day": "", "clock": ""}


def walk(*parts: dict, **more: str) -> ReportWalk:
    return walked(posted(*parts, **{"token": TOKEN, **more}))


def walked(form: MultiDict) -> ReportWalk:
    return ReportWalk(form, hospitals=HOSPITALS, at=NOW, new_token=lambda: "n" * 32)


def onward(step: ReportWalk, shown: dict, **more: str) -> ReportWalk:
    """The next request: what the page carried, what she typed, and the button."""
    form = MultiDict(step.carried)
    form.update(posted(shown, token=step.token, screen=step.screen, place=str(step.place), **more))
    if step.seen_check:
        form["seen_check"] = "1"
    return walked(form)


def test_it_begins_with_the_card_and_a_token() -> None:
    first = walked(MultiDict())
    assert (first.screen, first.step, first.token, first.mistaken) == ("card", 1, "n" * 32, False)


def test_the_whole_way_from_the_first_screen_to_the_sending() -> None:
    step = walked(MultiDict())
    step = onward(step, CARD)
    assert (step.screen, step.place) == ("call", 0)
    step = onward(step, call(0), go="add")
    assert (step.screen, step.place) == ("call", 1)
    step = onward(step, call(1, vendor_type="insurance", when="now"))
    assert step.screen == "contact"
    step = onward(step, CONTACT)
    assert step.screen == "check"
    assert not step.complete
    step = onward(step, {}, go="send")
    assert step.complete
    draft = step.to_draft()
    assert isinstance(draft, ComplaintDraft)
    assert draft.card.hospital == "宁川市妇幼保健院"
    assert [told.vendor_type.value for told in draft.calls] == ["infant_formula", "insurance"]
    assert step.token == "n" * 32


@pytest.mark.parametrize(
    ("screen", "parts"), [("card", [{**CARD, "card-hospital": ""}]), ("call", [CARD, call(0, vendor_type="")])]
)
def test_a_slip_keeps_her_on_the_screen(screen: str, parts: list[dict]) -> None:
    step = walk(*parts, screen=screen, place="0")
    assert (step.screen, step.mistaken, bool(step.form.errors)) == (screen, True, True)


def test_going_back_asks_for_nothing_and_loses_nothing() -> None:
    step = walk(CARD, call(0, caller_number="95588", vendor_type=""), screen="call", place="0", go="back")
    assert (step.screen, step.mistaken) == ("card", False)
    assert ("call-0-caller_number", "95588") in step.carried


def test_changing_the_language_stays_on_the_screen() -> None:
    step = walk(CARD, call(0, vendor_type=""), screen="call", place="0", go="stay")
    assert (step.screen, step.mistaken) == ("call", False)


def test_an_opened_but_empty_call_is_no_call() -> None:
    step = walk(CARD, call(0), call(1, **EMPTY), screen="call", place="1", go="next")
    assert step.screen == "contact"
    assert list(step.calls) == [0]


def test_the_only_call_may_not_be_empty() -> None:
    step = walk(CARD, call(0, **EMPTY), screen="call", place="0", go="next")
    assert (step.screen, step.mistaken) == ("call", True)


def test_a_call_can_be_removed() -> None:
    step = walk(CARD, call(0), call(1), CONTACT, screen="check", go="drop-0", seen_check="1")
    assert (step.screen, list(step.calls)) == ("check", [1])


def test_removing_the_last_call_asks_for_one() -> None:
    step = walk(CARD, call(0), CONTACT, screen="check", go="drop-0", seen_check="1")
    assert (step.screen, step.form.untouched) == ("call", True)


@pytest.mark.parametrize(("target", "screen"), [("card", "card"), ("contact", "contact"), ("call-1", "call")])
def test_every_answer_can_be_changed_from_the_check(target: str, screen: str) -> None:
    step = walk(CARD, call(0), call(1), CONTACT, screen="check", seen_check="1", go=f"change-{target}")
    assert step.screen == screen
    assert step.place == (1 if screen == "call" else 0)


def test_after_a_change_she_is_back_at_the_check() -> None:
    step = walk(CARD, call(0), CONTACT, screen="card", seen_check="1", go="next")
    assert step.screen == "check"


def test_everything_is_checked_again_at_the_end() -> None:
    tampered = {**CARD, "card-registered_on": "2031-01-01"}
    step = walk(tampered, call(0), CONTACT, screen="check", go="send")
    assert (step.complete, step.screen, step.mistaken) == (False, "card", True)
    step = walk(CARD, call(0), call(1, day="2031-01-01"), CONTACT, screen="check", go="send")
    assert (step.complete, step.screen, step.place) == (False, "call", 1)
    step = walk(CARD, CONTACT, screen="check", go="send")
    assert (step.complete, step.screen) == (False, "call")


def test_a_program_that_fills_in_every_field_is_stopped_and_a_person_can_go_on() -> None:
    step = walk(CARD, call(0), CONTACT, screen="check", go="send", website="http://x")
    assert (step.complete, step.mistaken, step.screen) == (False, True, "check")
    assert onward(step, {}, go="send").complete


@pytest.mark.parametrize("token", ["", "short", "x" * 33, "<script>alert(1)</script>.......", "汉" * 32])
def test_a_token_that_we_did_not_make_is_replaced(token: str) -> None:
    assert walk(CARD, token=token).token == "n" * 32


def test_one_sending_holds_so_many_calls_and_no_more() -> None:
    step = walk(CARD, *(call(n) for n in range(MOST_CALLS_AT_ONCE + 20)), screen="check")
    assert len(step.calls) == MOST_CALLS_AT_ONCE
    assert not step.may_add


def test_the_calls_on_other_screens_are_shown_with_their_questions() -> None:
    step = walk(CARD, call(0, clock="03:10"), call(1), CONTACT, screen="contact", go="next")
    assert [number for number, _ in step.other_calls] == [0, 1]
    assert [[str(q) for q in step.questions(told)] for _, told in step.other_calls] == [["at_night"], []]


@pytest.mark.parametrize("go", ["", "drop-x", "change-", "change-nowhere", "change-call-999999", "jump"])
def test_a_button_that_does_not_exist_changes_nothing(go: str) -> None:
    step = walk(CARD, call(0), CONTACT, screen="check", seen_check="1", go=go)
    assert not step.complete
    assert 0 in step.calls
