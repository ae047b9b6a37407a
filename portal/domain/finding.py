"""What a run of the analysis says: one finding per source, and the document that holds them all.

Findings carry codes and numbers; the wording for every code lives in the translation catalogues under
`reason.<code>` and `warning.<code>`. `docs/statistics.md` explains each code.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self, TypeVar

from portal.domain.vocabulary import Verdict

Shape = TypeVar("Shape")
REGISTRATION = "registration"
JOINER = " | "  # stands between the names of a class; no recipient's name may contain it


class SourceKind(StrEnum):
    """Where on the way of a record a source lies."""

    REGISTRATION = "registration"
    RECIPIENT = "recipient"


class ReasonCode(StrEnum):
    """Why a verdict reads as it does; the values of each are named in docs/statistics.md."""

    RATE_RISES_AFTER_EXPORT = "rate_rises_after_export"
    RATE_RISES_AFTER_REGISTRATION = "rate_rises_after_registration"
    NO_RISE_AFTER_EXPORT = "no_rise_after_export"
    NO_RISE_AFTER_REGISTRATION = "no_rise_after_registration"
    CALLS_BEFORE_FIRST_EXPORT = "calls_before_first_export"
    NOT_SEPARABLE = "not_separable"
    SAME_DAYS_AS = "same_days_as"
    TOO_FEW_CALLS = "too_few_calls"
    TOO_FEW_EXPOSED = "too_few_exposed"
    NO_EXPORT_COVERS = "no_export_covers"
    PLANNED_ONLY = "planned_only"
    NOT_ESTIMABLE = "not_estimable"
    GATE_FAILED = "gate_failed"
    PLACEBO = "placebo"
    PLACEBO_AS_LARGE = "placebo_as_large"
    UNSTABLE = "unstable"
    SURVIVES_SHAKING = "survives_shaking"
    FALLS_WITHOUT = "falls_without"
    POWER = "power"
    KNEW_MORE_THAN_EXPORTED = "knew_more_than_exported"
    OPENED_OR_CLOSED = "opened_or_closed"
    ONSET_AFTER_EXPORT = "onset_after_export"
    SURPLUS_IN_GAP = "surplus_in_gap"


class WarningCode(StrEnum):
    """What a reader of the whole document must know."""

    NO_MOTHERS = "no_mothers"
    NO_CALLS = "no_calls"
    NO_EXPORTS = "no_exports"
    TOO_FEW_CALLS = "too_few_calls"
    REGISTRATION_IMPRECISE = "registration_imprecise"
    CALLS_IMPRECISE = "calls_imprecise"
    DUE_DATE_MISSING = "due_date_missing"
    WEIGHED_LESS = "weighed_less"
    CALLS_OUTSIDE_OBSERVATION = "calls_outside_observation"
    PLANNED_EXPORTS_USED = "planned_exports_used"
    REDUNDANT_COLUMNS = "redundant_columns"
    NOT_CONVERGED = "not_converged"
    CLASSES_MERGED = "classes_merged"
    GATE_FAILED = "gate_failed"
    TIERS_DIVERGE = "tiers_diverge"


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % limits; a limit that does not exist is None."""

    estimate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Lag:
    """Days from a source's hold of the record to the calls: a median with its limits."""

    median: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class GateCheck:
    """One check of a source before it may be named; worded under `gate.<name>`."""

    name: str
    passed: bool
    rate_ratio: Interval


@dataclass(frozen=True)
class TierView:
    """What the reporters of some tiers alone say of a source; `calls` is None where a small count would show."""

    tiers: tuple[int, ...]
    calls: int | None
    rate_ratio: Interval | None
    z: float | None


@dataclass(frozen=True)
class LeftOut:
    """The hardest trial of one kind: what the finding looks like without one such thing at a time.

    `which` names the thing whose loss costs most (None where it has no name): the one with the lowest z of those
    without which it falls, else of all. `tried` says how many were left out in turn, `z` is that of `which` (None where
    nothing was left to test), `stands` whether it stood every time.
    """

    what: str
    which: str | None
    tried: int
    z: float | None
    stands: bool


@dataclass(frozen=True)
class Placebo:
    """The largest z over all sources on placebo schedules: how many, its mean and spread, and three quantiles."""

    schedules: int
    mean: float
    spread: float
    median: float
    quantile_95: float
    quantile_99: float


@dataclass(frozen=True)
class Reason:
    """One statement for or against a source: a code, and the numbers or names that its wording needs."""

    code: ReasonCode
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        said = ", ".join(f"{name} {value}" for name, value in self.values.items() if value is not None)
        return f"{self.code.value} ({said})" if said else self.code.value


@dataclass(frozen=True)
class Finding:
    """What the calls say of one source."""

    source: str
    kind: SourceKind
    verdict: Verdict
    probability: float | None = None
    share: Interval | None = None
    rate_ratio: Interval | None = None
    p_value: float | None = None
    q_value: float | None = None
    lag_days: Lag | None = None
    indistinguishable_from: tuple[str, ...] = ()
    exculpatory: str | None = None
    flip_number: int | None = None
    family_p_value: float | None = None
    power: float | None = None
    detectable_rate_ratio: float | None = None
    gate: tuple[GateCheck, ...] = ()
    tiers: tuple[TierView, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    reasons_for: tuple[Reason, ...] = ()
    reasons_against: tuple[Reason, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """Everyone in the class of sources that this finding cannot tell apart, this one included, sorted."""
        return tuple(sorted({self.source, *self.indistinguishable_from}))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `Findings.to_json` wrote."""
        known = dict(data)
        known["kind"], known["verdict"] = SourceKind(known["kind"]), Verdict(known["verdict"])
        for name, shape in (("share", Interval), ("rate_ratio", Interval), ("lag_days", Lag)):
            known[name] = _read(shape, known[name])
        known["indistinguishable_from"] = tuple(known["indistinguishable_from"])
        for name in ("reasons_for", "reasons_against"):
            known[name] = tuple(Reason(ReasonCode(one["code"]), one["values"]) for one in known[name])
        known["gate"] = tuple(
            GateCheck(**{**one, "rate_ratio": Interval(**one["rate_ratio"])}) for one in known.get("gate", ())
        )
        known["tiers"] = tuple(
            TierView(tuple(one["tiers"]), one["calls"], _read(Interval, one["rate_ratio"]), one["z"])
            for one in known.get("tiers", ())
        )
        known["left_out"] = tuple(LeftOut(**one) for one in known.get("left_out", ()))
        return cls(**known)


@dataclass(frozen=True)
class Alarm:
    """Whether the tiers of reporters tell different stories, and how strongly; None where it was not computed."""

    raised: bool
    z: float | None


@dataclass(frozen=True)
class Findings:
    """One run: the contract of `findings.json`, and the counts that a reader needs to judge it."""

    as_of: str | None
    mothers: int
    calls: int
    tiers_used: tuple[int, ...]
    sources: tuple[Finding, ...]
    implicated: tuple[str, ...]
    alarm: Alarm
    seed: str
    warnings: tuple[WarningCode, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    placebo: Placebo | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values in the order of the contract."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(
            as_of=data["as_of"],
            mothers=data["mothers"],
            calls=data["calls"],
            tiers_used=tuple(data["tiers_used"]),
            sources=tuple(Finding.from_json(source) for source in data["sources"]),
            implicated=tuple(data["implicated"]),
            alarm=Alarm(**data["alarm"]),
            seed=data["seed"],
            warnings=tuple(WarningCode(code) for code in data["warnings"]),
            counts=dict(data["counts"]),
            placebo=_read(Placebo, data.get("placebo")),
        )


def _read(shape: type[Shape], values: Mapping[str, Any] | None) -> Shape | None:
    return None if values is None else shape(**values)


def _plain(value: Any) -> Any:
    """Lists for tuples and plain strings for enums, all the way down."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value
