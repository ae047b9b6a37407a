"""What a page shows of a call: facts in the order in which she reads them, worded by the templates."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.domain.moment import Moment, QuestionCode, likelier_than_asked, moment_of
from portal.domain.period import local_day
from portal.domain.phone import Caller, classify
from portal.domain.report import Call, CallDraft, Card
from portal.domain.vocabulary import Channel, Knew, Precision, VendorType
from portal.intake.complaints import Diary
from portal.web.forms.report import ReportWalk

SAID = ("number_origin", "stop_request", "phone_owner", "voice", "time_source")


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
    called_until: datetime | None = None
    said: tuple[tuple[str, str], ...] = ()
    message: str | None = None
    pasted: str | None = None
    without_weeks: bool = False
    questions: tuple[QuestionCode, ...] = ()
    likely: tuple[date, ...] = ()

    @property
    def first_day(self) -> date:
        """The local day of the call, or on which its range begins."""
        return local_day(self.called_at)

    @property
    def last_day(self) -> date:
        """The last local day of its range."""
        return local_day((self.called_until or self.called_at) - timedelta(microseconds=1))


def of_walk(walk: ReportWalk) -> list[CallLine]:
    """The calls of a report that is not sent yet."""
    return [
        replace(
            _line(n, call, walk.card_so_far, _read(call.caller_number)),
            notes=call.notes,
            message=call.message,
            pasted=call.pasted,
            questions=tuple(asked := walk.questions(call)),
            likely=tuple(likelier_than_asked(call, asked, walk.at)),
        )
        for n, call in walk.other_calls
    ]


def of_diary(diary: Diary) -> list[CallLine]:
    """The calls of a report that was sent, newest first."""
    return [
        replace(
            _line(opened.call.id, opened.call, diary.complaint.card, opened.caller),
            notes=opened.notes,
            message=opened.message,
            pasted=opened.pasted,
            without_weeks=diary.complaint.pregnancy_ended,
        )
        for opened in reversed(diary.calls)
    ]


def _line(key: UUID | int, call: Call | CallDraft, card: Card, caller: Caller | None) -> CallLine:
    return CallLine(
        key=key,
        called_at=call.called_at,
        precision=call.precision,
        vendor=call.vendor_type,
        channel=call.channel,
        knew=None if call.knew is None else tuple(item for item in Knew if item in call.knew),
        moment=moment_of(local_day(call.called_at), card, call.precision),
        caller=caller,
        notes=None,
        called_until=call.called_until,
        said=tuple((family, told.value) for family in SAID if (told := getattr(call, family)) is not None),
    )


def _read(number: str | None) -> Caller | None:
    return classify(number) if number else None
