"""Bad inputs by the hundred thousand: is each stored as it was typed, or refused in words?

    python -m benchmarks.bad_inputs --n 250000
    python -m benchmarks.bad_inputs --n 2000 --planted cut     # the harness must see the fault

One field of a form of hers is filled with what nobody writes by accident. What the form takes goes through the use
case and the vault into a database and is read back; what it refuses must say why, in Chinese, with her words still on
the page. Results and resumption as in `benchmarks.requests`. Inputs that are equal are counted once.
"""

import argparse
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.heading import heading
from benchmarks.hostile.scene import Scene, place_of, scene
from benchmarks.scans import ledger
from benchmarks.scans.inputs import CHINESE, Typed, draft_of, form_of, kept_faithfully, refusal_fault, typed
from portal.domain.once import id_of
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.intake import complaints
from tests.servers.databases import Databases
from tests.web.forms.told import NOW

BLOCK = 5_000
CALLS = 150  # of one complaint
REFUSED = 400
PLANTED: dict[str, Callable[[CallDraft], CallDraft]] = {
    "cut": lambda draft: replace(draft, notes=draft.notes[:8] if draft.notes else None),
    "lost": lambda draft: replace(draft, caller_number=None),
    "day": lambda draft: replace(draft, called_at=draft.called_at.replace(day=2)),
}


class Bench:
    """A portal that takes what is typed."""

    def __init__(self, portal: Scene, planted: str) -> None:
        self.portal, self.planted = portal, planted
        self.faults: list[dict[str, str]] = []
        self.ends: Counter[str] = Counter()
        self.waiting: list[tuple[Typed, CallDraft]] = []
        self.sent = 0

    def take(self, one: Typed) -> None:
        """One input, as far as its form."""
        try:
            if "\x00" in one.value:
                self._at_the_door(one)
                return
            form = form_of(one)
            if not form.validate():
                self._end("refused", one, refusal_fault(form, one))
                return
            draft = draft_of(form)
            if draft is None:
                self._contact(one, form.to_contact())
                return
            self.waiting.append((one, PLANTED[self.planted](draft) if self.planted else draft))
        except Exception as error:  # what the mother would have met as a broken page
            self._end("broken", one, place_of(error))
        if len(self.waiting) == CALLS:
            self.store()

    def store(self) -> None:
        """Send what waits, and read it back."""
        sent, self.waiting = self.waiting, []
        token, services = self._token(), self.portal.services
        draft = ComplaintDraft(Card(), tuple(call for _, call in sent))
        receipt = complaints.submit(draft, token=token, store=services.store, vault=services.vault, at=NOW)
        diary = complaints.read(receipt.complaint_id, store=services.store, vault=services.vault)
        found = {call.call.id: call for call in diary.calls}
        for place, (one, _) in enumerate(sent):
            call = found.get(id_of(receipt.complaint_id, token, place))
            stored = {"caller_number": call.caller.raw if call.caller else None} if call else {}
            value = stored.get(one.field, getattr(call, one.field, None))
            whole = call is not None and kept_faithfully(one, value, call.call.called_at)
            self._end("stored", one, "" if whole else "lost or altered")

    def _contact(self, one: Typed, contact: str | None) -> None:
        services = self.portal.services
        draft = ComplaintDraft(Card(), (), contact=contact)
        receipt = complaints.submit(draft, token=self._token(), store=services.store, vault=services.vault, at=NOW)
        diary = complaints.read(receipt.complaint_id, store=services.store, vault=services.vault)
        self._end("stored", one, "" if kept_faithfully(one, diary.contact) else "lost or altered")

    def _at_the_door(self, one: Typed) -> None:
        answer = self.portal.app.test_client().post("/report", data={one.field: one.value})
        said = answer.status_code == REFUSED and CHINESE.search(answer.text)
        self._end("refused", one, "" if said else f"answered {answer.status_code}")

    def _token(self) -> str:
        self.sent += 1
        return f"{self.sent:032x}"

    def _end(self, how: str, one: Typed, fault: str) -> None:
        self.ends[how] += 1
        if fault:
            self.faults.append({"kind": fault, "field": one.field, "value": repr(one.value[:200])})


def main(arguments: list[str]) -> int:
    """Run what is missing, print the table; 1 where there was a fault."""
    options = _options(arguments)
    logging.getLogger("portal").setLevel(logging.CRITICAL)  # the faults are counted here
    path = options.results / f"inputs{'-' * bool(options.planted)}{options.planted}.jsonl"
    if options.fresh:
        path.unlink(missing_ok=True)
    wanted = -(-options.n // options.block)
    with Databases.of_their_own() as databases:
        blocks = ledger.run(path, wanted, lambda number: _block(number, options, databases), "inputs")
    return _print(blocks)


def _block(number: int, options: argparse.Namespace, databases: Databases) -> dict[str, object]:
    count = min(options.block, options.n - number * options.block)
    with (
        databases.fresh("sqlite") as url,
        tempfile.TemporaryDirectory() as folder,
        scene(url, Path(folder)) as portal,
        portal.app.test_request_context(),
    ):
        bench = Bench(portal, options.planted)
        for one in typed(number, count):
            bench.take(one)
        bench.store()
    return {"block": number, "count": count, "ends": bench.ends, "faults": bench.faults}


def _print(blocks: list[dict]) -> int:
    faults = ledger.faults_of(blocks)
    ends = sum((Counter(block["ends"]) for block in blocks), Counter())
    distinct = {(one.field, one.value) for block in blocks for one in typed(block["block"], block["count"])}
    print(f"{heading()}, sqlite")
    print(
        f"{ends.total():,} inputs, {len(distinct):,} distinct: {ends['stored']:,} stored, {ends['refused']:,} refused"
    )
    print(f"{len(faults):,} faults")
    for (kind, field), count in Counter((fault["kind"], fault["field"]) for fault in faults).most_common():
        example = next(fault["value"] for fault in faults if (fault["kind"], fault["field"]) == (kind, field))
        print(f"  {count:,} × {kind}: {field}, {example}")
    return 1 if faults else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=250_000)
    parser.add_argument("--block", type=int, default=BLOCK)
    parser.add_argument("--planted", choices=sorted(PLANTED), default="")
    parser.add_argument("--results", type=Path, default=Path("build/bad_inputs"))
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
