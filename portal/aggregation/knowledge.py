"""Beyond timing: could the caller have what he knew from a file of this recipient?

A file stands for its columns if it held the mother's record and left on a day before the call. What an unknown file
held (no columns named, columns that we do not know, a plan instead of a run) is taken to be everything. The baby's
birth date stands in no file that left before the earliest day of birth, whatever its columns, and a caller who is said
to have known it before that day is not believed in this.

Item rates "from elsewhere" are those of all told calls, moved towards the calls made before any listed recipient had
the record, which no listed file can explain. A call that one source explains although others would have known more
weighs for it, one that it cannot explain weighs against it (`portal.stats.knowledge_ratio`).
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.exposure import Exposure, in_scope, runs_in_force
from portal.aggregation.usable import usable_rows
from portal.domain.disclosure import suppressed, suppressed_all
from portal.domain.finding import REGISTRATION
from portal.domain.picture import Knowledge, KnowledgeRow
from portal.domain.vocabulary import Knew
from portal.extract.columns import NO_DAY, Extract
from portal.stats.knowledge_ratio import shared_ratio

ITEMS = tuple(Knew)
BIRTH = ITEMS.index(Knew.BABY_BIRTH_DATE)
EVERYTHING = (1 << len(ITEMS)) - 1
ON_THE_CARD = EVERYTHING & ~(1 << BIRTH)
GIVEN_BY = {"phone": Knew.PHONE_OWNER}  # a number in a row with a name says whose it is
VIABLE = 154  # days of gestation before which no live birth is registered (22 weeks, WHO)
LEARNED = 20.0  # calls that the rates of all told calls count for, beside the calls that no listed file explains


@dataclass(frozen=True, eq=False)
class Told:
    """Calls of which it was told what the caller knew.

    Attributes
    ----------
    mother : (c,) position in the exposure
    day : (c,) local day of the call
    knew : (c,) bits of `Knew`; a birth date known before any birth was possible is taken out
    birth : (c,) first day on which the birth date could stand in a file
    weight : (c,) 1 / told calls of the same mother
    """

    mother: np.ndarray
    day: np.ndarray
    knew: np.ndarray
    birth: np.ndarray
    weight: np.ndarray

    def known(self, item: int) -> np.ndarray:
        """Whether the caller knew an item."""
        return (self.knew >> item & 1).astype(bool)


@dataclass(frozen=True, eq=False)
class Held:
    """What files of one source could hold at each told call: items as bits, and whether some columns were unknown."""

    items: np.ndarray
    unknown: np.ndarray


def knowledge(extract: Extract, found: Exposure, as_of: int) -> Knowledge:
    """For every source: calls in which the caller knew more than its files could hold, and what all calls weigh.

    Parameters
    ----------
    extract, found : the extract, and the exposure made from it as of the same day
    as_of : last day to know anything of (in)

    Returns
    -------
    Knowledge
        One row a source, registration first; small counts hidden, and no ratio beside a small total.
    """
    told = told_calls(extract, found, as_of)
    sources = [(REGISTRATION, _registration(found, told))]
    runs = runs_in_force(extract, as_of)
    for code, name in enumerate(extract.recipients):
        sources.append((name, held(extract, found, told, runs[runs["recipient"] == code])))
    rates = item_rates(told, np.bitwise_or.reduce([one.items for _, one in sources[1:]] or [np.zeros_like(told.knew)]))
    total = suppressed(len(told.day))
    return Knowledge(total, tuple(_row(name, told, one, rates, total is not None) for name, one in sources))


def told_calls(extract: Extract, found: Exposure, as_of: int) -> Told:
    """The usable calls with anything told of what was known."""
    knew = extract.calls["knew"].to_numpy()[usable_rows(extract, found, as_of)]
    possible = np.where(found.conceived == NO_DAY, NO_DAY, found.conceived + VIABLE)
    birth = np.where(found.born != NO_DAY, found.born, possible)[found.call_mother]
    knew = np.where(found.call_day < birth, knew & ~(1 << BIRTH), knew)
    here = np.flatnonzero(knew != 0)
    mother = found.call_mother[here]
    weight = 1 / np.bincount(mother, minlength=len(found.mother))[mother]
    return Told(mother, found.call_day[here], knew[here], birth[here], weight)


def held(extract: Extract, found: Exposure, told: Told, runs: object) -> Held:
    """What these runs (rows of the exports) could hold at each call."""
    items, unknown = np.zeros(len(told.day), dtype=np.int64), np.zeros(len(told.day), dtype=bool)
    hospital, district = found.hospital[told.mother], found.district[told.mother]
    registered = found.registered[told.mother]
    for run in runs.itertuples(index=False):
        columns = None if run.planned else named_items(extract.columns, run.columns)
        holds = in_scope(run, hospital, district) & (registered >= run.registered_from)
        holds &= (registered < run.registered_until) & (run.exported_day < told.day)
        bits = EVERYTHING if columns is None else columns
        items |= np.where(holds, np.where(run.exported_day < told.birth, bits & ~(1 << BIRTH), bits), 0)
        unknown |= holds & (columns is None)
    return Held(items, unknown)


def named_items(names: tuple[str, ...], columns: int) -> int | None:
    """The items that a file with these columns holds, as bits; None where that cannot be known."""
    bits = 0
    for place, name in enumerate(names):
        if columns >> place & 1:
            item = GIVEN_BY.get(name, name)
            if item not in ITEMS:
                return None
            bits |= 1 << ITEMS.index(Knew(item))
    return bits or None


def item_rates(told: Told, by_recipients: np.ndarray) -> np.ndarray:
    """How often a caller from elsewhere knows each item, (items,): Beta-smoothed, one unit of weight a mother."""
    rates = np.zeros(len(ITEMS))
    for item in range(len(ITEMS)):
        possible = told.day >= told.birth if item == BIRTH else np.ones(len(told.day), dtype=bool)
        everybody = _known(told, item, possible)
        overall = (everybody[0] + 0.5) / (everybody[1] + 1)
        apart = _known(told, item, possible & (by_recipients == 0))
        rates[item] = (apart[0] + LEARNED * overall) / (apart[1] + LEARNED)
    return rates


def ratios(told: Told, source: Held, rates: np.ndarray) -> np.ndarray:
    """The likelihood ratio of each call: 0 where the source's files cannot hold all that was known.

    A caller who has the files says what they hold as often as anybody, and nothing else; so each item that they do
    not hold, and that he did not know, counts 1 / (1 - rate).
    """
    found = np.ones(len(told.day))
    for item in range(len(ITEMS)):
        lacks = (source.items >> item & 1) == 0
        if item == BIRTH:
            lacks &= told.day >= told.birth
        found[lacks & ~told.known(item)] /= 1 - rates[item]
    found[told.knew & ~source.items != 0] = 0.0
    return np.where(source.unknown & (found > 0), 1.0, found)


def _registration(found: Exposure, told: Told) -> Held:
    """The card itself holds everything but the birth, from the day after registration."""
    items = np.where(told.day > found.registered[told.mother], ON_THE_CARD, 0)
    return Held(items, np.zeros(len(told.day), dtype=bool))


def _known(told: Told, item: int, among: np.ndarray) -> tuple[float, float]:
    return float(told.weight[among & told.known(item)].sum()), float(told.weight[among].sum())


def _row(name: str, told: Told, source: Held, rates: np.ndarray, enough: bool) -> KnowledgeRow:
    ratio = ratios(told, source, rates)
    beyond = ratio == 0
    unknown = source.unknown & ~beyond
    counts = [int(beyond.sum()), int((~beyond & ~unknown).sum()), int(unknown.sum())]
    weighed = round(shared_ratio(ratio, told.weight), 2) if enough and counts[0] + counts[1] else None
    return KnowledgeRow(name, *suppressed_all(counts), weighed)
