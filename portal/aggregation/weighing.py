"""How much a mother's report weighs: less where several say the same thing in one voice, never nothing, never deleted.

Weights stand on who reported and on what is the same in several reports, not on when calls came: an honest wave (a
paper writes about the calls, and hundreds report on one evening) has one weight, 1. A weight below 1 makes a test more
cautious: a mother's information counts in full proportion, her spread by its square.
"""

from dataclasses import dataclass

import numpy as np

from portal.domain.vocabulary import Channel, Precision, Tier
from portal.extract.columns import NOT_TOLD, Extract

MINUTE = list(Precision).index(Precision.MINUTE)
VOICE = list(Channel).index(Channel.CALL)  # the same message in the same minute is how vendors send, not how forgers do
FEWEST_SAME = 2  # calls in the same minutes: one may be an automatic dialler's
LARGEST_SHARE = 0.2  # of what the hospitals confirmed, from one of them
FAIR_SHARES = 2  # or twice the fair share where hospitals are few
SAME_PHONE, COPIED, BURST, CAPPED = "same_phone", "copied", "same_evening", "one_issuer"
REASONS = (SAME_PHONE, COPIED, BURST, CAPPED)
MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Weighing:
    """A weight for every mother of an extract, and how many mothers weigh less for each reason."""

    weight: np.ndarray
    counts: dict[str, int]


def weighing(extract: Extract) -> Weighing:
    """Weigh every mother: her phone (as the extract says), copies, one evening's same reports, an issuer's share."""
    phone = extract.mothers["weight"].to_numpy(dtype=np.float64)
    copied = _shared(*_copies(extract))
    burst = np.minimum(_shared(*_same_evening(extract)), copied) / copied
    told = phone * copied * burst
    capped = _capped(extract, told)
    parts = {SAME_PHONE: phone, COPIED: copied, BURST: burst, CAPPED: capped}
    return Weighing(told * capped, {name: int((part < 1).sum()) for name, part in parts.items()})


def _copies(extract: Extract) -> tuple[np.ndarray, np.ndarray]:
    """What each mother's calls have in common with others': their minutes and vendors; and whether that is enough."""
    calls = extract.calls
    kept = (calls["channel"].to_numpy() == VOICE) & (calls["precision"].to_numpy() == MINUTE)
    marks = calls["called_at"].to_numpy()[kept] // 60 * 64 + calls["vendor"].to_numpy()[kept]
    sums, counts = _summed(extract, calls["mother"].to_numpy()[kept], marks)
    return np.column_stack([sums, counts.astype(np.uint64)]), counts >= FEWEST_SAME


def _same_evening(extract: Extract) -> tuple[np.ndarray, np.ndarray]:
    """The same card, the same days and vendors, told on the same days, by who was confirmed by no hospital."""
    calls, mothers = extract.calls, extract.mothers
    kept = calls["channel"].to_numpy() == VOICE
    marks = (calls["called_day"].to_numpy(dtype=np.int64) * 100_000 + calls["reported_day"].to_numpy()) * 64
    marks = (marks + calls["vendor"].to_numpy())[kept]
    sums, counts = _summed(extract, calls["mother"].to_numpy()[kept], marks)
    names = ("hospital", "registered_day", "registered_precision", "due_day", "birth_day", "tier", "issuer")
    card = [mothers[name].to_numpy(dtype=np.int64).astype(np.uint64) for name in names]
    may = (counts > 0) & (mothers["tier"].to_numpy() != Tier.REGISTRATION_CONFIRMED)
    return np.column_stack([sums, counts.astype(np.uint64), *card]), may


def _summed(extract: Extract, mother: np.ndarray, marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A digest of each mother's marks, whatever their order, and how many she has."""
    mixed = marks.astype(np.uint64) * MIX
    mixed ^= mixed >> np.uint64(29)
    mixed *= MIX
    sums = np.zeros(len(extract.mothers), dtype=np.uint64)
    np.add.at(sums, mother, mixed)
    return sums, np.bincount(mother, minlength=len(extract.mothers))


def _shared(keys: np.ndarray, may: np.ndarray) -> np.ndarray:
    """One voice for all who have the same key: each has its part of it."""
    weight = np.ones(len(keys))
    if may.any():
        _, group, size = np.unique(keys[may], axis=0, return_inverse=True, return_counts=True)
        weight[may] = 1 / size[group.reshape(-1)]
    return weight


def _capped(extract: Extract, weight: np.ndarray) -> np.ndarray:
    """No hospital carries more than its share of what hospitals confirmed; operators vouch for nothing but a phone."""
    issuer = extract.mothers["issuer"].to_numpy(dtype=np.int64)
    confirmed = (extract.mothers["tier"].to_numpy() == Tier.REGISTRATION_CONFIRMED) & (issuer != NOT_TOLD)
    factor = np.ones(len(weight))
    if confirmed.any():
        own = np.bincount(issuer[confirmed], weights=weight[confirmed])
        factor[confirmed] = _to_share(own)[issuer[confirmed]]
    return factor


def _to_share(own: np.ndarray) -> np.ndarray:
    """The factor that brings each issuer's sum down to the largest share of what is then the whole."""
    largest = max(LARGEST_SHARE, FAIR_SHARES / max(int((own > 0).sum()), 1))
    order, factor = np.argsort(-own, kind="stable"), np.ones(len(own))
    for count in range(len(own)):
        rest = own[order[count:]].sum()
        if count * largest >= 1 or rest <= 0:
            break
        whole = rest / (1 - count * largest)
        if own[order[count]] <= largest * whole * (1 + 1e-12):
            factor[order[:count]] = largest * whole / own[order[:count]]
            return factor
    return np.ones(len(own))
