"""Where a leaked list may come from, as a document: every hypothesis with each kind of evidence on its own."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from portal.domain.disclosure import suppressed


class HypothesisKind(StrEnum):
    """What a list may have been cut from."""

    BATCH = "batch"
    BATCHES = "batches"  # consecutive ones of one recipient
    DATABASE = "database"  # all registrations up to a day


class ListWarning(StrEnum):
    """What a reader of the comparison must know."""

    NO_EXPORTS = "no_exports"
    NO_PHONE = "no_phone"
    NO_DATES = "no_dates"
    NO_PLACES = "no_places"
    FEW_ROWS = "few_rows"
    READ_BY_CONTENT = "read_by_content"
    SLICE_OF_DATABASE = "slice_of_database"
    ROWS_DEPEND = "rows_depend"
    POOR_FIT = "poor_fit"
    CONTROLS_ON_LIST = "controls_on_list"
    CONTACTS_SEALED = "contacts_sealed"


@dataclass(frozen=True, slots=True)
class ListEvidence:
    """log10 likelihood ratios against gathering without our data; None where a kind says nothing."""

    dates: float | None = None
    places: float | None = None
    columns: float | None = None
    freshness: float | None = None
    canaries: float | None = None
    reporters: float | None = None

    @property
    def total(self) -> float:
        """The sum over the kinds that say something."""
        return sum(value for value in asdict(self).values() if value is not None)


@dataclass(frozen=True, slots=True)
class Edges:
    """The first and last registration inside the window, and how likely gaps of so many working days are."""

    first: str
    last: str
    gap_from: int
    gap_until: int
    p_from: float
    p_until: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Rows inside window and scope; `share_of_files` where the size of the files is known."""

    inside: int
    outside: int
    p_outside: float
    share_of_list: float
    share_of_files: float | None
    hospitals_inside: int
    hospitals_outside: int
    p_hospitals: float | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old the list can be: births after the file of their row left cannot come from it, but for errors.

    Registrations after that lie outside the window as well and count there; they are only shown here.
    """

    exported_on: str | None
    days_after_last_registration: int | None
    births: int
    later_births: int
    p_later_births: float
    later_registrations: int


@dataclass(frozen=True, slots=True)
class FoundNumbers:
    """Numbers that are known to belong to a hypothesis: how many, and how many stand on the list."""

    canaries: int
    canaries_found: int
    canaries_named: int


@dataclass(frozen=True, slots=True)
class ListHypothesis:
    """One explanation. `missing_columns` were in the file but not in the list, `added_columns` the other way."""

    kind: HypothesisKind
    recipient: str | None
    exported_at: tuple[str, ...]
    registered_from: str
    registered_until: str
    evidence: ListEvidence
    coverage: Coverage
    edges: Edges | None
    freshness: Freshness
    numbers: FoundNumbers
    missing_columns: tuple[str, ...]
    added_columns: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain values, the sum behind its parts."""
        return asdict(self) | {"log10_likelihood_ratio": self.evidence.total}


@dataclass(frozen=True, slots=True)
class ListOrigin:
    """The whole document; `classes` are ordered by their sum, each with the explanations that are equal in all.

    `excerpt_of`: who else held every row, so that the list may be a part cut out of those files.
    """

    error_rate: float
    facts: Mapping[str, Any]
    classes: tuple[tuple[ListHypothesis, ...], ...]
    hypotheses: int
    margin: float | None
    consistent_with: tuple[str, ...]
    excerpt_of: tuple[str, ...]
    recipients: tuple[tuple[str, float], ...]
    breadth: Mapping[str, Any]
    warnings: tuple[ListWarning, ...]

    def to_json(self) -> dict[str, Any]:
        """The document of `flask seized --json`."""
        return {
            **self.facts,
            "error_rate": self.error_rate,
            "hypotheses": self.hypotheses,
            "classes": [
                {
                    "log10_likelihood_ratio": members[0].evidence.total,
                    "members": [member.to_json() for member in members],
                }
                for members in self.classes
            ],
            "margin": self.margin,
            "consistent_with": list(self.consistent_with),
            "excerpt_of": list(self.excerpt_of),
            "recipients": [{"recipient": name, "log10_likelihood_ratio": best} for name, best in self.recipients],
            "breadth": dict(self.breadth),
            "warnings": [warning.value for warning in self.warnings],
        }

    def to_keep(self) -> dict[str, Any]:
        """The same as it is kept: no header, for it may be a name, and no small count of mothers who reported."""
        answer = self.to_json()
        columns = [{"column": read["column"], "read_by": read["read_by"]} for read in answer["columns"]]
        breadth = dict(answer["breadth"])
        reporters = breadth.get("reporters")
        if isinstance(reporters, dict) and any(suppressed(reporters[name]) is None for name in ("found", "of")):
            breadth["reporters"] = None
        return answer | {"columns": columns, "breadth": breadth}
