"""What an analysis says otherwise than the one before it."""

from dataclasses import dataclass

from portal.domain.finding import Findings
from portal.domain.vocabulary import Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """A source whose verdict is another one; `before` is None for a new source, `after` for one that is gone."""

    source: str
    before: Verdict | None
    after: Verdict | None


def changes(before: Findings, after: Findings) -> tuple[Change, ...]:
    """Changed verdicts in the order of the newer analysis; sources that are gone come last."""
    old, new = ({one.source: one.verdict for one in said.sources} for said in (before, after))
    names = [*new, *(name for name in old if name not in new)]
    return tuple(Change(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))
