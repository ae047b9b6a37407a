"""What a request must not do, judged from outside: from the answer, the clock and the rows before and after."""

import hashlib
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, select

from benchmarks.hostile.requests import Asked, endpoint_of
from benchmarks.hostile.scene import MARKS, STAFF, Scene, place_of
from portal.domain.access import Permission
from portal.storage import schema

READING = re.compile(r"\s*(SELECT|BEGIN|PRAGMA|SHOW|SET|SAVEPOINT|RELEASE|ROLLBACK)", re.IGNORECASE)
SAFE = ("GET", "HEAD", "OPTIONS")
# A session that is prolonged, a failed attempt that is counted: the portal's own, whatever was asked for.
HOUSEKEEPING = frozenset({"staff_sessions", "sign_in_attempts", "recovery_attempts"})
# A look at a complaint or a page is written down before it is answered.
OF_A_LOOK = frozenset({"journal", "journal_head", "office_visits"})
# Whoever may take a step holds the complaint for a while, also where the form comes back.
OF_A_STEP = OF_A_LOOK | {"holds"}
SIGN_IN = "/office/sign-in"
REDIRECTED, REFUSED, FORBIDDEN, BROKEN = 300, 400, 403, 500

Rows = dict[tuple[str, object], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str
    seconds: float
    failures: tuple[str, ...]
    changed: frozenset[tuple[str, object]]


class Watch:
    """Sends requests and judges what they did."""

    def __init__(self, scene: Scene, slowest: float) -> None:
        self.scene, self.slowest = scene, slowest
        self._written = True
        self._rows: Rows = {}
        event.listen(scene.services.store.engine, "before_cursor_execute", self._note)

    def send(self, asked: Asked) -> Answer:
        """Ask, and see what became of it."""
        before = self._snapshot()
        self.scene.failures.clear()
        status, location, text, begun = BROKEN, "", "", time.monotonic()
        try:
            found = self.scene.clients[asked.actor].open(**asked.options())
            status, location, text = found.status_code, found.location or "", found.get_data().decode(errors="replace")
        except Exception as error:  # what the server's own net would have caught
            self.scene.failures.append(f"escaped: {place_of(error)}")
        seconds = time.monotonic() - begun
        after = self._snapshot()
        changed = frozenset(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
        return Answer(status, location, text, seconds, tuple(self.scene.failures), changed)

    def judge(self, asked: Asked, answer: Answer, permitted: frozenset[Permission]) -> list[tuple[str, str]]:
        """Every fault, as its kind and what it consists of."""
        faults = [("unhandled", what) for what in answer.failures]
        if answer.status == BROKEN and not answer.failures:
            faults.append(("unhandled", "500 without an exception"))
        if answer.seconds > self.slowest:
            faults.append(("slow", f"{answer.seconds:.1f} s"))
        changed = {key for key in answer.changed if key[0] not in HOUSEKEEPING}
        faults += self._changed_unasked(asked, answer, changed)
        faults += self._let_in(asked, answer, permitted, changed)
        faults += self._told(asked, answer)
        return faults

    def _changed_unasked(self, asked: Asked, answer: Answer, changed: set[tuple[str, object]]) -> list[tuple[str, str]]:
        tables = {table for table, _ in changed}
        allowed = OF_A_LOOK if answer.status == FORBIDDEN else OF_A_STEP
        if answer.status >= REFUSED and tables - allowed:
            return [("changed", f"answered {answer.status} and changed {sorted(tables)}")]
        if asked.method in SAFE and tables - OF_A_LOOK:
            return [("changed", f"a {asked.method} changed {sorted(tables)}")]
        others = set(self.scene.complaints.values()) - {self.scene.complaints.get(asked.actor)}
        if asked.actor not in STAFF and any(owner in others for _, owner in changed):
            return [("changed", f"somebody else's {sorted(table for table, owner in changed if owner in others)}")]
        return []

    def _let_in(
        self, asked: Asked, answer: Answer, permitted: frozenset[Permission], changed: set[tuple[str, object]]
    ) -> list[tuple[str, str]]:
        endpoint = endpoint_of(self.scene, asked.path, asked.method)
        guard = getattr(self.scene.app.view_functions.get(endpoint or ""), "guard", "none")
        if guard == "public" or endpoint is None or asked.method == "OPTIONS" or guard in permitted:
            return []
        let_in = answer.status < REDIRECTED
        elsewhere = REDIRECTED <= answer.status < REFUSED and SIGN_IN not in answer.location
        if let_in or elsewhere:
            return [("let in", f"{guard} not held, answered {answer.status}")]
        return [("changed", f"{guard} not held, changed {sorted(changed, key=str)}")] if changed else []

    def _told(self, asked: Asked, answer: Answer) -> list[tuple[str, str]]:
        # An officer and a supervisor may open a complaint; nobody else reads a mother's words but she.
        if asked.actor in ("case_officer", "supervisor"):
            return []
        return [
            ("told", f"the words of {whose}")
            for whose, mark in MARKS.items()
            if whose != asked.actor and mark in answer.text
        ]

    def _note(self, _c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not READING.match(statement):
            self._written = True

    def _snapshot(self) -> Rows:
        """A digest of every table, of each complaint's rows by themselves; taken anew after something was written."""
        if self._written:
            self._rows = _digests(self.scene)
            self._written = False
        return self._rows


def _digests(scene: Scene) -> Rows:
    digests: dict[tuple[str, object], Any] = defaultdict(hashlib.sha256)
    with scene.services.store.read() as connection:
        for table in schema.metadata.sorted_tables:
            owner = table.c.id if table.name == "complaints" else table.c.get("complaint_id")
            for row in sorted(connection.execute(select(table)).all(), key=repr):
                whose = row._mapping[owner] if owner is not None else None
                digests[table.name, whose].update(repr(row).encode())
    return {key: digest.hexdigest() for key, digest in digests.items()}
