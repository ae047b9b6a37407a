"""What the calls on canaries say of each recipient and batch, as a document."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class CanaryWarning(StrEnum):
    """What a reader of the whole assessment must know."""

    NO_CANARIES = "no_canaries"
    NO_CONTROLS = "no_controls"  # without a rate of wrong numbers no call has a probability
    CONTROLS_NAMED = "controls_named"  # who knows a name that never left has seen the plan itself
    NAMED_BEFORE_EXPORT = "named_before_export"  # the same, for a planted number
    SHARED_CANARIES = "shared_canaries"
    FEW_CANARIES = "few_canaries"


@dataclass(frozen=True, slots=True)
class Controls:
    """The never-exported numbers: first calls per number and month, with the exact limits."""

    numbers: int
    called: int
    named: int
    months: float
    rate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CanaryCount:
    """Planted numbers of one batch, or of all batches of a recipient, from their export on.

    `called` counts numbers, `calls` calls, `named` numbers on which the invented name was used.
    """

    planted: int
    called: int
    calls: int
    named: int
    months: float
    p_value: float | None
    log10_likelihood_ratio: float | None


@dataclass(frozen=True, slots=True)
class BatchCanaries:
    """One file that left."""

    exported_at: str
    count: CanaryCount


@dataclass(frozen=True, slots=True)
class RecipientCanaries:
    """One recipient. `p_adjusted` allows for all classes; `speaks`: the rule is met and chance is excluded."""

    recipient: str
    count: CanaryCount
    p_adjusted: float | None
    rule_met: bool
    speaks: bool
    indistinguishable_from: tuple[str, ...]
    batches: tuple[BatchCanaries, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole document."""

    as_of: str
    controls: Controls
    calls_before_export: int
    recipients: tuple[RecipientCanaries, ...]
    classes: tuple[tuple[str, ...], ...]
    warnings: tuple[CanaryWarning, ...]

    def to_json(self) -> dict[str, Any]:
        """The document of `flask canaries assess --json`."""
        controls = asdict(self.controls)
        limits = {name: controls.pop(name) for name in ("low", "high")}
        controls["rate_per_month"] = {"estimate": controls.pop("rate"), **limits}
        return {
            "as_of": self.as_of,
            "controls": controls,
            "calls_before_export": self.calls_before_export,
            "recipients": [_recipient(one) for one in self.recipients],
            "classes": [list(names) for names in self.classes],
            "warnings": [warning.value for warning in self.warnings],
        }


def _recipient(one: RecipientCanaries) -> Mapping[str, Any]:
    return {
        "recipient": one.recipient,
        **asdict(one.count),
        "p_adjusted": one.p_adjusted,
        "rule_met": one.rule_met,
        "speaks": one.speaks,
        "indistinguishable_from": list(one.indistinguishable_from),
        "batches": [{"exported_at": batch.exported_at, **asdict(batch.count)} for batch in one.batches],
    }
