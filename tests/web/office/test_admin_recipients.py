"""The page of recipients: what is missing stands in the title, and a plan is added and ended by form."""

from portal.domain.access import Role
from portal.intake import plans
from tests.web.office.conftest import Office

PAGE = "/office/admin/recipients"
PLAN = {"recipient": "宁川市人口计生局", "day_of_month": "5", "start": "2025-12-01", "until": "2027-01-01"}


def test_an_empty_registry_says_what_would_fill_it(office: Office) -> None:
    page = office.page(Role.ADMINISTRATOR, PAGE)
    assert "还没有接收单位" in page and "还没有导出计划" in page


def test_a_plan_is_added_by_form_and_its_missing_runs_stand_in_the_title(office: Office) -> None:
    client = office.client(Role.ADMINISTRATOR)
    assert client.post(PAGE, data=PLAN).location == PAGE
    assert "1 个接收单位，3 次计划的导出没有实际记录" in client.get(PAGE).text
    assert client.post(PAGE, data=PLAN).status_code == 409


def test_a_plan_is_refused_in_words(office: Office) -> None:
    client = office.client(Role.ADMINISTRATOR)
    cases = (
        ({"day_of_month": "31"}, "请写 1 到 28 之间的日期"),
        ({"until": "2025-11-01"}, "结束要晚于开始"),
        ({"start": ""}, "请写下日期"),
        ({"recipient": "甲 | 乙"}, "接收单位不能用这个名称"),
        ({"recipient": ""}, "必填，但为空"),
        ({"districts": "没有的区"}, "没有这个辖区"),
        ({"districts": "<b>区</b>"}, "&lt;b&gt;区&lt;/b&gt;"),
        ({"hospitals": "没有的医院"}, "医院名单中没有这家医院"),
    )
    for changes, said in cases:
        answer = client.post(PAGE, data=PLAN | changes)
        assert (answer.status_code, said in answer.text) == (422, True), changes
    assert plans.known(store=office.store) == []


def test_a_plan_is_ended_once(office: Office) -> None:
    client = office.client(Role.ADMINISTRATOR)
    client.post(PAGE, data=PLAN)
    (one,) = plans.standing(store=office.store, at=office.at).plans
    assert client.post(f"/office/admin/plans/{one.id}/end").location == PAGE
    assert client.post(f"/office/admin/plans/{one.id}/end").status_code == 409
    assert "已结束" in client.get(PAGE).text
    assert client.get(f"/office/admin/plans/{one.id}/end?lang=en").location == f"{PAGE}?lang=en"


def test_who_answers_for_a_recipients_files_is_written_down(office: Office) -> None:
    client = office.client(Role.ADMINISTRATOR)
    client.post(PAGE, data=PLAN)
    told = {"custodian": "信息科 <b>"}
    assert client.post(f"{PAGE}/1/custodian", data=told).location == PAGE
    assert 'value="信息科 &lt;b&gt;"' in client.get(PAGE).text
    assert client.post(f"{PAGE}/99/custodian", data=told).status_code == 404
    long = client.post(f"{PAGE}/1/custodian", data={"custodian": "科" * 121})
    assert (long.status_code, "最多 120 个字" in long.text, "科" * 121 in long.text) == (422, True, True)
    client.post(f"{PAGE}/1/custodian", data={"custodian": " "})
    assert "信息科" not in client.get(PAGE).text
