"""The words of a view: what the dashboard is narrowed to."""

from collections.abc import Iterable

from flask_babel import gettext

from portal.domain.quarter import Quarter
from portal.domain.view import FIELDS, View
from portal.web.office.blueprint import blueprint


@blueprint.app_template_filter("view_value")
def view_value(value: str, field: str) -> str:
    """One value of a field; a district by its name."""
    if field == "tier":
        return gettext(f"tier.{value}")
    quarter = Quarter.read(value) if field == "quarter" else None
    return gettext("filter.one_quarter", year=quarter.year, number=quarter.number) if quarter else value


@blueprint.app_template_filter("view_words")
def view_words(view: View) -> str:
    """The whole view as one line."""
    return " · ".join(
        view_value(getattr(view, field), field) if getattr(view, field) else gettext(f"filter.every.{field}")
        for field in FIELDS
        if field == FIELDS[0] or getattr(view, field)
    )


@blueprint.app_template_filter("field_words")
def field_words(fields: Iterable[str]) -> str:
    """Several fields by their names."""
    return gettext("list.separator").join(gettext(f"filter.{field}") for field in fields)
