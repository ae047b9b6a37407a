"""What is typed into a mother's forms, field by field, and whether what came of it is what she typed."""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from benchmarks.hostile.values import hostile, mutated
from portal.domain.period import LOCAL_ZONE
from portal.domain.report import CallDraft
from portal.web.forms.call import CallForm
from portal.web.forms.contact import ContactForm
from tests.web.forms.told import NOW, call

WORDS = ("notes", "message", "pasted", "caller_number")
FIELDS = (*WORDS * 4, *("day", "clock") * 3, "contact")
USUAL = {
    "notes": "说是医院给的名单，让我加微信",
    "message": "【某某奶粉】亲爱的妈妈，回T退订",
    "pasted": "未知号码 3月4日 10:30 呼入 12秒",
    "caller_number": "0755-4314 7167转3",
    "contact": "微信 abc_138",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Typed:
    """A value in a field."""

    field: str
    value: str


def typed(block: int, count: int) -> Iterator[Typed]:
    """The inputs of a block: always the same ones."""
    chance = random.Random(f"inputs {block}")  # noqa: S311 - so that a block can be run again
    for _ in range(count):
        field = chance.choice(FIELDS)
        kind = chance.random()
        if kind < 0.1:
            value = hostile(chance)
        elif kind < 0.4:
            value = mutated(hostile(chance), chance)
        else:
            plain = kind < 0.5 and field not in USUAL
            value = _usual(field, chance) if plain else mutated(_usual(field, chance), chance)
        yield Typed(field, value)


def _usual(field: str, chance: random.Random) -> str:
    """What somebody might write there, each time another way."""
    if field == "day":
        day = (str(2026), str(chance.randint(1, 3)), str(chance.randint(1, 28)))
        return chance.choice(("{}年{}月{}日", "{}-{}-{}", "{} / {} / {}", "{}.{}.{}")).format(*day)
    if field == "clock":
        clock = (str(chance.randint(0, 23)), f"{chance.randint(0, 59):02}")
        return chance.choice(("{}点{}分", "{}:{}", "{}：{}", "上午 {}.{}", "下午{}时{}")).format(*clock)
    return USUAL[field]


def form_of(one: Typed) -> Form:
    """The form as it arrives, everything else in it usual."""
    if one.field == "contact":
        return ContactForm(MultiDict({"wants_contact": "y", "contact": one.value}))
    return CallForm(MultiDict(call(**{one.field: one.value})), at=NOW)


def refusal_fault(form: Form, one: Typed) -> str:
    """What is wrong with a refusal: it has no words, or what she typed is gone from the page."""
    said = [message for messages in form.errors.values() for message in messages]
    if not said or not all(isinstance(message, (str, LazyString)) and CHINESE.search(str(message)) for message in said):
        return "refused without words"
    field: Field = form[one.field]
    return "" if one.field in ("day", "clock") or field._value() == one.value else "gone from the page"


def kept_faithfully(one: Typed, stored: str | None, called_at: datetime | None = None) -> bool:
    """Whether what is stored is what was typed, but for space around it; a time is compared digit by digit."""
    if one.field == "pasted":
        return stored == (one.value or None)
    if one.field in (*WORDS, "contact"):
        return stored == (one.value.strip() or None)
    return _same_time(one, called_at.astimezone(LOCAL_ZONE)) if called_at else False


def _same_time(one: Typed, stored: datetime) -> bool:
    digits = re.findall(r"\d+", unicodedata.normalize("NFKC", one.value))
    if one.field == "day":
        if len(digits) == 1:
            return stored.strftime("%Y%m%d") == str(int(digits[0]))
        return [stored.year, stored.month, stored.day] == [int(part) for part in digits]
    if len(digits) == 1 and len(digits[0]) == 4:
        digits = [digits[0][:2], digits[0][2:]]
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    return stored.minute == minute and stored.hour in (hour, hour + 12)


def draft_of(form: Form) -> CallDraft | None:
    """The call that a sound form holds; None for the form of the contact."""
    return form.to_draft() if isinstance(form, CallForm) else None
