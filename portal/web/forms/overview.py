"""What part of an analysis a page shows; it stands in the address, so that a view can be sent to a colleague."""

from collections.abc import Sequence

from wtforms import Form, StringField

from portal.domain.view import FIELDS, Choices, View
from portal.web.forms.misread import Misread, told


class ViewForm(Form):
    """The filter of the dashboard; what is not among the choices is left out and named, the rest is kept."""

    district = StringField()
    quarter = StringField()
    tier = StringField()

    def to_view(self, choices: Choices) -> View:
        """The view asked for."""
        typed = {name: (self[name].data or "").strip() for name in FIELDS}
        wrong = tuple((name, told(value)) for name, value in typed.items() if value and value not in choices.of(name))
        return View(**typed | {name: "" for name, _value in wrong}, misread=wrong)


class PairForm(Form):
    """Two sources to compare."""

    one = StringField()
    other = StringField()

    def misread(self, sources: Sequence[str]) -> Misread:
        """The fields that name no source, and what stands there."""
        typed = [(name, self[name].data or "") for name in ("one", "other")]
        return tuple((name, told(value)) for name, value in typed if value and value not in sources)

    def to_pair(self, sources: Sequence[str], proposed: tuple[str, str]) -> tuple[str, str]:
        """The two asked for; what is unknown or doubled is replaced by what the page proposes."""
        one = self.one.data if self.one.data in sources else proposed[0]
        other = self.other.data if self.other.data in sources else proposed[1]
        if one == other:
            other = next(name for name in (*proposed, *sources) if name != one)
        return one, other
