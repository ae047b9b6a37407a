"""Sources that the data cannot tell apart are one class, merged before anything is fitted.

Two sources are merged if they took hold of the record on the same day for 99 mothers in 100, or if their exposure
columns (0 before, 1 after) are correlated above 0.95 within mothers. Registration takes part like a recipient: a
recipient that gets every record within days of registration cannot be told from it.
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.exposure import NEVER, Exposure

SAME_DAY = 0.99
CORRELATED = 0.95
REGISTRATION_CODE = -1


@dataclass(frozen=True, eq=False)
class SourceClass:
    """Sources as recipient codes (-1: registration), and the day on which the class held each mother's record."""

    members: tuple[int, ...]
    held: np.ndarray
    scope: np.ndarray

    @property
    def at_registration(self) -> bool:
        """Whether registration itself is one of the members."""
        return REGISTRATION_CODE in self.members

    @property
    def covers(self) -> bool:
        """Whether the class ever held the record of anybody used here."""
        return bool((self.held < NEVER).any())


def source_classes(found: Exposure) -> tuple[SourceClass, ...]:
    """All classes, registration's first; sources that never held a record stay alone."""
    held = np.column_stack([found.registered, found.exported])
    scope = np.column_stack([np.ones(len(held), dtype=bool), found.scope])
    alike = _same_days(held) | (_correlation(found, held) > CORRELATED)
    classes = []
    for group in _linked(alike):
        members = tuple(source - 1 for source in group)
        earliest = held[:, group].min(axis=1) if len(held) else np.empty(0, dtype=np.int64)
        classes.append(SourceClass(members, earliest, scope[:, group].any(axis=1)))
    return tuple(classes)


def _same_days(held: np.ndarray) -> np.ndarray:
    sources = held.shape[1]
    alike = np.eye(sources, dtype=bool)
    for one in range(sources):
        for other in range(one):
            known = (held[:, one] < NEVER) | (held[:, other] < NEVER)
            if known.any():
                same = (held[known, one] == held[known, other]).mean() >= SAME_DAY
                alike[one, other] = alike[other, one] = same
    return alike


def _correlation(found: Exposure, held: np.ndarray) -> np.ndarray:
    """Of step functions within mothers, in closed form: of two nested runs of days the shorter is their product."""
    days = np.maximum(found.end - found.start + 1, 1)[:, None]
    exposed = np.clip(found.end[:, None] - np.maximum(held, found.start[:, None] - 1), 0, days)
    sources = held.shape[1]
    covariance = np.empty((sources, sources))
    for one in range(sources):
        both = np.minimum(exposed[:, [one]], exposed)
        covariance[one] = (both - exposed[:, [one]] * exposed / days).sum(axis=0)
    spread = np.sqrt(np.diag(covariance))
    spread[spread == 0] = np.inf
    return covariance / np.outer(spread, spread)


def _linked(alike: np.ndarray) -> list[list[int]]:
    """Groups of sources joined by a chain of likeness, in order of their first member."""
    groups, seen = [], set()
    for first in range(len(alike)):
        if first in seen:
            continue
        group, waiting = set(), [first]
        while waiting:
            source = waiting.pop()
            if source not in group:
                group.add(source)
                waiting.extend(np.flatnonzero(alike[source]).tolist())
        seen |= group
        groups.append(sorted(group))
    return groups
