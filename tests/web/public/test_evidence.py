"""Screenshots and recordings on her pages, and before an official who opens them."""

import hashlib
import io
import re

import pytest
from werkzeug.datastructures import MultiDict

from portal.domain.attachment import MOST_BYTES_AT_ONCE, MOST_FILES
from tests.files.media import MARK, picture, plain_wave, recording
from tests.web.public.conftest import SUBMISSION_FIELD, TOKEN_FIELD, Browser

ADDRESS = re.compile(r'src="(/diary/evidence/[0-9a-f-]{36})"')


@pytest.fixture
def hers(browser: Browser) -> Browser:
    browser.send_report()
    return browser


def add(hers: Browser, *files: tuple[bytes, str], token: str | None = None, **fields: object):
    page = hers.get("/diary/evidence").text
    told = MultiDict({"csrf_token": TOKEN_FIELD.search(page).group(1)})
    told["token"] = token or SUBMISSION_FIELD.search(page).group(1)
    told.update(fields)
    told.setlist("files", [(io.BytesIO(content), name) for content, name in files])
    return hers.client.post("/diary/evidence", data=told, content_type="multipart/form-data")


def test_a_picture_comes_back_without_what_it_carried(hers: Browser) -> None:
    assert add(hers, (picture(), "IMG_1.jpg"), (plain_wave(), "录音.wav")).status_code == 303
    page = hers.get("/diary/evidence").text
    assert "已经加上" in page
    files = {answer.mimetype: answer for answer in map(hers.get, ADDRESS.findall(page))}
    shown, heard = files["image/webp"], files["audio/mp4"]
    assert (shown.data[:4], heard.data[4:8]) == (b"RIFF", b"ftyp")
    assert MARK.encode() not in shown.data
    assert "no-store" in shown.headers["Cache-Control"]
    assert "IMG_1" not in page  # a name may tell who and where; it is not kept


def test_the_same_sending_twice_adds_nothing(hers: Browser) -> None:
    for _time in range(2):
        add(hers, (picture(), "a.jpg"), token="e" * 32)
    assert len(ADDRESS.findall(hers.get("/diary/evidence").text)) == 1


def test_another_file_in_the_form_that_the_back_button_brought_is_added(hers: Browser) -> None:
    for size in ((60, 40), (40, 60)):
        add(hers, (picture("PNG", size), "a.png"), token="e" * 32)
        add(hers, digest=[hashlib.sha256(str(size).encode()).hexdigest()], token="e" * 32)
    assert hers.get("/diary/evidence").text.count("/remove") == 4


def test_what_is_not_taken_is_named_and_the_rest_is_kept(hers: Browser) -> None:
    answer = add(hers, (picture(), "good.jpg"), (b"GIF89a....", "<b>wrong</b>.gif"), (b"", "empty.png"))
    assert answer.status_code == 400
    assert "&lt;b&gt;wrong&lt;/b&gt;.gif”不是我们能打开的图片或录音" in answer.text
    assert "empty.png”是空文件" in answer.text
    assert "<b>wrong" not in answer.text
    assert len(ADDRESS.findall(answer.text)) == 1


def test_nothing_chosen_is_said_in_words(hers: Browser) -> None:
    assert "还没有选择文件" in add(hers).text


def test_there_is_an_end_to_files(hers: Browser) -> None:
    digests = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(5)]
    for _round in range(MOST_FILES // 5):
        add(hers, digest=digests)
    answer = add(hers, (picture(), "one.jpg"))
    assert answer.status_code == 400
    assert "one.jpg”没有收：已经到了数量上限" in answer.text


def test_too_many_bytes_are_refused_and_other_pages_take_no_more_than_a_form(hers: Browser) -> None:
    for address, size in (("/diary/evidence", MOST_BYTES_AT_ONCE + 200_000), ("/receipt", 300_000)):
        body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n' + bytes(size)
        answer = hers.client.post(address, data=body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 413
        assert "内容太多了" in answer.text


def test_a_file_that_stays_on_her_phone_leaves_its_digest_only(hers: Browser) -> None:
    digest = hashlib.sha256(b"her file").hexdigest()
    assert add(hers, digest=[digest]).status_code == 303
    page = hers.get("/diary/evidence").text
    assert "这里只有校验码" in page
    assert digest not in page
    assert add(hers, digest=["no digest"]).status_code == 400


def test_a_file_can_be_taken_back_and_is_nobody_elses(hers: Browser) -> None:
    add(hers, (picture(), "a.jpg"))
    address = ADDRESS.search(hers.get("/diary/evidence").text).group(1)
    assert hers.get(address).status_code == 200

    hers.post("/close", page="/diary")
    assert hers.get(address).status_code == 403
    hers.send_report(token="o" * 32)
    assert hers.get(address).status_code == 404

    hers.post("/close", page="/diary")
    hers.send_report()  # the first one again: the same token means the same report
    assert hers.post(f"{address}/remove", page="/diary/evidence").status_code == 303
    assert hers.get(address).status_code == 404


@pytest.mark.parametrize("how", ["cases", "erased"])
def test_who_leaves_takes_her_files_with_her(hers: Browser, how: str) -> None:
    add(hers, (picture(), "a.jpg"), (recording(), "b.m4a"))
    address = ADDRESS.search(hers.get("/diary/evidence").text).group(1)
    hers.post("/leave", {"how": how}, page="/leave")
    if how == "erased":
        hers.send_report()
    assert hers.get(address).status_code == 404
