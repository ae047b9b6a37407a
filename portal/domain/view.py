"""What part of an analysis somebody looks at: a district, a quarter and a tier, and nothing finer."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.domain.overview import Overview, Place, Portion, ReportBin, Slice
from portal.domain.picture import Calendar, Pictures
from portal.domain.quarter import Quarter
from portal.domain.vendor_group import Party, Vendors

FIELDS = ("district", "quarter", "tier")


@dataclass(frozen=True, slots=True)
class View:
    """A district, a quarter (as in `2026-Q1`) and a tier; empty: all. `misread` are fields and what stood there."""

    district: str = ""
    quarter: str = ""
    tier: str = ""
    misread: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> dict[str, str]:
        """The fields that narrow, as they stand in an address."""
        return {name: getattr(self, name) for name in FIELDS if getattr(self, name)}

    def beyond(self, *followed: str) -> list[str]:
        """The chosen fields that something which follows only some of them does not heed."""
        return [name for name in self.address if name not in followed]

    def tag(self, *followed: str) -> str:
        """The end of a file's name: what it was narrowed by."""
        return "".join(f"-{value}" for name, value in self.address.items() if name in followed)

    def touches(self, first: str, last: str) -> bool:
        """Whether ISO days, both in, share a day with the quarter."""
        quarter = Quarter.read(self.quarter)
        if quarter is None:
            return True
        return first < quarter.period.until.isoformat() and last >= quarter.period.start.isoformat()


@dataclass(frozen=True, slots=True)
class Choices:
    """What an analysis can be narrowed by."""

    districts: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()

    def of(self, field: str) -> tuple[str, ...]:
        """The values of one field."""
        return {"district": self.districts, "quarter": self.quarters, "tier": self.tiers}[field]


def choices(found: Overview | None) -> Choices:
    """The districts of the slices, the quarters and tiers of the portions."""
    if found is None:
        return Choices()
    return Choices(
        tuple(one.district for one in found.slices if one.district),
        tuple(sorted({one.quarter for one in found.portions if one.quarter}, reverse=True)),
        tuple(str(tier) for tier in sorted({one.tier for one in found.portions if one.tier is not None}, reverse=True)),
    )


def portion(found: Overview, view: View) -> Portion | None:
    """The numbers of a view; None in runs from before they were kept."""
    wanted = (view.district, view.quarter, view.tier)
    return next((one for one in found.portions if (one.district, one.quarter, _written(one.tier)) == wanted), None)


def narrowed(pictures: Pictures, view: View) -> Pictures:
    """The part of saved pictures that a view holds; what was computed for the whole city only stays as it is."""
    found = pictures.overview
    return replace(
        pictures,
        overview=found and _overview(found, view),
        vendors=pictures.vendors and _vendors(pictures.vendors, found.places if found else (), view),
        calendar=_calendar(pictures.calendar, view),
    )


def _overview(found: Overview, view: View) -> Overview:
    return replace(
        found,
        slices=tuple(_in_quarter(one, view) for one in found.slices if view.district in ("", one.district)),
        places=tuple(one for one in found.places if view.district in ("", one.district)),
        portions=tuple(
            one
            for one in found.portions
            if view.district in ("", one.district)
            and view.quarter in ("", one.quarter)
            and view.tier in ("", _written(one.tier))
        ),
    )


def _written(tier: int | None) -> str:
    return "" if tier is None else str(tier)


def _in_quarter(one: Slice, view: View) -> Slice:
    return replace(one, bins=tuple(part for part in one.bins if view.touches(part.from_day, _last(part, one.width))))


def _last(part: ReportBin, width: int) -> str:
    first = date.fromisoformat(part.from_day)
    return (first + timedelta(days=width - 1)).isoformat()


def _vendors(found: Vendors, places: tuple[Place, ...], view: View) -> Vendors:
    inside = {one.name for one in places if one.district == view.district}

    def holds(party: Party) -> bool:
        at_home = not view.district or any(at.name in inside for at in party.hospitals)
        return at_home and view.touches(party.first_day, party.last_day)

    return replace(found, parties=tuple(party for party in found.parties if holds(party)))


def _calendar(found: Calendar, view: View) -> Calendar:
    rows = tuple(
        replace(row, runs=tuple(run for run in row.runs if view.touches(run.day, run.day))) for row in found.rows
    )
    return replace(found, rows=rows)
