"""What an analysis says as a whole: its classes in order, its title, its sentences. Keys and values, no wording."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from portal.domain.finding import JOINER, REGISTRATION, Finding, Findings, Interval
from portal.domain.picture import ExportRun, KnowledgeRow, LagCurve, Pictures
from portal.domain.vocabulary import Tier, Verdict

ORDER = (Verdict.IMPLICATED, Verdict.UNDETERMINED, Verdict.NOT_IMPLICATED, Verdict.RULED_OUT)
CLEARED = frozenset({Verdict.NOT_IMPLICATED, Verdict.RULED_OUT})


@dataclass(frozen=True, slots=True)
class Line:
    """One class of sources that cannot be told apart, often of one: what is said of it, and where to read more.

    `rivals` explain its calls as well, without the reverse being true, so they stay lines of their own.
    """

    members: tuple[str, ...]
    verdict: Verdict
    finding: Finding
    places: tuple[int, ...]
    rivals: tuple[str, ...]

    @property
    def as_class(self) -> bool:
        """Whether the verdict holds for the class and for none of its members alone."""
        return len(self.members) > 1

    @property
    def sentence(self) -> str:
        """The key of its sentence: by verdict, by kind, and by whether there is a number to give."""
        ratio = self.finding.rate_ratio
        numbered = ratio is not None and None not in (ratio.estimate, ratio.low, ratio.high)
        kind = "class" if self.as_class else self.finding.kind.value
        with_number = ".ratio" if numbered and self.verdict is not Verdict.RULED_OUT else ""
        return f"sentence.{self.verdict.value}.{kind}{with_number}"


@dataclass(frozen=True, slots=True)
class Divided:
    """A line of which anonymous reports tell another story: its rate ratio without them, and with them."""

    line: Line
    verified: Interval
    everybody: Interval

    @property
    def apart(self) -> bool:
        """Whether the two intervals do not even touch."""
        return self.verified.high < self.everybody.low or self.everybody.high < self.verified.low

    @property
    def distance(self) -> float:
        """On the log scale."""
        return abs(log(self.everybody.estimate / self.verified.estimate))


@dataclass(frozen=True, slots=True)
class Title:
    """The key of the page's title and the names that it needs."""

    key: str
    names: tuple[str, ...] = ()


def lines(findings: Findings) -> tuple[Line, ...]:
    """One line for each class, the most telling first."""
    members_of = {one.source: one.members for one in findings.sources}
    places: dict[tuple[str, ...], list[int]] = {}
    for place, one in enumerate(findings.sources):
        mutual = all(members_of.get(other) == one.members for other in one.members)
        places.setdefault(one.members if mutual else (one.source,), []).append(place)
    found = [_line(findings, members, where) for members, where in places.items()]
    return tuple(sorted(found, key=_rank))


def line_of(findings: Findings, place: int) -> Line:
    """The line that holds the source at a place."""
    return next(line for line in lines(findings) if place in line.places)


def title(findings: Findings) -> Title:
    """The finding in one sentence, and never more than the calls say."""
    if not findings.sources or not findings.calls:
        return Title("title.nothing")
    told = lines(findings)
    implicated = [line for line in told if line.verdict is Verdict.IMPLICATED]
    if len(implicated) > 1:
        return Title("title.several", tuple(name for line in implicated for name in line.members))
    if implicated:
        return _title_of_one(implicated[0], told)
    cleared = all(line.verdict in CLEARED for line in told)
    return Title("title.none") if cleared else Title("title.undetermined")


def divided(findings: Findings) -> tuple[Divided, ...]:
    """Of which lines anonymous reports tell clearly another story, the greatest difference first."""
    compared = [found for line in lines(findings) if (found := _divided(line)) and found.apart]
    return tuple(sorted(compared, key=lambda one: -one.distance))


def emphasised(findings: Findings, recipients: list[str]) -> str:
    """The recipient whose staircase stands out at first: the most telling one."""
    told = [name for line in lines(findings) for name in line.members if name in recipients]
    return next(iter(told), "")


def curves_beside(pictures: Pictures, source: str) -> tuple[LagCurve, ...]:
    """The curve of a source, with that of the registration to compare it with."""
    return tuple(curve for curve in pictures.lags if curve.source in (REGISTRATION, source))


def known_beside(pictures: Pictures, source: str) -> tuple[KnowledgeRow, ...]:
    """What callers knew against the files of a source, with the registration to compare it with."""
    rows = pictures.knowledge.rows if pictures.knowledge else ()
    return tuple(row for row in rows if row.source in (REGISTRATION, source))


def runs_of(pictures: Pictures, recipient: str) -> tuple[ExportRun, ...]:
    """The days on which files left for a recipient."""
    return next((row.runs for row in pictures.calendar.rows if row.recipient == recipient), ())


def _title_of_one(line: Line, told: Iterable[Line]) -> Title:
    if line.members == (REGISTRATION,):
        return Title("title.registration")
    if line.as_class:
        return Title("title.class", line.members)
    others = (one for one in told if one.members == (REGISTRATION,))
    not_registration = any(one.verdict in CLEARED for one in others)
    return Title("title.recipient_not_registration" if not_registration else "title.recipient", line.members)


def _divided(line: Line) -> Divided | None:
    by_trust = {Tier.ANONYMOUS in view.tiers: view.rate_ratio for view in line.finding.tiers}
    verified, everybody = by_trust.get(False), by_trust.get(True)
    if not (verified and everybody and verified.estimate and everybody.estimate):
        return None
    return Divided(line, verified, everybody)


def _line(findings: Findings, members: tuple[str, ...], where: list[int]) -> Line:
    """The numbers are those of the member of which the calls say most."""
    finding = min((findings.sources[place] for place in where), key=_chance)
    verdict = Verdict.IMPLICATED if JOINER.join(members) in findings.implicated else finding.verdict
    # The places follow the sources' order; the names follow them, so that each links to its own page.
    named = tuple(findings.sources[place].source for place in where)
    rivals = tuple(name for name in finding.indistinguishable_from if name not in members)
    return Line(named, verdict, finding, tuple(where), rivals)


def _rank(line: Line) -> tuple[int, float, tuple[str, ...]]:
    ratio = line.finding.rate_ratio
    estimate = ratio.estimate if ratio and ratio.estimate is not None else 0.0
    return ORDER.index(line.verdict), -estimate, line.members


def _chance(finding: Finding) -> float:
    return 1.0 if finding.p_value is None else finding.p_value
