"""What a browser would post: only what a test cares about has to be said."""

from datetime import datetime

from werkzeug.datastructures import MultiDict

from portal.domain.period import LOCAL_ZONE

NOW = datetime(2026, 3, 5, 14, 22, 33, tzinfo=LOCAL_ZONE)
HOSPITALS = {"江岸区": ["宁川市妇幼保健院"]}
CARD = {
    "card-hospital": "宁川市妇幼保健院",
    "card-registered_on": "2025-12-01",
    "card-registered_precision": "day",
    "card-baby": "expecting",
    "card-due_on": "2026-06-30",
    "card-due_precision": "day",
    "card-born_on": "",
}
CALL = {
    "vendor_type": "infant_formula",
    "when": "minute",
    "day": "2026-03-04",
    "clock": "10:30",
    "channel": "call",
    "caller_number": "",
    "notes": "",
}
CONTACT = {"contact-contact": ""}
TOKEN = "t" * 32


def call(number: int | None = None, **changes: str | list[str]) -> dict[str, str | list[str]]:
    """A call with its prefix in the first report, or bare as in the diary."""
    prefix = "" if number is None else f"call-{number}-"
    return {f"{prefix}{name}": value for name, value in {**CALL, **changes}.items()}


def posted(*parts: dict[str, str | list[str]], **more: str) -> MultiDict:
    """All parts in one form."""
    return MultiDict({name: value for part in (*parts, more) for name, value in part.items()})
