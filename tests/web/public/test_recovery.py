"""Getting back by words and a PIN: set, used, replaced, guessed at, gone with her."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.domain.recovery import ATTEMPTS
from portal.intake import recovery
from portal.storage.schema import recoveries
from tests.web.public.conftest import Browser

WORDS, PIN = "外婆门口的石榴树", "482913"


@pytest.fixture
def hers(browser: Browser) -> Browser:
    browser.send_report()
    choose(browser)
    return browser


def choose(browser: Browser, words: str = WORDS, pin: str = PIN, again: str | None = None):
    told = {"words": words, "pin": pin, "again": pin if again is None else again}
    return browser.post("/diary/recovery", told, page="/diary/recovery")


def recover(browser: Browser, words: str = WORDS, pin: str = PIN):
    return browser.post("/recover", {"words": words, "pin": pin}, page="/recover")


@pytest.mark.parametrize(
    ("words", "pin"),
    [(WORDS, PIN), (" 外婆 门口的，石榴树！", "４８２ ９１３")],
    ids=["as chosen", "as a tired hand writes"],
)
def test_she_gets_back_to_her_receipt(hers: Browser, words: str, pin: str) -> None:
    code = hers.code()
    hers.post("/close", page="/diary")

    assert recover(hers, words, pin).location == "/received"

    assert hers.code() == code
    assert "用找回的话和数字打开过" in hers.get("/diary").text


@pytest.mark.parametrize(("words", "pin"), [(WORDS, "482914"), ("外公门口的石榴树", PIN)])
def test_what_opens_nothing_is_answered_alike(hers: Browser, words: str, pin: str) -> None:
    hers.post("/close", page="/diary")
    nobodys = "谁也没有选过的话"
    known, unknown = recover(hers, words, pin), recover(hers, nobodys, "482913")
    assert known.status_code == unknown.status_code == 400
    assert _without_tokens(known.text).replace(words, "") == _without_tokens(unknown.text).replace(
        "谁也没有选过的话", ""
    )
    assert hers.get("/diary").status_code == 403


def test_words_are_closed_after_a_few_attempts_and_open_a_day_later(hers: Browser) -> None:
    hers.post("/close", page="/diary")
    for _attempt in range(ATTEMPTS):
        assert "打不开任何报告" in recover(hers, pin="111222").text
    right, unknown = recover(hers), None
    assert "今天试得太多了" in right.text
    for _attempt in range(ATTEMPTS + 1):
        unknown = recover(hers, "谁也没有选过的话")
    assert "今天试得太多了" in unknown.text  # a lock that only real words had would tell which are real

    hers.pass_time(days=1, minutes=1)
    assert recover(hers).location == "/received"


def test_a_way_back_of_his_own_under_her_words_buys_no_attempts(hers: Browser, another_browser: Browser) -> None:
    his = "739164"
    another_browser.send_report(token="o" * 32)
    choose(another_browser, WORDS, his)
    guesses = [his if n % ATTEMPTS == ATTEMPTS - 1 else f"1112{n:02}" for n in range(3 * ATTEMPTS)]
    answers = [recover(another_browser, WORDS, guess).text for guess in guesses]
    assert sum("今天试得太多了" not in answer for answer in answers) == ATTEMPTS


def test_attempts_made_at_once_are_all_counted(hers: Browser) -> None:
    services, at = hers.services, hers.at

    def attempt(number: int) -> str:
        try:
            recovery.find(words=WORDS, pin=f"11{number:04}", store=services.store, vault=services.vault, at=at)
        except (recovery.TooManyAttempts, recovery.VaultBusy) as error:
            return type(error).__name__
        return "tried"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(attempt, range(12)))
    assert answers.count("tried") + answers.count("VaultBusy") == ATTEMPTS
    assert answers.count("TooManyAttempts") == 12 - ATTEMPTS


def test_two_who_chose_the_same_open_nothing(hers: Browser) -> None:
    hers.post("/close", page="/diary")
    hers.send_report(token="o" * 32)
    assert choose(hers).status_code == 303  # she is not told that somebody has the same
    assert recover(hers).status_code == 400


def test_it_can_be_replaced_and_taken_away(hers: Browser) -> None:
    choose(hers, "院子里的水缸和鱼", "739164")
    assert recover(hers).status_code == 400
    assert recover(hers, "院子里的水缸和鱼", "739164").status_code == 303
    hers.post("/diary/recovery/remove", page="/diary/recovery")
    assert recover(hers, "院子里的水缸和鱼", "739164").status_code == 400


@pytest.mark.parametrize("how", ["cases", "erased"])
def test_who_leaves_has_no_way_back(hers: Browser, how: str) -> None:
    hers.post("/leave", {"how": how}, page="/leave")
    assert recover(hers).status_code == 400


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("短话", PIN), "这句话太短"),
        (("。。。。！！", PIN), "这句话太短"),
        ((WORDS, "12345"), "请输入 6 位数字"),
        ((WORDS, "一二三四五六"), "请输入 6 位数字"),
        ((WORDS, "123456"), "太容易猜到"),
        ((WORDS, "888888"), "太容易猜到"),
        ((WORDS, PIN, "482914"), "两次输入的数字不一样"),
    ],
)
def test_what_cannot_be_chosen_is_said_in_words(hers: Browser, told: tuple[str, ...], said: str) -> None:
    answer = choose(hers, *told)
    assert (answer.status_code, said in answer.text) == (400, True)
    assert not re.search(r'type="password" value="[^"]', answer.text)


def test_the_database_holds_nothing_to_read_or_try_out(hers: Browser) -> None:
    code = hers.code()
    with hers.services.store.read() as connection:
        row = connection.execute(select(recoveries)).one()
    stored = b"|".join(value for value in row if isinstance(value, bytes))
    for told in (WORDS.encode(), PIN.encode(), code.encode(), code.replace("-", "").encode()):
        assert told not in stored


def _without_tokens(page: str) -> str:
    return re.sub(r'name="(csrf_token|words)" value="[^"]*"|value="[^"]*"', "", page)
