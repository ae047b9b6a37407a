"""Drills of those who carry something away, or bring something back that is not what left."""

import io
import time
import zipfile
from uuid import uuid4

from benchmarks.insiders.drill import Told
from benchmarks.insiders.scene import CONTACT, MARK, OPENINGS, Scene, seen_within, told
from portal.casework.dossiers import signature
from portal.domain.allowance import OpeningsSpent
from portal.domain.dossier import MANIFEST, SIGNATURE, manifest
from portal.files.dossier_archive import pack
from portal.vault import offline
from portal.vault.sealing import Place

VAULT_ALARM = "as many complaints were opened as the vault opens in an hour"
REFUSED, DIFFERS, FORBIDDEN = 2, 1, 403


def a_backup_taken_to_read(scene: Scene) -> Told:
    """Who may run the backup takes it home; without keys to seal it to, there is none."""
    complaint = scene.report()
    public = offline.create(scene.folder / "elsewhere.key")
    plain = scene.flask("backup", scene.folder / "plain.zip")
    sealed = scene.folder / "sealed.age"
    made = scene.flask("backup", sealed, "--to", public)
    if made.returncode:
        raise RuntimeError(made.stderr)
    content = sealed.read_bytes()
    readable = zipfile.is_zipfile(io.BytesIO(content)) or any(
        one in content for one in (MARK.encode(), CONTACT.encode(), str(complaint).encode(), b"journal")
    )
    return Told(plain.returncode == REFUSED and not readable, None, f"{len(content)} bytes, sealed")


def logs_read(scene: Scene) -> Told:
    """Who may read the logs looks for mothers, numbers and tokens in them, after good requests and broken ones."""
    officer = scene.hire()
    page, browser = f"/office/complaints/{scene.report(officer)}", scene.browser(officer)
    token = scene.sign_in(officer)
    browser.post(f"{page}/sealed", data={"reason": "check_report"})
    browser.post(f"{page}/same-line", data={"number": "13800138000"})
    scene.browser(token=token).get(f"{page}/nowhere?q={MARK}")
    scene.browser().post("/diary", data={"code": MARK})
    said = scene.log.getvalue() + scene.said.read_text()
    found = [one for one in (MARK, CONTACT, "13800138000", token, page.rsplit("/", 1)[1]) if one in said]
    return Told(bool(said) and not found, None, f"{len(found)} of 5 found in {len(said)} characters")


def an_export_without_a_second_unit(scene: Scene) -> Told:
    """Who may only ask for exports asks every address of the office for what mothers told."""
    complaint, browser = scene.report(), scene.browser("exporter")
    with scene.app.test_request_context():
        adapter = scene.app.url_map.bind("localhost")
        rules = [rule for rule in scene.app.url_map.iter_rules() if rule.rule.startswith("/office")]
        paths = [adapter.build(rule.endpoint) for rule in rules if not rule.arguments and "GET" in rule.methods]
    answers = [browser.get(path) for path in paths]
    let_out = [one for one in answers if told(one) or str(complaint) in one.text]
    typed = scene.browser("exporter").get(f"/office/complaints/{complaint}").status_code
    blocked = not let_out and typed == FORBIDDEN
    return Told(blocked, None, f"{len(answers) - len(let_out)} of {len(answers)} pages name no report")


def everything_opened_from_the_web(scene: Scene) -> Told:
    """Code in the web process asks the vault for one complaint after the other, past every rule of the office."""
    vault, began, opened = scene.services.vault, time.monotonic(), 0
    for _ in range(OPENINGS + 50):
        complaint = uuid4()
        place = Place("calls", "notes_sealed", complaint)
        key, _stored = vault.new_key(complaint)
        sealed = key.seal(MARK, place)
        try:
            opened += key.open(sealed, place) == MARK
        except OpeningsSpent:
            break
    said = seen_within(lambda: scene.worker_says(VAULT_ALARM) and scene.metric("openings_spent_day"))
    seconds = None if said is None else time.monotonic() - began
    return Told(opened <= OPENINGS, seconds, f"{opened} opened; the worker's log and metrics")


def a_dossier_with_another_figure(scene: Scene) -> Told:
    """Somebody hands in a dossier in which one figure was changed and every digest made new."""
    parts = {"findings.json": b'{"ratio": 2.4}', "page.txt": "比值 2.4".encode()}
    about = {"analysis": 1}
    listed = manifest(about, parts)
    signed = signature(listed, vault=scene.services.vault)
    honest, forged = scene.folder / "honest.zip", scene.folder / "forged.zip"
    honest.write_bytes(pack({**parts, MANIFEST: listed, SIGNATURE: signed}))
    changed = {name: content.replace(b"2.4", b"4.2") for name, content in parts.items()}
    forged.write_bytes(pack({**changed, MANIFEST: manifest(about, changed), SIGNATURE: signed}))
    codes = [scene.flask("dossier", "verify", file).returncode for file in (honest, forged)]
    return Told(codes == [0, DIFFERS], None, f"verify answers {codes}: the signature is of other digests")
