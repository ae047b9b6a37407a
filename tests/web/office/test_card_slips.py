"""A verifier prints slips of the hospital that an administrator named, sees the codes once, and sees nothing else."""

import re

import pytest

from portal.domain.access import Role
from portal.domain.card_slip import A_DAY
from portal.storage import hospitals, journal
from tests.web.office.conftest import Office
from tests.web.public.conftest import text_of

VERIFIER, ADMINISTRATOR, HOSPITAL = Role.HOSPITAL_VERIFIER, Role.ADMINISTRATOR, "宁川市妇幼保健院"
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture
def placed(office: Office) -> Office:
    """An office whose verifier has a hospital."""
    with office.store.write() as connection:
        hospitals.put(connection, {HOSPITAL: "江岸区"})
    assert place(office, HOSPITAL) == 303
    return office


def place(office: Office, hospital: str) -> int:
    member = office.members[VERIFIER].id
    administrator = office.client(ADMINISTRATOR)
    return administrator.post(f"/office/admin/members/{member}/verifies", data={"hospital": hospital}).status_code


def test_a_verifier_begins_at_the_slips_and_prints_none_before_a_hospital_is_named(office: Office) -> None:
    client = office.client(VERIFIER)
    assert client.get("/office/").location == "/office/slips"
    page = client.get("/office/slips")
    assert "管理员还没有登记您在哪家医院" in page.text and "<form" not in page.text.split("<main")[1].split("</main")[0]
    assert client.post("/office/slips/print", data={"count": "12"}).status_code == 409


def test_the_codes_are_in_the_answer_and_nowhere_else(placed: Office) -> None:
    client = placed.client(VERIFIER)
    answer = client.post("/office/slips/print", data={"count": "24"})
    codes = set(CODE.findall(answer.text))
    assert (answer.status_code, len(codes)) == (200, 24)
    assert HOSPITAL in text_of(answer) and "no-store" in answer.headers["Cache-Control"]
    assert client.get("/office/slips/print").location == "/office/slips"
    assert not CODE.search(client.get("/office/slips").text)
    with placed.store.read() as connection:
        (entry,) = [one.entry for one in journal.read_chain(connection) if one and one.entry.verb == "card_slips.print"]
    assert (entry.actor, entry.details) == (VERIFIER.value, {"hospital": HOSPITAL, "slips": 24})


@pytest.mark.parametrize("count", ["", "0", "-12", "1000000", "twelve"])
def test_a_count_that_is_not_offered_is_refused_in_words(placed: Office, count: str) -> None:
    answer = placed.client(VERIFIER).post("/office/slips/print", data={"count": count})
    assert (answer.status_code, "请选打印多少张" in answer.text) == (422, True)


def test_so_many_a_day(placed: Office) -> None:
    client = placed.client(VERIFIER)
    for _ in range(A_DAY // 48):
        assert client.post("/office/slips/print", data={"count": "48"}).status_code == 200
    answer = client.post("/office/slips/print", data={"count": "12"})
    assert answer.status_code == 422 and "明天再来" in answer.text


def test_an_administrator_names_the_hospital_and_the_journal_says_so(placed: Office) -> None:
    member = placed.members[VERIFIER].id
    page = placed.page(ADMINISTRATOR, f"/office/admin/members/{member}")
    assert f'<option selected value="{HOSPITAL}">' in page and f"登记在{HOSPITAL}核验" in page
    assert place(placed, "不存在的医院") == 422
    assert place(placed, "") == 303
    assert "还没有登记" in placed.page(VERIFIER, "/office/slips")
    assert "登记不再在医院核验" in placed.page(ADMINISTRATOR, f"/office/admin/members/{member}")
    analyst = placed.page(ADMINISTRATOR, f"/office/admin/members/{placed.members[Role.ANALYST].id}")
    assert "在哪家医院核验" not in analyst
