"""Deliveries on the office's pages: asked for, approved, stopped, fetched; each by whom it may be."""

import re
from datetime import timedelta
from uuid import UUID

import pyotp
import pyrage
import pytest
from flask.testing import FlaskClient

from portal.casework import members
from portal.domain.access import Role
from portal.domain.period import local_day
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from tests.casework.delivered import table
from tests.web.office.conftest import PASSWORD, Office
from tests.web.office.test_step_up import with_app

REQUESTER, APPROVER, ADMIN = Role.EXPORT_REQUESTER, Role.EXPORT_APPROVER, Role.ADMINISTRATOR
UNITS = {REQUESTER: "卫健委信息中心", APPROVER: "市监局执法科"}
PATH = re.compile(r"/office/deliveries/[0-9a-f-]{36}")


class Desk:
    """The office with reports of five mothers, a receiver, and two people who may have rows leave."""

    def __init__(self, office: Office) -> None:
        self.office, self.identity = office, pyrage.x25519.Identity.generate()
        self.apps: dict[Role, pyotp.TOTP] = {}
        for number in range(5):
            call = CallDraft(office.at - timedelta(days=2, minutes=number), Precision.MINUTE, VendorType.INSURANCE)
            intake.submit(
                ComplaintDraft(Card(), (call, call)), token=f"desk-{number}".ljust(32, "x"), store=office.store,
                vault=office.services.vault, at=office.at,
            )  # fmt: skip
        office.at += timedelta(days=1)
        for role, unit in UNITS.items():
            members.set_unit_on_server(role.value, unit, by="command_line", at=office.at, store=office.store)

    @property
    def key(self) -> str:
        return str(self.identity.to_public())

    def factors(self) -> None:
        """Both have a second factor."""
        self.apps = {role: with_app(self.office, role) for role in UNITS}

    def client(self, role: Role) -> FlaskClient:
        """Signed in just now."""
        if role not in self.apps:
            return self.office.client(role)
        self.office.at += timedelta(minutes=1)
        client = self.office.app.test_client()
        client.post("/office/sign-in", data={"login": role.value, "password": PASSWORD})
        client.post("/office/sign-in/second", data={"proof_code": self.apps[role].at(self.office.at)})
        return client

    def registered(self) -> None:
        form = {"name": "宁川市人民检察院", "purpose": "prosecution", "public_key": self.key}
        assert self.client(ADMIN).post("/office/admin/receivers", data=form).status_code == 303

    def form(self, **changes: str) -> dict[str, str]:
        day = (local_day(self.office.at) - timedelta(days=1)).isoformat()
        return {
            "receiver": "1", "document": "宁检〔2026〕12 号", "first": day, "last": day, "district": "", "tiers": "all",
        } | changes  # fmt: skip

    def asked(self) -> str:
        """The address of a delivery that was asked for."""
        answer = self.client(REQUESTER).post("/office/deliveries/new", data=self.form())
        assert answer.status_code == 303, answer.text
        return answer.location

    def approved(self, path: str) -> None:
        form = {"key_tail": self.key[-6:], "answer": "approve"}
        assert self.client(APPROVER).post(f"{path}/decision", data=form).status_code == 303


@pytest.fixture
def desk(office: Office) -> Desk:
    made = Desk(office)
    made.registered()
    made.factors()
    return made


def test_a_delivery_goes_its_way_and_leaves_once(desk: Desk) -> None:
    path = desk.asked()
    assert PATH.fullmatch(path)
    page = desk.client(APPROVER).get(path).text
    assert "10 行，涉及 5 位报告人" in page and "宁检〔2026〕12 号" in page and UNITS[REQUESTER] in page
    assert desk.key[-6:] not in page
    desk.approved(path)
    early = desk.client(REQUESTER).post(f"{path}/file")
    assert early.status_code == 409 and "还在等待期" in early.text
    desk.office.at += timedelta(hours=24)
    client = desk.client(REQUESTER)
    assert "取走文件" in client.get(path).text and "取走文件" not in desk.client(APPROVER).get(path).text
    answer = client.post(f"{path}/file")
    assert answer.mimetype == "application/octet-stream" and "no-store" in answer.headers["Cache-Control"]
    assert re.search(r'filename="jingyue-\d{8}-[0-9A-F]{6}\.zip\.age"', answer.headers["Content-Disposition"])
    assert len(table(pyrage.decrypt(answer.data, [desk.identity]))) == 10
    again = client.post(f"{path}/file")
    assert again.status_code == 409 and "已经取走过一次" in again.text
    assert client.get(f"{path}/file").location == path


def test_a_wrong_end_of_the_key_and_a_colleague_approve_nothing(desk: Desk) -> None:
    path = desk.asked()
    wrong = desk.client(APPROVER).post(f"{path}/decision", data={"key_tail": "000000", "answer": "approve"})
    assert wrong.status_code == 409 and "最后 6 位不一致" in wrong.text
    store = desk.office.store
    members.set_unit_on_server(APPROVER.value, UNITS[REQUESTER], by="command_line", at=desk.office.at, store=store)
    client = desk.client(APPROVER)
    assert "属于同一个单位" in client.get(path).text
    same = client.post(f"{path}/decision", data={"key_tail": desk.key[-6:], "answer": "approve"})
    assert same.status_code == 409
    assert client.post(f"{path}/decision", data={"answer": "no"}).status_code == 303
    assert "没有批准提供给" in client.get(path).text


def test_who_watches_stops_it_and_who_does_not_sees_nothing(desk: Desk) -> None:
    path = desk.asked()
    desk.approved(path)
    for role in Role:
        watches = role in (REQUESTER, APPROVER, ADMIN, Role.AUDITOR)
        answer = desk.client(role).get(path)
        assert answer.status_code == (200 if watches else 403), role
        assert ("叫停这一件" in answer.text) is watches
    assert desk.client(ADMIN).post(f"{path}/stop").status_code == 303
    assert "已被叫停" in desk.client(Role.AUDITOR).get(path).text
    desk.office.at += timedelta(hours=24)
    assert desk.client(REQUESTER).post(f"{path}/file").status_code == 409
    assert desk.client(ADMIN).post(f"{path}/stop").status_code == 409


def test_without_a_second_factor_it_is_said_at_once_and_nothing_is_asked(office: Office) -> None:
    desk = Desk(office)
    desk.registered()
    page = desk.client(REQUESTER).get("/office/deliveries/new").text
    assert "都要有第二道验证" in page and "/office/account/factors" in page
    answer = desk.client(REQUESTER).post("/office/deliveries/new", data=desk.form())
    assert answer.status_code == 409 and "都要有第二道验证" in answer.text
    assert "还没有对外提供过数据" in desk.client(ADMIN).get("/office/deliveries").text
    assert "都要有第二道验证" not in desk.client(ADMIN).get("/office/deliveries").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"receiver": "99"}, "请选择提供对象"),
        ({"document": " "}, "请写下来函文号"),
        ({"first": ""}, "请填写日期"),
        ({"last": "2020-01-01"}, "最后一天在第一天之前"),
        ({"last": "2099-01-01"}, "最后一天要在今天之前"),
        ({"tiers": "verified"}, "涉及的报告人太少"),
        ({"district": "别处"}, "涉及的报告人太少"),
    ],
)
def test_what_cannot_be_asked_is_said_and_what_was_typed_stays(desk: Desk, changes: dict[str, str], said: str) -> None:
    answer = desk.client(REQUESTER).post("/office/deliveries/new", data=desk.form(**changes))
    assert answer.status_code in (409, 422) and said in answer.text
    assert changes.get("document", "宁检〔2026〕12 号") in answer.text


def test_a_receiver_is_registered_with_a_real_key_and_retired(desk: Desk) -> None:
    client = desk.client(ADMIN)
    for form, said in (
        ({"name": "", "purpose": "telecom", "public_key": desk.key}, "请写下机关名称"),
        ({"name": "甲", "public_key": desk.key}, "请选择用途"),
        ({"name": "甲", "purpose": "telecom", "public_key": "age1wrong"}, "这不是一个 age 公钥"),
        ({"name": "宁川市人民检察院", "purpose": "prosecution", "public_key": desk.key}, "已经登记过"),
    ):
        answer = client.post("/office/admin/receivers", data=form)
        assert answer.status_code in (409, 422) and said in answer.text
    assert desk.key in client.get("/office/admin/receivers").text
    assert client.post("/office/admin/receivers/1/retire").status_code == 303
    assert client.post("/office/admin/receivers/1/retire").status_code == 404
    assert "已停用" in client.get("/office/admin/receivers").text
    assert "还没有登记提供对象" in desk.client(REQUESTER).get("/office/deliveries/new").text


def test_an_administrator_says_to_which_unit_somebody_belongs_and_it_is_on_record(office: Office) -> None:
    member, client = office.members[REQUESTER], office.client(ADMIN)
    path = f"/office/admin/members/{member.id}"
    assert client.post(f"{path}/unit", data={"unit": " 卫健委信息中心 "}).location == path
    page = client.get(path).text
    assert "administrator 把所属单位改为：卫健委信息中心" in page
    assert client.post(f"{path}/unit", data={"unit": "卫健委信息中心"}).status_code == 409
    assert client.post(f"{path}/unit", data={"unit": "长" * 121}).status_code == 422
    assert "卫健委信息中心" in client.get("/office/admin/members").text
    assert client.get(f"{path}/unit").location == path


def test_a_delivery_that_is_not_there_is_not_found(desk: Desk) -> None:
    path = f"/office/deliveries/{UUID(int=7)}"
    for role, step in ((ADMIN, ""), (ADMIN, "/stop"), (APPROVER, "/decision"), (REQUESTER, "/file")):
        client = desk.client(role)
        answer = client.post(path + step) if step else client.get(path)
        assert answer.status_code == 404, step
