"""Fields that forgive how a tired hand writes, and say in her language what is missing."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Field, Form, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.widgets import DateInput, TimeInput

from portal.domain import written


class DayField(StringField):
    """A calendar day: a native picker, and any usual way of writing where there is none."""

    widget = DateInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = written.day_from(valuelist[0])
            except written.Unreadable as error:
                raise ValueError(lazy_gettext("problem.day_unreadable")) from error

    def _value(self) -> str:
        return self.data.isoformat() if self.data else (self.raw_data or [""])[0]


class ClockField(StringField):
    """A time of day on a 24-hour clock."""

    widget = TimeInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = written.clock_from(valuelist[0])
            except written.Unreadable as error:
                raise ValueError(lazy_gettext("problem.clock_unreadable")) from error

    def _value(self) -> str:
        return self.data.strftime("%H:%M") if self.data else (self.raw_data or [""])[0]


class OneOfField(RadioField):
    """One of a few codes; `missing` says what to do where none is chosen."""

    def __init__(self, label: Any, codes: Iterable[SelectChoice], missing: Any, **options: Any) -> None:
        super().__init__(label, choices=list(codes), **options)
        self.missing = missing

    def pre_validate(self, form: Form) -> None:
        if self.data not in {choice.value for choice in self.choices}:
            raise ValidationError(self.missing)


class SkippableField(RadioField):
    """One of a few codes, or none: what is not answered, or is not on the list, is None."""

    def __init__(self, label: Any, codes: Iterable[SelectChoice], **options: Any) -> None:
        super().__init__(label, choices=list(codes), **options)

    def pre_validate(self, form: Form) -> None:
        if self.data not in {choice.value for choice in self.choices}:
            self.data = None


class SomeOfField(SelectMultipleField):
    """Any of a few codes, each with a box to tick."""

    def pre_validate(self, form: Form) -> None:
        known = {choice.value for choice in self.choices}
        self.data = [code for code in self.data or [] if code in known]


def worded(codes: Iterable[Enum], family: str) -> list[SelectChoice]:
    """Choices for the members of a vocabulary, in their order."""
    return [SelectChoice(str(code.value), lazy_gettext(f"{family}.{code.value}")) for code in codes]


def complain(field: Field, message: Any) -> None:
    """Put a message above a field after its own validation."""
    field.errors = [*field.errors, message]


def was_posted(posted: Any, prefix: str) -> bool:
    """Whether any field of a form with this prefix came in."""
    return any(name.startswith(f"{prefix}-") for name in posted)


def carried(form: Form) -> list[tuple[str, str]]:
    """What was typed into a form, as names and values of hidden inputs."""
    return [(field.name, value) for field in form for value in field.raw_data or []]
