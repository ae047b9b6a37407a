"""What a page shows of a call: facts in the order in which she reads them, worded by the templates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.domain.moment import Moment, QuestionCode, moment_of
from portal.domain.period import local_day
from portal.domain.phone import Caller, classify
from portal.domain.report import Call, CallDraft, Card
from portal.domain.vocabulary import Channel, Knew, Precision, VendorType
from portal.intake.complaints import Diary
from portal.web.forms.report import ReportWalk


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call, her words beside what was understood of them."""

    key: UUID | int
    called_at: datetime
    precision: Precision
    vendor: VendorType
    channel: Channel
    knew: tuple[Knew, ...] | None
    moment: Moment | None
    caller: Caller | None
    notes: str | None
    questions: tuple[QuestionCode, ...] = ()


def of_walk(walk: ReportWalk) -> list[CallLine]:
    """The calls of a report that is not sent yet."""
    return [
        _line(n, call, walk.card_so_far, _read(call.caller_number), call.notes, tuple(walk.questions(call)))
        for n, call in walk.other_calls
    ]


def of_diary(diary: Diary) -> list[CallLine]:
    """The calls of a report that was sent, newest first."""
    return [
        _line(opened.call.id, opened.call, diary.complaint.card, opened.caller, opened.notes)
        for opened in reversed(diary.calls)
    ]


def _line(
    key: UUID | int,
    call: Call | CallDraft,
    card: Card,
    caller: Caller | None,
    notes: str | None,
    questions: tuple[QuestionCode, ...] = (),
) -> CallLine:
    return CallLine(
        key=key,
        called_at=call.called_at,
        precision=call.precision,
        vendor=call.vendor_type,
        channel=call.channel,
        knew=None if call.knew is None else tuple(item for item in Knew if item in call.knew),
        moment=moment_of(local_day(call.called_at), card, call.precision),
        caller=caller,
        notes=notes,
        questions=questions,
    )


def _read(number: str | None) -> Caller | None:
    return classify(number) if number else None
