"""What part of an analysis a page shows; it stands in the address, so that a view can be sent to a colleague."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wtforms import Form, StringField


@dataclass(frozen=True, slots=True)
class View:
    """A district (empty: everybody) and days from … until (both in); `misread`: something was not understood."""

    district: str = ""
    since: str | None = None
    until: str | None = None
    misread: bool = False

    def holds(self, day: str) -> bool:
        """Whether an ISO day lies in the period."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


class ViewForm(Form):
    """The filter of the overview; what cannot be read is left out, and the page says so."""

    district = StringField()
    since = StringField()
    until = StringField()

    def to_view(self, districts: Sequence[str]) -> View:
        """The view asked for."""
        district = (self.district.data or "").strip()
        since, until = _day(self.since.data), _day(self.until.data)
        misread = bool(district) and district not in districts
        misread |= any(typed and not day for typed, day in ((self.since.data, since), (self.until.data, until)))
        if since and until and since > until:
            return View(district if district in districts else "", None, None, True)
        return View(district if district in districts else "", since, until, misread)


class PairForm(Form):
    """Two sources to compare."""

    one = StringField()
    other = StringField()

    def to_pair(self, sources: Sequence[str], proposed: tuple[str, str]) -> tuple[str, str]:
        """The two asked for; what is unknown or doubled is replaced by what the page proposes."""
        one = self.one.data if self.one.data in sources else proposed[0]
        other = self.other.data if self.other.data in sources else proposed[1]
        if one == other:
            other = next(name for name in (*proposed, *sources) if name != one)
        return one, other


def _day(typed: str | None) -> str | None:
    try:
        return date.fromisoformat(typed.strip()).isoformat() if typed else None
    except ValueError:
        return None
