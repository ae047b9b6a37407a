"""The page of hospitals: a list is sent in and judged in words, and a hospital gets another name."""

import re
from datetime import UTC, datetime
from io import BytesIO

from werkzeug.test import TestResponse

from portal.domain.access import Role
from portal.domain.month import Month
from portal.storage import registrations
from portal.storage.registrations import Counted
from tests.web.office.conftest import Office

PAGE = "/office/admin/hospitals"
FILE = "hospital,district\n宁川市妇幼保健院,江岸区\n青山区人民医院,青山区\n"


def send(office: Office, content: str, encoding: str = "utf-8") -> TestResponse:
    file = (BytesIO(content.encode(encoding)), "hospitals.csv")
    return office.client(Role.ADMINISTRATOR).post(PAGE, data={"file": file})


def test_a_list_is_sent_and_stands_by_district(office: Office) -> None:
    assert "新增 2 家" in send(office, FILE).text
    assert "2 个辖区的 2 家医院" in office.page(Role.ADMINISTRATOR, PAGE)


def test_a_bad_row_is_shown_with_its_reason_and_nothing_comes_in(office: Office) -> None:
    answer = send(office, FILE + "<b>甲</b>;乙,青山区\n")
    assert answer.status_code == 422
    assert "没有导入任何一行" in answer.text and "名称中不能有分号" in answer.text
    assert "<b>甲" not in answer.text
    assert "还没有医院" in office.page(Role.ADMINISTRATOR, PAGE)


def test_what_is_no_list_is_refused_in_words(office: Office) -> None:
    assert "文件不是 UTF-8 编码" in send(office, FILE, "gbk").text
    assert "表头缺少必需的列：district" in send(office, "hospital\n甲\n").text
    assert "请选择一个文件" in office.client(Role.ADMINISTRATOR).post(PAGE).text


def test_a_hospital_gets_another_name_and_keeps_its_former_one(office: Office) -> None:
    send(office, FILE)
    client = office.client(Role.ADMINISTRATOR)
    assert "宁川市妇幼保健院（江岸区）" in client.get(f"{PAGE}/1").text
    assert client.post(f"{PAGE}/1", data={"name": "青山区人民医院"}).status_code == 409
    assert client.post(f"{PAGE}/1", data={"name": ""}).status_code == 422
    assert client.post(f"{PAGE}/1", data={"name": "宁川市妇幼保健中心"}).location == PAGE
    shown = client.get(PAGE).text
    assert "宁川市妇幼保健中心" in shown and "宁川市妇幼保健院" in shown
    assert client.post(f"{PAGE}/99", data={"name": "甲"}).status_code == 404


def test_which_months_of_totals_each_hospital_sent_and_which_are_missing(office: Office) -> None:
    assert "建卡总数" not in office.page(Role.ADMINISTRATOR, PAGE)
    send(office, FILE)
    assert "还没有建卡总数" in office.page(Role.ADMINISTRATOR, PAGE)
    names = ("宁川市妇幼保健院", "青山区人民医院")
    everything = {Counted(name, Month(2025, number)): 7 for name in names for number in (11, 12)}
    told(office, everything)
    office.at = datetime(2026, 1, 5, tzinfo=UTC)
    assert "2 家医院都送齐了 2 个月的建卡总数" in office.page(Role.ADMINISTRATOR, PAGE)

    told(office, {Counted(names[0], Month(2025, 9)): 0, Counted(names[0], Month(2026, 2)): 3})
    office.at = datetime(2026, 3, 5, tzinfo=UTC)
    page = office.page(Role.ADMINISTRATOR, PAGE)
    assert "2 家医院里有 2 家的建卡总数没有送齐" in page
    table = page.split('id="totals"')[1]
    first, second = (re.search(rf">{name}</a>.*?</tr>", table, re.S)[0] for name in names)
    assert (first.count(">已送<"), first.count(">没有送<")) == (4, 2)
    assert ">2025-10、2026-01<" in first and ">2025-09 至 2025-10、2026-01 至 2026-02<" in second
    for month, never in ((2, 1), (3, 2)):
        office.at = datetime(2028, month, 5, tzinfo=UTC)
        assert office.page(Role.ADMINISTRATOR, PAGE).count(">都没有送<") == never


def told(office: Office, totals: dict[Counted, int]) -> None:
    with office.store.write() as connection:
        registrations.put(connection, totals)
