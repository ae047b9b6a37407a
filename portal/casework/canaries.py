"""Planning canaries: invented records that look like the ones they will stand among.

Hospital and weeks of pregnancy at registration are taken together from one card that the portal knows (so that their
joint distribution holds), the day of registration anew from the batch's window with the weekdays of all cards.
A decoy that can be told from a real record is left out by whoever sells the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from portal.domain.canary import CanaryKind, PlannedCanary
from portal.domain.invented_name import invented_name
from portal.domain.journal import Entry
from portal.domain.period import Period
from portal.domain.recipient import ExportRun, Scope
from portal.files.canary_rows import write_plan
from portal.storage import exports, extraction, hospitals, journal
from portal.storage.database import Connection, Store

FEWEST_CARDS = 30  # below that a joint distribution is mostly chance, and one mother's dates would show through
USUAL_WEEKS_TO_TERM = 27 * 7  # registration at 13 weeks
SPREAD_DAYS = 15
JITTER_DAYS = 3
WEEKDAYS = 7
WEEKEND_WEIGHT = 0.2  # of a Saturday or Sunday where too few cards are known
SATURDAY = 5


class UnknownRecipient(LookupError):
    """No recipient of this name has an export."""


class NoHospitals(LookupError):
    """No hospital that a recipient's files cover is known."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """What a plan holds, and whether it could be drawn from the portal's own cards."""

    planted: int
    controls: int
    from_cards: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What the portal knows of registrations: places, and (hospital, days from registration to term) of cards."""

    district_of: dict[str, str]
    cards: list[tuple[str, int]]
    weekdays: tuple[float, ...]


def plan(
    *, recipients: Sequence[str], per_batch: int, controls: int, registered: Period, out: Path, rng: Random,
    by: str, at: datetime, store: Store,
) -> PlannedFile:  # fmt: skip
    """Invent the records of one batch for each recipient, and of controls, and write them to a workbook.

    Controls have names too: a caller who uses one has seen the plan. Nothing of the invented records is kept; that a
    plan was made is in the journal before the file is there.
    """
    with store.read() as connection:
        known, runs = _known(connection), exports.runs(connection)
    scopes = {name: _scope_of(name, runs) for name in recipients}
    wanted = [(CanaryKind.PLANTED, name, scopes[name]) for name in scopes for _ in range(per_batch)]
    wanted += [(CanaryKind.CONTROL, "", Scope())] * controls
    taken: set[str] = set()
    planned = [_invented(kind, name, scope, registered, known, taken, rng) for kind, name, scope in wanted]
    details = {"recipients": len(scopes), "per_batch": per_batch, "controls": controls}
    with store.write() as connection:
        journal.append(connection, Entry(at, by, "canaries.plan", "canaries", details))
    write_plan(out, planned)
    return PlannedFile(len(planned) - controls, controls, len(known.cards) >= FEWEST_CARDS)


def _known(connection: Connection) -> _Known:
    mothers = extraction.mothers(connection)
    cards, weekdays = [], [0] * WEEKDAYS
    for hospital, registered_on, due_on in zip(mothers.hospital, mothers.registered_on, mothers.due_on, strict=True):
        if registered_on is not None:
            weekdays[registered_on.weekday()] += 1
            if hospital is not None and due_on is not None:
                cards.append((hospital, (due_on - registered_on).days))
    usual = tuple(1.0 if day < SATURDAY else WEEKEND_WEIGHT for day in range(WEEKDAYS))
    seen = tuple(count + weight for count, weight in zip(weekdays, usual, strict=True))
    return _Known(hospitals.districts_by_hospital(connection), cards, seen)


def _scope_of(recipient: str, runs: list[ExportRun]) -> Scope:
    """The scope of a recipient's last file: its next one will most likely hold the same places."""
    own = [run for run in runs if run.recipient == recipient]
    if not own:
        raise UnknownRecipient(recipient)
    return own[-1].scope


def _invented(
    kind: CanaryKind, recipient: str, scope: Scope, registered: Period, known: _Known, taken: set[str], rng: Random
) -> PlannedCanary:
    hospital, to_term = _card(recipient, scope, known, rng)
    registered_on = _day(registered, known.weekdays, rng)
    due_on = registered_on + timedelta(days=to_term + rng.randint(-JITTER_DAYS, JITTER_DAYS))
    name = invented_name(rng)
    while name in taken:
        name = invented_name(rng)
    taken.add(name)
    return PlannedCanary(kind, recipient, name, hospital, registered_on, due_on)


def _card(recipient: str, scope: Scope, known: _Known, rng: Random) -> tuple[str, int]:
    inside = [one for one, district in known.district_of.items() if scope.covers(one, district)]
    if not inside:
        raise NoHospitals(recipient)
    cards = [card for card in known.cards if card[0] in inside]
    if len(cards) >= FEWEST_CARDS:
        return rng.choice(cards)
    return rng.choice(inside), round(rng.gauss(USUAL_WEEKS_TO_TERM, SPREAD_DAYS))


def _day(registered: Period, weekdays: tuple[float, ...], rng: Random) -> date:
    days = [registered.start + timedelta(days=step) for step in range(registered.days)]
    return rng.choices(days, [weekdays[day.weekday()] for day in days])[0]
