"""Callers that linkage found to be one party: what they sell, when, to whose mothers, and who shares their lists.

A party is a code of this run. Only parties of at least `LEAST` mothers are shown, so that every count of a party as a
whole is free of the threshold; what is cut finer is suppressed again.
"""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.stats import poisson

from portal.aggregation.exposure import Exposure
from portal.aggregation.look import stages
from portal.domain.disclosure import OFFICE_THRESHOLD, suppressed, suppressed_all
from portal.domain.overview import StageCell
from portal.domain.period import day_of
from portal.domain.phone import CallerClass
from portal.domain.vendor_group import Called, Held, Joint, Lines, Party, Together, Vendors
from portal.domain.vocabulary import Stage, VendorType
from portal.extract.columns import NOT_TOLD, Extract
from portal.stats.false_discovery import benjamini_yekutieli

LEAST = OFFICE_THRESHOLD  # mothers of a party
MOST_PARTIES = 40  # shown, the largest; a long tail of small ones says nothing and fills the page
LEVEL = 0.01  # false discovery among the pairs that are shown


def vendors(extract: Extract, found: Exposure, tiers: tuple[int, ...], as_of: int) -> Vendors | None:
    """Parties by the number of their mothers; None before the first report."""
    if as_of < 0:
        return None
    told = _told(extract, tiers, as_of)
    mothers = told.groupby("party")["mother"].nunique()
    large = mothers[mothers >= LEAST].sort_index().sort_values(ascending=False, kind="stable").index[:MOST_PARTIES]
    usable = _usable(extract, found, as_of)
    made = tuple(
        _party(extract, found, told, usable[usable["party"] == code], code, number)
        for number, code in enumerate(large, start=1)
    )
    inside = int(told["party"].isin(large).sum())
    hidden = suppressed_all([inside, len(told) - inside])[0]
    return Vendors(
        LEAST,
        suppressed(len(told)),
        hidden,
        _held(extract, found, usable),
        made,
        _together(told, list(large)),
        _hospitals(extract, told),
    )


def _told(extract: Extract, tiers: tuple[int, ...], as_of: int) -> pd.DataFrame:
    """Calls that named a line or a wording, by content rather than by pseudonym: the same reports, the same order."""
    counting = extract.mothers.loc[extract.mothers["tier"].isin(tiers), ["mother", "hospital"]]
    calls = extract.calls[(extract.calls["reported_day"] <= as_of) & (extract.calls["party"] != NOT_TOLD)]
    told = calls.merge(counting, on="mother").sort_values(["called_at", "mother", "vendor"], kind="stable")
    party, numbers = pd.factorize(told["party"])
    return told.assign(party=party, perhaps=pd.Index(numbers).get_indexer(told["perhaps"]))


def _usable(extract: Extract, found: Exposure, as_of: int) -> pd.DataFrame:
    """Calls of mothers whose exposure is known, with the stage and the mother's place in the exposure."""
    position = np.full(len(extract.mothers), -1)
    position[found.mother] = np.arange(len(found.mother))
    told = _told(extract, tuple(np.unique(found.tier).tolist()), as_of)
    told = told.assign(place=position[told["mother"].to_numpy()])
    told = told[told["place"] >= 0]
    known = pd.DataFrame({"place": found.call_mother, "called_day": found.call_day, "stage": stages(found)})
    return told.merge(known.drop_duplicates(["place", "called_day"]), on=["place", "called_day"])


def _party(
    extract: Extract, found: Exposure, everything: pd.DataFrame, usable: pd.DataFrame, code: int, number: int
) -> Party:
    told = everything[everything["party"] == code]
    kinds = [list(CallerClass)[code].value for code in sorted(set(told["caller_kind"]) - {NOT_TOLD})]
    trade = list(VendorType)[int(told["vendor"].mode().iloc[0])]
    return Party(
        number=number,
        trade=trade.value,
        kinds=tuple(kinds),
        lines=int(told.loc[told["caller"] != NOT_TOLD, "caller"].nunique()),
        wordings=int(told.loc[told["wording"] != NOT_TOLD, "wording"].nunique()),
        mothers=int(told["mother"].nunique()),
        days=len(told[["mother", "called_day"]].drop_duplicates()),
        calls=len(told),
        first_day=_iso(told["called_day"].min()),
        last_day=_iso(told["called_day"].max()),
        stages=_stages(usable, trade),
        hospitals=_hospitals(extract, told),
        recipients=_held(extract, found, usable),
        unsure=suppressed(int(everything.loc[everything["perhaps"] == code, "caller"].nunique())),
        signs=_signs(told),
        joints=_joints(told),
    )


def _signs(told: pd.DataFrame) -> tuple[Lines, ...]:
    """Lines by class, in the order of the classes; of a line that was told in two classes the first counts."""
    lines = told[told["caller"] != NOT_TOLD].drop_duplicates("caller")["caller_kind"]
    counts = lines[lines != NOT_TOLD].value_counts().sort_index()
    return tuple(Lines(list(CallerClass)[code].value, int(count)) for code, count in counts.items())


def _joints(told: pd.DataFrame) -> tuple[str, ...]:
    """Whether one wording came from several lines, and whether lines are left that only a range can have joined."""
    both = told[(told["caller"] != NOT_TOLD) & (told["wording"] != NOT_TOLD)][["caller", "wording"]].drop_duplicates()
    nodes = {kind: pd.Index(told.loc[told[kind] != NOT_TOLD, kind].unique()) for kind in ("caller", "wording")}
    size = len(nodes["caller"]) + len(nodes["wording"])
    ends = (
        nodes["caller"].get_indexer(both["caller"]),
        nodes["wording"].get_indexer(both["wording"]) + len(nodes["caller"]),
    )
    groups, _ = connected_components(sparse.coo_array((np.ones(len(both)), ends), shape=(size, size)), directed=False)
    shared = bool((both["wording"].value_counts() > 1).any())
    return tuple(joint.value for joint, holds in ((Joint.RANGE, groups > 1), (Joint.WORDING, shared)) if holds)


def _stages(usable: pd.DataFrame, trade: VendorType) -> tuple[StageCell, ...]:
    stage = usable["stage"].to_numpy()
    counts = np.bincount(stage[stage >= 0], minlength=len(Stage))
    shown = suppressed_all([int(count) for count in counts])
    return tuple(StageCell(trade.value, name.value, count) for name, count in zip(Stage, shown, strict=True))


def _hospitals(extract: Extract, told: pd.DataFrame) -> tuple[Called, ...]:
    """The most called first; hospitals without a call are left out."""
    counts = told.loc[told["hospital"] != NOT_TOLD, "hospital"].value_counts().sort_index()
    counts = counts.sort_values(ascending=False, kind="stable")
    shown = suppressed_all([int(count) for count in counts])
    return tuple(Called(extract.hospitals[code], count) for code, count in zip(counts.index, shown, strict=True))


def _held(extract: Extract, found: Exposure, usable: pd.DataFrame) -> tuple[Held, ...]:
    made = []
    place, day = usable["place"].to_numpy(dtype=np.int64), usable["called_day"].to_numpy(dtype=np.int64)
    for code, name in enumerate(extract.recipients):
        held = int((found.exported[place, code] < day).sum())
        shown = suppressed_all([held, len(day) - held])[0]
        made.append(Held(name, shown, None if shown is None or not len(day) else shown / len(day)))
    return tuple(made)


def _together(told: pd.DataFrame, parties: list[int]) -> tuple[Together, ...]:
    """Pairs that share more mothers than their numbers of mothers and each mother's number of parties would bring.

    Under the configuration model of the bipartite graph, parties i and j share n_i n_j sum(d (d - 1)) / (sum d)^2
    mothers, with n the mothers of a party and d the parties of a mother; so a mother who tells of everything makes no
    pair. The tail is Poisson (M. E. J. Newman, S. H. Strogatz, D. J. Watts 2001, Physical Review E 64, 026118).
    """
    edges = told.loc[told["party"].isin(parties), ["party", "mother"]].drop_duplicates()
    degree = edges["mother"].value_counts().to_numpy()
    total = degree.sum()
    if len(parties) < 2 or not total:
        return ()
    factor = float((degree * (degree - 1)).sum()) / float(total) ** 2
    who = {code: set(group) for code, group in edges.groupby("party")["mother"]}
    pairs = list(combinations(range(len(parties)), 2))
    shared = [len(who[parties[one]] & who[parties[other]]) for one, other in pairs]
    expected = [len(who[parties[one]]) * len(who[parties[other]]) * factor for one, other in pairs]
    q_values = benjamini_yekutieli(poisson.sf(np.array(shared) - 1, np.array(expected)))
    rows = [
        Together(one + 1, other + 1, count, mean, count / mean, float(q_value))
        for (one, other), count, mean, q_value in zip(pairs, shared, expected, q_values, strict=True)
        if q_value <= LEVEL and count >= LEAST
    ]
    return tuple(sorted(rows, key=lambda row: (row.q_value, -row.ratio, row.one, row.other)))


def _iso(day: int) -> str:
    return day_of(int(day)).isoformat()
