"""What the overview says first: which path, how sure, and what would say more. Keys and values, no wording."""

from collections.abc import Collection
from dataclasses import dataclass

from portal.domain.finding import Findings
from portal.domain.ladder import Beyond, Standing, standing
from portal.domain.picture import Pictures
from portal.domain.vocabulary import Verdict
from portal.web.office.story import Line, lines


@dataclass(frozen=True, slots=True)
class Lead:
    """One class that is worth the first look, and where it stands on the ladder."""

    line: Line
    standing: Standing


def leads(findings: Findings, pictures: Pictures, beyond: Collection[Beyond]) -> tuple[Lead, ...]:
    """Every class that is implicated; where none is, the first that is undetermined; where all are cleared, none."""
    told = lines(findings)
    named = [line for line in told if line.verdict is Verdict.IMPLICATED]
    open_still = [line for line in told if line.verdict is Verdict.UNDETERMINED]
    chosen = named or open_still[:1]
    return tuple(Lead(line, standing(line.finding, findings, pictures, beyond)) for line in chosen)
