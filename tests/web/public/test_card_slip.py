"""A slip from her hospital makes her report confirmed; the hospital learns nothing, and a slip works once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.casework import card_slips as printing
from portal.casework import members
from portal.domain.access import Role, StaffMember
from portal.domain.card_slip import A_DAY, LIVES
from portal.domain.vocabulary import Tier
from portal.intake import retention
from portal.storage import card_slips as storage
from portal.storage import hospitals, journal
from portal.storage.card_slip_tables import card_slips
from portal.storage.schema import complaints
from portal.storage.schema import hospitals as tables
from portal.vault.card_slips import new_code
from tests.web.public.conftest import Browser, text_of

HERS, OTHER = "宁川市妇幼保健院", "平湖区医院"


@pytest.fixture
def mother(browser: Browser) -> Browser:
    browser.send_report("t" * 32)
    return browser


@pytest.fixture
def verifier(browser: Browser) -> StaffMember:
    with browser.services.store.write() as connection:
        hospitals.put(connection, {HERS: "江岸区", OTHER: "平湖区"})
    return employed(browser, "verifier", HERS)


def employed(browser: Browser, login: str, hospital: str) -> StaffMember:
    member = members.add(
        login=login, name=login, role=Role.HOSPITAL_VERIFIER, password="correct horse battery staple", by="system",
        at=browser.at, store=browser.services.store,
    )  # fmt: skip
    with browser.services.store.write() as connection:
        storage.set_hospital(connection, member.id, hospitals.ids_by_name(connection)[hospital])
    return member


def printed(browser: Browser, by: StaffMember, count: int = 1) -> tuple[str, ...]:
    found = browser.services
    return printing.print_slips(count, by=by, store=found.store, vault=found.vault, at=browser.at).codes


def type_in(browser: Browser, code: str):
    return browser.post("/diary/slip", {"code": code}, page="/diary/slip")


def standing(browser: Browser) -> list[tuple[int, str | None]]:
    with browser.services.store.read() as connection:
        query = select(complaints.c.tier, complaints.c.issuer).order_by(complaints.c.created_at)
        return [tuple(row) for row in connection.execute(query)]


def name_hospital(browser: Browser, name: str | None) -> None:
    with browser.services.store.write() as connection:
        row = hospitals.ids_by_name(connection)[name] if name else None
        connection.execute(update(complaints).values(hospital_id=row))


@pytest.mark.parametrize("told", [None, HERS])
def test_a_slip_makes_her_report_confirmed(mother: Browser, verifier: StaffMember, told: str | None) -> None:
    name_hospital(mother, told)
    (code,) = printed(mother, verifier)

    answer = type_in(mother, f" {code.lower().replace('-', ' ')} ")

    assert answer.status_code == 303
    assert standing(mother) == [(Tier.REGISTRATION_CONFIRMED, HERS)]
    page = text_of(mother.get("/diary/slip"))
    assert "建卡已确认" in page and HERS in page
    with mother.services.store.read() as connection:
        hers = select(tables.c.name).join(complaints, complaints.c.hospital_id == tables.c.id)
        assert connection.execute(hers).scalar_one() == HERS


def test_a_slip_works_once(mother: Browser, verifier: StaffMember) -> None:
    (code,) = printed(mother, verifier)
    type_in(mother, code)
    mother.post("/close", page="/diary")
    mother.pass_time(minutes=1)
    mother.send_report("u" * 32)

    answer = type_in(mother, code)

    assert answer.status_code == 400 and "用过了" in text_of(answer)
    assert standing(mother)[1] == (Tier.ANONYMOUS, None)


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH-JKMN", "八八八八", "0" * 200, "made"])
def test_what_is_no_slip_confirms_nothing_and_is_kept_in_the_field(mother: Browser, typed: str) -> None:
    typed = new_code() if typed == "made" else typed
    answer = type_in(mother, typed)
    assert answer.status_code == 400
    assert f'value="{typed}"' in answer.text or not typed
    assert standing(mother) == [(Tier.ANONYMOUS, None)]


def test_a_slip_of_another_hospital_stays_good(mother: Browser, verifier: StaffMember) -> None:
    name_hospital(mother, HERS)
    (code,) = printed(mother, employed(mother, "elsewhere", OTHER))

    answer = type_in(mother, code)

    assert answer.status_code == 400 and OTHER in text_of(answer)
    assert standing(mother) == [(Tier.ANONYMOUS, None)]
    name_hospital(mother, OTHER)
    assert type_in(mother, code).status_code == 303


def test_a_slip_ends_and_is_forgotten(mother: Browser, verifier: StaffMember) -> None:
    (code,) = printed(mother, verifier)
    mother.pass_time(days=LIVES.days)
    mother.get("/")
    found = mother.services
    retention.run(terms=found.retention_terms, store=found.store, at=mother.at)
    with found.store.read() as connection:
        assert connection.execute(select(card_slips)).all() == []
        assert storage.find(connection, found.vault.slip_index(code), mother.at - LIVES) is None


def test_a_slip_is_good_until_its_last_moment_and_no_longer(mother: Browser, verifier: StaffMember) -> None:
    (code,) = printed(mother, verifier)
    index = mother.services.vault.slip_index(code)
    with mother.services.store.read() as connection:
        assert storage.find(connection, index, mother.at - timedelta(microseconds=1)) is not None
        assert storage.find(connection, index, mother.at) is None


def test_a_hospital_prints_so_many_a_day(mother: Browser, verifier: StaffMember) -> None:
    colleague = employed(mother, "colleague", HERS)
    printed(mother, verifier, A_DAY - 1)
    printed(mother, colleague)
    with pytest.raises(printing.TooManySlips):
        printed(mother, verifier)
    printed(mother, employed(mother, "elsewhere", OTHER))
    mother.pass_time(days=1)
    printed(mother, verifier)


def test_nothing_that_is_kept_says_which_slip_confirmed_what(mother: Browser, verifier: StaffMember) -> None:
    codes = printed(mother, verifier, 12)
    type_in(mother, codes[3])
    with mother.services.store.read() as connection:
        rows = connection.execute(select(card_slips)).all()
        said = str([chained.entry.details for chained in journal.read_chain(connection) if chained])
    assert [column.name for column in card_slips.c] == ["slip_index", "hospital_id", "printed_at", "printed_by", "used"]
    assert sum(row.used for row in rows) == 1
    for code in codes:
        assert code not in str(rows) and code.replace("-", "") not in str(rows) and code not in said
    assert all(row.slip_index.hex() not in said for row in rows)


def test_who_has_left_confirms_nothing(mother: Browser, verifier: StaffMember) -> None:
    (code,) = printed(mother, verifier)
    mother.post("/leave", {"how": "cases"}, page="/leave")
    assert type_in(mother, code).headers["Location"] == "/diary"
    assert standing(mother)[0][0] != Tier.REGISTRATION_CONFIRMED
