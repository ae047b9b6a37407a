"""The page of hospitals: a list is sent in and judged in words, and a hospital gets another name."""

from io import BytesIO

from werkzeug.test import TestResponse

from portal.domain.access import Role
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
