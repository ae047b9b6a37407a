"""A phone is verified by a code that the worker sends: few tries, few codes, no number kept, one phone one voice."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.cli import phone_codes as outbox
from portal.domain.opendata import Voice
from portal.domain.period import Period, local_day
from portal.domain.verification import CODES_A_COMPLAINT, CODES_A_NUMBER, FIRST_PAUSE, LIVES, TRIES
from portal.domain.vocabulary import Tier
from portal.sending.outlet import NotSent
from portal.storage import complaints, voices
from portal.storage.schema import code_requests, journal, phone_codes, phones
from portal.storage.schema import complaints as table
from tests.web.public.conftest import Browser, text_of

NUMBER, OTHER = "138 0013 8000", "13012345678"


@pytest.fixture
def mother(browser: Browser) -> Browser:
    browser.send_report("t" * 32)
    return browser


def ask(browser: Browser, number: str = NUMBER, token: str = "a" * 32) -> str:
    """Ask for a code, let the worker work, and read the message that came; empty where none did."""
    before = {one.name for one in spool(browser).glob("*.json")}
    answer = browser.post("/diary/phone", {"number": number, "token": token}, page="/diary/phone")
    assert answer.headers.get("Location") == "/diary/phone/code", text_of(answer)
    while outbox.send_waiting(browser.services):
        pass
    (fresh,) = [one for one in spool(browser).glob("*.json") if one.name not in before] or [None]
    return json.loads(fresh.read_text())["text"][4:10] if fresh else ""


def spool(browser: Browser):
    return browser.services.settings.instance / "messages"


def type_in(browser: Browser, code: str) -> int:
    return browser.post("/diary/phone/code", {"code": code}, page="/diary/phone/code").status_code


def reports(browser: Browser) -> list:
    with browser.services.store.read() as connection:
        return connection.execute(select(table).order_by(table.c.created_at)).all()


def counted(browser: Browser) -> list[Voice]:
    today = local_day(browser.at)
    with browser.services.store.read() as connection:
        return voices.of_period(connection, Period(today - timedelta(days=9), today + timedelta(days=9)))


def test_the_code_that_came_makes_her_report_verified(mother: Browser) -> None:
    assert counted(mother) == []
    code = ask(mother)

    assert type_in(mother, code) == 303

    (report,) = reports(mother)
    assert (report.tier, report.issuer) == (Tier.PHONE_VERIFIED, "中国移动")
    assert "手机号已核实" in mother.get("/diary/phone").text
    assert len(counted(mother)) == 1


def test_the_number_is_nowhere_once_the_code_was_sent(mother: Browser, caplog: pytest.LogCaptureFixture) -> None:
    ask(mother)
    with mother.services.store.read() as connection:
        assert connection.execute(select(phone_codes.c.number_sealed)).scalar_one() is None
        kept = [str(connection.execute(select(one)).all()) for one in (phone_codes, code_requests, journal)]
    assert "13800138000" not in "".join(kept) + caplog.text


def test_a_code_may_be_tried_five_times(mother: Browser) -> None:
    code = ask(mother)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert [type_in(mother, wrong) for _ in range(TRIES)] == [400] * TRIES
    assert mother.post("/diary/phone/code", {"code": code}, page="/diary").status_code == 400
    assert reports(mother)[0].tier == Tier.ANONYMOUS


def test_a_code_is_over_after_ten_minutes(mother: Browser) -> None:
    code = ask(mother)
    mother.pass_time(seconds=LIVES.total_seconds())
    assert mother.post("/diary/phone/code", {"code": code}, page="/diary").status_code == 400
    assert mother.get("/diary/phone/code").headers["Location"] == "/diary/phone"


def test_only_the_last_code_is_good(mother: Browser) -> None:
    first = ask(mother)
    mother.pass_time(seconds=5)
    second = ask(mother, token="b" * 32)
    assert first != second and type_in(mother, first) == 400 and type_in(mother, second) == 303


def test_the_same_tap_twice_asks_once(mother: Browser) -> None:
    ask(mother)
    assert ask(mother) == ""


def test_a_number_gets_three_codes_a_day_and_the_page_does_not_say_who_asked(
    mother: Browser, another_browser: Browser
) -> None:
    for place in range(CODES_A_NUMBER):
        assert ask(mother, token=f"{place}" * 32)
    another_browser.send_report("u" * 32)
    assert ask(another_browser) == ""
    assert type_in(another_browser, "000000") == 400
    another_browser.pass_time(days=1, seconds=1)
    mother.at = another_browser.at
    another_browser.post("/receipt", {"code": "x"}, page="/receipt")


def test_a_report_asks_for_five_codes_a_day(mother: Browser) -> None:
    numbers = [f"1301234567{place}" for place in range(CODES_A_COMPLAINT + 1)]
    for place, number in enumerate(numbers[:-1]):
        assert ask(mother, number, token=f"{place}" * 32)
    told = {"number": numbers[-1], "token": "z" * 32}
    answer = mother.post("/diary/phone", told, page="/diary/phone")
    assert answer.status_code == 400 and "请明天再来" in answer.text


@pytest.mark.parametrize("written", ["", "0755-82002389", "95588", "10086", "abc", "1380013800", "+1 212 555 0100"])
def test_only_a_mobile_number_is_sent_a_code(mother: Browser, written: str) -> None:
    answer = mother.post("/diary/phone", {"number": written, "token": "a" * 32}, page="/diary/phone")
    assert answer.status_code == 400 and "请填写能收短信的手机号" in answer.text


def test_a_second_report_from_the_same_phone_is_the_same_voice(mother: Browser, another_browser: Browser) -> None:
    type_in(mother, ask(mother))
    mother.pass_time(minutes=1)
    another_browser.at = mother.at
    another_browser.services.clock = lambda: mother.at
    another_browser.send_report("u" * 32)

    assert type_in(another_browser, ask(another_browser)) == 303

    assert [one.tier for one in reports(mother)] == [1, 1]
    assert len(counted(mother)) == 1
    with mother.services.store.read() as connection:
        first, second = connection.execute(select(phones.c.phone_index)).scalars()
    assert first == second


def test_what_could_not_be_sent_is_tried_again(mother: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = spool(mother)
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_text("no folder")
    mother.post("/diary/phone", {"number": NUMBER, "token": "a" * 32}, page="/diary/phone")
    assert outbox.send_waiting(mother.services)
    assert not outbox.send_waiting(mother.services)
    blocked.unlink()
    mother.pass_time(seconds=FIRST_PAUSE.total_seconds())
    assert outbox.send_waiting(mother.services)
    assert len(list(spool(mother).glob("*.json"))) == 1


def test_a_code_that_never_left_is_forgotten_with_its_number(mother: Browser) -> None:
    mother.post("/diary/phone", {"number": NUMBER, "token": "a" * 32}, page="/diary/phone")
    mother.pass_time(seconds=LIVES.total_seconds() + 1)
    assert outbox.send_waiting(mother.services)
    with mother.services.store.read() as connection:
        assert connection.execute(select(phone_codes.c.number_sealed)).scalar_one() is None
        assert "phone_codes.expire" in connection.execute(select(journal.c.verb)).scalars().all()


def test_who_erases_leaves_no_digest_but_buys_no_codes(mother: Browser) -> None:
    type_in(mother, ask(mother))
    with mother.services.store.write() as connection:
        complaints.erase(connection, UUID(str(reports(mother)[0].id)))
    with mother.services.store.read() as connection:
        assert not connection.execute(select(phones)).all() + connection.execute(select(phone_codes)).all()
        assert len(connection.execute(select(code_requests)).all()) == 1


def test_who_withdraws_from_cases_is_still_one_voice(mother: Browser) -> None:
    type_in(mother, ask(mother))
    mother.post("/leave", {"how": "cases"}, page="/leave")
    with mother.services.store.read() as connection:
        assert len(connection.execute(select(phones)).all()) == 1


def test_where_no_messages_leave_nothing_is_offered(mother: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'href="/diary/phone"' in mother.get("/diary").text
    object.__setattr__(mother.services.settings, "messages", "")
    assert 'href="/diary/phone"' not in mother.get("/diary").text
    assert mother.get("/diary/phone").status_code == 404
    assert not outbox.send_waiting(mother.services)


def test_not_sent_says_nothing_of_whom() -> None:
    assert NUMBER not in str(NotSent("503"))
