"""A proof of filing is genuine for whoever holds it, tells nothing of the report, and bears no changed character."""

import re
from datetime import date
from html import unescape

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from portal.casework.witnessing import inclusion
from portal.domain.proof import Proof, written
from tests.web.forms.told import call
from tests.web.public.conftest import Browser, text_of


@pytest.fixture
def at_home(browser: Browser) -> Browser:
    browser.send_report("t" * 32, call(0, caller_number="13800138000", notes="原话"), call(1))
    return browser


def proof(browser: Browser) -> str:
    return browser.get("/received/proof/text").text


def test_anybody_who_holds_it_can_check_it(at_home: Browser, another_browser: Browser) -> None:
    answer = another_browser.post("/verify", {"proof": proof(at_home)}, page="/verify")
    assert answer.status_code == 200
    assert "是真的：2026年3月5日 收到一份报告，到 2026年3月5日 共有 2 次来电" in text_of(answer)


def test_line_breaks_and_what_stands_around_it_do_not_matter(at_home: Browser) -> None:
    mangled = "转发：\n" + proof(at_home).replace("\n", "\r\n  ") + "谢谢"
    assert "是真的" in at_home.post("/verify", {"proof": mangled}, page="/verify").text


def test_every_changed_character_is_noticed(at_home: Browser) -> None:
    genuine = proof(at_home)
    places = [found.start() for found in re.finditer(r"[0-9a-f]", genuine.split("received", 1)[1])][::17]
    offset = genuine.index("received") + len("received")
    for place in places:
        at = offset + place
        changed = genuine[:at] + ("1" if genuine[at] != "1" else "2") + genuine[at + 1 :]
        answer = at_home.post("/verify", {"proof": changed}, page="/verify")
        assert (answer.status_code, "或者被改动过" in answer.text) == (400, True), genuine[at - 5 : at + 5]
        assert changed.strip() in unescape(answer.text).replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("told", "words"), [("", "请把凭证全文粘贴"), ("jingyue-proof-1", "或者被改动过"), ("x" * 9000, "或者被")]
)
def test_what_is_no_proof_is_said_to_be_none(browser: Browser, told: str, words: str) -> None:
    answer = browser.post("/verify", {"proof": told}, page="/verify")
    assert answer.status_code == 400
    assert words in answer.text


def test_it_tells_nothing_of_the_report(at_home: Browser) -> None:
    text = proof(at_home)
    for secret in ("13800138000", "原话", "infant_formula", "2026-03-04", at_home.code()):
        assert secret not in text


def test_it_can_be_checked_without_us(at_home: Browser) -> None:
    text = proof(at_home)
    signed, signature = text.split("signature ")
    (key,) = re.findall(r'class="key">([0-9a-f]{64})<', at_home.get("/verify").text)
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature.strip()), signed.encode())


def test_another_call_changes_what_it_stands_on(at_home: Browser) -> None:
    before = proof(at_home)
    at_home.post("/diary/call", call(token="n" * 32))
    after = proof(at_home)
    assert "calls 3" in after
    assert before.split("content")[1][:65] != after.split("content")[1][:65]


def test_who_left_has_no_proof_any_more(at_home: Browser) -> None:
    at_home.post("/leave", {"how": "cases"})
    assert at_home.get("/received/proof").headers["Location"] == "/diary"
    assert at_home.get("/received/proof/text").headers["Location"] == "/diary"


def test_it_names_the_entry_that_her_report_left_in_the_journal(at_home: Browser) -> None:
    number = re.search(r"^journal (\d+)$", proof(at_home), re.MULTILINE)[1]
    services = at_home.services
    entry = inclusion(int(number), store=services.store, vault=services.vault, at=services.clock())
    answer = at_home.post("/verify", {"proof": proof(at_home)}, page="/verify")

    assert '"complaint.submit"' in entry.content
    assert f"操作日志第 {number} 条" in text_of(answer)


def test_a_proof_from_before_the_journal_was_named_is_still_genuine(at_home: Browser) -> None:
    vault = at_home.services.vault
    older = Proof(date(2026, 3, 5), date(2026, 3, 5), 2, "0" * 64)
    answer = at_home.post("/verify", {"proof": written(older, vault.sign_proof(older.text))}, page="/verify")

    assert "是真的" in answer.text and "操作日志" not in text_of(answer)
