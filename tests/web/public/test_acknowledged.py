"""What a mother was thanked for is on the disk: the server is killed in that moment, and everything is there."""

import http.cookiejar
import io
import os
import re
import signal
import urllib.parse
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

from portal.domain.period import LOCAL_ZONE
from portal.intake import complaints as diary
from portal.storage import attachments, journal
from portal.storage import complaints as complaint_rows
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.servers.portal import serving
from tests.web.forms.told import CARD, CONTACT, call, posted

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
BOUNDARY = "boundary-of-this-test"
UNTOLD = {"card-hospital": "unsaid", "card-registered_precision": "unknown", "card-due_precision": "unknown"}


def browser() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    return out.getvalue()


def multipart(csrf: str) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{csrf}\r\n--{BOUNDARY}\r\n'
    head += 'Content-Disposition: form-data; name="files"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    return head.encode() + picture() + f"\r\n--{BOUNDARY}--\r\n".encode()


def test_an_acknowledged_report_survives_the_death_of_the_server(database_url: str, tmp_path: Path) -> None:
    with serving(database_url, tmp_path / "instance") as portal:
        her = browser()

        def ask(path: str, data: bytes | None = None, kind: str = "application/x-www-form-urlencoded") -> str:
            asked = urllib.request.Request(portal.url + path, data, {"Content-Type": kind})  # noqa: S310 - our own
            with her.open(asked, timeout=30) as answer:
                return answer.read().decode()

        yesterday = (datetime.now(LOCAL_ZONE) - timedelta(days=1)).date().isoformat()
        told = posted(CARD | UNTOLD, call(0, day=yesterday), CONTACT, screen="check", go="send", token="t" * 32)
        told["csrf_token"] = TOKEN.search(ask("/report"))[1]
        received = ask("/report", urllib.parse.urlencode(list(told.items(multi=True))).encode())
        csrf = TOKEN.search(ask("/diary/evidence"))[1]
        ask("/diary/evidence", multipart(csrf), f"multipart/form-data; boundary={BOUNDARY}")
        children = Path(f"/proc/{portal.pid}/task/{portal.pid}/children").read_text().split()
        for each in (portal.pid, *map(int, children)):
            os.kill(each, signal.SIGKILL)

        code = "".join(re.sub(r"<[^>]+>", "", re.search(r'<p class="receipt-code">(.*?)</p>', received)[1]).split())
        vault, store = Vault(keyring.load(tmp_path / "instance" / "keys.json")), Store(portal.database_url)
        one = diary.look_up(code, store=store, vault=vault)
        assert one == vault.complaint_for(code)
        assert len(diary.read(one, store=store, vault=vault).calls) == 1
        with store.read() as connection:
            assert len(attachments.of_complaint(connection, one)) == 1
            assert complaint_rows.wrapped_key(connection, one) is not None
            verbs = [entry.verb for entry in journal.about(connection, f"complaint:{one}")]
            assert verbs[0] == "complaint.submit" and len(verbs) == 2
            assert journal.broken_at(connection) is None
        store.close()
