"""A whole call log pasted in bed, confirmed with a thumb."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.test_mother import Look, _city, look, press, send_report  # noqa: F401 - fixtures
from tests.servers.browser import PHONE
from tests.servers.portal import LivePortal

LOG = """最近通话
0755-8200 2389 昨天 14:22 胎毛笔
13800138000
广东深圳
前天 下午3:10
10655020100123 昨天 09:30
【贝贝笔庄】免费上门剃胎毛，退订回T
未知号码 昨天 10:05 月嫂
13800138000 呼出 昨天 11:00"""


@pytest.mark.parametrize(("width", "script"), [(360, True), (390, False), (768, True)])
def test_a_pasted_log_becomes_rows_to_confirm(
    open_page: Callable[..., Page],
    live_portal: LivePortal,
    look: Look,  # noqa: F811
    width: int,
    script: bool,
) -> None:
    hers = open_page({**PHONE, "viewport": {"width": width, "height": 844}}, java_script_enabled=script)
    send_report(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/diary")
    press(hers, "一次粘贴多条通话或短信记录")
    press(hers, "看看读出了什么")
    look(hers, "paste-empty")
    hers.fill("#text", LOG)
    press(hers, "看看读出了什么")
    assert hers.locator(".rows > li").count() == 5
    assert hers.locator(".rows input:checked").count() == 4
    look(hers, "paste-rows")
    assert hers.locator("body").evaluate("node => node.scrollWidth") <= width
    press(hers, "记下勾选的来电")
    assert hers.locator(".diary > li").count() == 5
    look(hers, "paste-diary")
