"""Canaries and their calls ► what they say of each recipient and batch.

A number counts for a recipient from the moment at which that recipient's first file with it left and somebody answered
it. Of several calls on one number the first counts. Recipients that hold the same canaries are one class; a recipient
whose called canaries were all held by another one cannot be told apart from that one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from portal.domain.canary import Canary, CanaryCall, CanaryKind
from portal.domain.period import as_local
from portal.domain.planted import (
    Assessment,
    BatchCanaries,
    CanaryCount,
    CanaryWarning,
    Controls,
    RecipientCanaries,
)
from portal.stats import canaries as stats

DAYS_A_MONTH = 365.25 / 12
NUMBERS_BEFORE_ANYTHING_IS_SAID = 2  # wrong numbers call 20 canaries in a month with 9.5 %, two of them with 0.5 %
RARE = 0.01  # in a year with many numbers two wrong calls are no rarity: beside the rule, chance must be excluded
ENOUGH_CANARIES = stats.calls_needed(0.2)  # of a recipient, to see a leak that is used for one record in five


@dataclass(frozen=True)
class _Watch:
    """One number from `start` on; `first` is its first call after that."""

    start: datetime
    calls: tuple[CanaryCall, ...]
    until: datetime

    @property
    def months(self) -> float:
        return _months(self.until - self.start)

    @property
    def months_to_first(self) -> float:
        return _months(self.calls[0].called_at - self.start) if self.calls else self.months

    @property
    def named(self) -> bool:
        return any(call.name_used for call in self.calls)

    @property
    def name(self) -> int:
        noted = [call for call in self.calls if call.name_used is not None]
        if not noted:
            return stats.NOT_NOTED
        return stats.SAID if self.named else stats.NOT_SAID


@dataclass(frozen=True)
class _Null:
    """What is known of wrong numbers."""

    watches: tuple[_Watch, ...]
    rate: float | None
    low: float | None
    high: float | None


def assess(canaries: Sequence[Canary], *, as_of: datetime) -> Assessment:
    """What the calls on canaries say, as known at an instant.

    Returns
    -------
    Assessment
        Recipients in the order of their names; probabilities are None where there are no controls.
    """
    controls = [one for one in canaries if one.kind is CanaryKind.CONTROL]
    null = _null([watch for one in controls if (watch := _watch(one, one.watched_from, as_of))])
    names = sorted({planting.recipient for one in canaries for planting in one.plantings})
    held = {name: [place for place, one in enumerate(canaries) if _holds(one, name, as_of)] for name in names}
    classes = _classes(held)
    spoiled = _spoiled(canaries, null, as_of)
    said = tuple(_recipient(name, canaries, held, null, len(classes), not spoiled, as_of) for name in names)
    return Assessment(
        as_of=as_local(as_of).isoformat(timespec="seconds"),
        controls=_controls(controls, null),
        calls_before_export=sum(len(_before(one)) for one in canaries if one.kind is CanaryKind.PLANTED),
        recipients=said,
        classes=tuple(names for names in classes if len(names) > 1),
        warnings=_warnings(canaries, said, null, spoiled),
    )


def _recipient(
    name: str, canaries: Sequence[Canary], held: dict[str, list[int]], null: _Null, classes: int, sound: bool,
    as_of: datetime,
) -> RecipientCanaries:  # fmt: skip
    own = {place: watch for place in held[name] if (watch := _watch_by(canaries[place], name, as_of))}
    count = _count(own.values(), null)
    adjusted = None if count.p_value is None else min(1.0, count.p_value * classes)
    rule_met = count.called >= NUMBERS_BEFORE_ANYTHING_IS_SAID or count.named > 0
    called = {place: watch.calls[0].called_at for place, watch in own.items() if watch.calls}
    return RecipientCanaries(
        recipient=name,
        count=count,
        p_adjusted=adjusted,
        rule_met=rule_met,
        speaks=rule_met and sound and adjusted is not None and (adjusted <= RARE or count.named > 0),
        indistinguishable_from=tuple(
            other for other in held if other != name and _explains(other, canaries, held, name, called)
        ),
        batches=_batches(name, [canaries[place] for place in held[name]], null, as_of),
    )


def _explains(
    other: str, canaries: Sequence[Canary], held: dict[str, list[int]], name: str, called: dict[int, datetime]
) -> bool:
    """Whether another recipient held every called canary before its call; without calls, whether it held the same."""
    if not called:
        return held[other] == held[name]
    return all(
        any(one.recipient == other and one.exported_at < at for one in canaries[place].plantings)
        for place, at in called.items()
    )


def _batches(name: str, own: list[Canary], null: _Null, as_of: datetime) -> tuple[BatchCanaries, ...]:
    times = sorted({one.exported_at for canary in own for one in canary.plantings if one.recipient == name})
    said = []
    for exported_at in times:
        inside = [
            watch
            for canary in own
            if any(one.recipient == name and one.exported_at == exported_at for one in canary.plantings)
            and (watch := _watch(canary, max(exported_at, canary.watched_from), as_of))
        ]
        if inside:
            said.append(BatchCanaries(as_local(exported_at).isoformat(timespec="seconds"), _count(inside, null)))
    return tuple(said)


def _count(watches: Iterable[_Watch], null: _Null) -> CanaryCount:
    own = list(watches)
    called = np.array([bool(watch.calls) for watch in own])
    months = np.array([watch.months for watch in own])
    p_value = ratio = None
    if null.high is not None and own:
        mistaken = [watch.months for watch in null.watches]
        p_value = stats.exact_p(int(called.sum()), months, sum(bool(one.calls) for one in null.watches), mistaken)
        ratio = stats.leak_ratio(called, months, null.high, [watch.name for watch in own])
    return CanaryCount(
        planted=len(own),
        called=int(called.sum()),
        calls=sum(len(watch.calls) for watch in own),
        named=sum(watch.named for watch in own),
        months=float(months.sum()),
        p_value=p_value,
        log10_likelihood_ratio=ratio,
    )


def _null(watches: list[_Watch]) -> _Null:
    months = sum(watch.months_to_first for watch in watches)
    if not months:
        return _Null((), None, None, None)
    return _Null(tuple(watches), *stats.wrong_number_rate(sum(bool(one.calls) for one in watches), months))


def _controls(controls: list[Canary], null: _Null) -> Controls:
    return Controls(
        numbers=len(controls),
        called=sum(bool(watch.calls) for watch in null.watches),
        named=sum(watch.named for watch in null.watches),
        months=float(sum(watch.months_to_first for watch in null.watches)),
        rate=null.rate,
        low=null.low,
        high=null.high,
    )


def _spoiled(canaries: Sequence[Canary], null: _Null, as_of: datetime) -> list[CanaryWarning]:
    """Signs that somebody calls who has seen the plan: then nothing may be said of anybody."""
    found = []
    if any(watch.named for watch in null.watches):
        found.append(CanaryWarning.CONTROLS_NAMED)
    early = [call for one in canaries if one.kind is CanaryKind.PLANTED for call in _before(one)]
    if any(call.name_used and call.called_at <= as_of for call in early):
        found.append(CanaryWarning.NAMED_BEFORE_EXPORT)
    return found


def _warnings(
    canaries: Sequence[Canary], said: tuple[RecipientCanaries, ...], null: _Null, spoiled: list[CanaryWarning]
) -> tuple[CanaryWarning, ...]:
    found = list(spoiled)
    if not canaries:
        return (CanaryWarning.NO_CANARIES,)
    if null.rate is None:
        found.append(CanaryWarning.NO_CONTROLS)
    if any(len({planting.recipient for planting in one.plantings}) > 1 for one in canaries):
        found.append(CanaryWarning.SHARED_CANARIES)
    if any(one.count.planted < ENOUGH_CANARIES for one in said):
        found.append(CanaryWarning.FEW_CANARIES)
    return tuple(found)


def _classes(held: dict[str, list[int]]) -> list[tuple[str, ...]]:
    groups: dict[tuple[int, ...], list[str]] = {}
    for name, places in held.items():
        groups.setdefault(tuple(places), []).append(name)
    return [tuple(names) for names in groups.values()]


def _holds(canary: Canary, recipient: str, as_of: datetime) -> bool:
    return any(one.recipient == recipient and one.exported_at < as_of for one in canary.plantings)


def _watch_by(canary: Canary, recipient: str, as_of: datetime) -> _Watch | None:
    first = min(one.exported_at for one in canary.plantings if one.recipient == recipient)
    return _watch(canary, max(first, canary.watched_from), as_of)


def _watch(canary: Canary, start: datetime, as_of: datetime) -> _Watch | None:
    if start >= as_of:
        return None
    calls = tuple(sorted((c for c in canary.calls if start < c.called_at <= as_of), key=lambda call: call.called_at))
    return _Watch(start, calls, as_of)


def _before(canary: Canary) -> list[CanaryCall]:
    """Calls on a planted number before any file held it."""
    if not canary.plantings:
        return []
    first = min(one.exported_at for one in canary.plantings)
    return [call for call in canary.calls if call.called_at <= first]


def _months(span: timedelta) -> float:
    return span / timedelta(days=1) / DAYS_A_MONTH
