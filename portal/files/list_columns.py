"""Which column of a leaked list holds what: by its header, checked against its content, or by content alone.

Lists of unknown making have headers in any language, misspelt or missing. A header is believed only if the cells fit.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from statistics import median

from portal.domain.phone import CallerClass, classify
from portal.domain.pregnancy import LONGEST_GESTATION_DAYS
from portal.domain.seized import ColumnRead, ListColumn, ReadBy
from portal.files import cells
from portal.files.refusal import BadCell

WORDS: Mapping[ListColumn, tuple[str, ...]] = {
    ListColumn.DUE_DATE: ("预产", "duedate", "dueon", "expected", "edd", "edc"),
    ListColumn.BABY_BIRTH_DATE: (
        "分娩",
        "宝宝",
        "婴儿",
        "出生日",
        "生产日",
        "babybirth",
        "birthdate",
        "born",
        "delivery",
    ),
    ListColumn.REGISTERED_ON: ("建卡", "建册", "建档", "登记", "registered", "registration", "carddate", "booking"),
    ListColumn.PHONE: ("电话", "手机", "联系方式", "phone", "mobile", "telephone"),
    ListColumn.HOSPITAL: ("医院", "机构", "hospital", "clinic"),
    ListColumn.DISTRICT: ("辖区", "区县", "所属区", "district", "county"),
    ListColumn.HOUSEHOLD_TYPE: ("户籍", "户口", "household", "hukou"),
    ListColumn.ADDRESS: ("地址", "住址", "address"),
    ListColumn.ID_NUMBER: ("身份证", "证件号", "idnumber", "idcard"),
    ListColumn.NAME: ("姓名", "名字", "孕妇", "fullname", "name"),
}
DATES = (ListColumn.DUE_DATE, ListColumn.BABY_BIRTH_DATE, ListColumn.REGISTERED_ON)
LOOKED_AT = 500  # rows from which a column's content is judged
MOST = 0.5  # of the filled cells must fit
NEARLY_ALL = 0.9
ALIKE = 0.8  # of a misspelt Latin header
SHORTEST = 5  # shorter words are too near to others
LONG_AGO = timedelta(days=3650)  # between half of the dates and the last: no list of pregnancies
FIRST_YEAR = 2005  # a middle before this year: the mothers' own birthdays
SERIAL = re.compile(r"[3-6]\d{4}")  # a day as Excel counts it, in a cell without a format
EXCEL_EPOCH = date(1899, 12, 30)


class ColumnMissing(LookupError):
    """The operator named a column that the list does not have."""


@dataclass(frozen=True, slots=True)
class Places:
    """Names of hospitals and districts that the registry knows, in their plain form."""

    hospitals: Collection[str]
    districts: Collection[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: int
    header: str
    filled: list[str]

    def share(self, test: Callable[[str], bool]) -> float:
        return sum(map(test, self.filled)) / len(self.filled) if self.filled else 0.0


def find_columns(
    header: Sequence[str], sample: Sequence[Sequence[str]], places: Places, named: Mapping[ListColumn, str]
) -> dict[ListColumn, tuple[int, ColumnRead]]:
    """For each thing that the list holds, the position of its column; what an operator `named` is believed.

    Raises
    ------
    ColumnMissing
        If a named column is not there.
    """
    free = [_Candidate(place, name, _filled(sample, place)) for place, name in enumerate(header)]
    found: dict[ListColumn, tuple[int, ColumnRead]] = {}

    def take(column: ListColumn, chosen: _Candidate, by: ReadBy) -> None:
        found[column] = chosen.place, ColumnRead(column, chosen.header, by)
        free.remove(chosen)

    for column, name in named.items():
        asked = [one for one in free if one.header == name]
        if not asked:
            raise ColumnMissing(name)
        take(column, asked[0], ReadBy.OPERATOR)
    for column in [one for one in WORDS if one not in found]:
        fitting = [one for one in free if _says(one.header, WORDS[column]) and _fits(column, one)]
        if fitting:
            take(column, max(fitting, key=lambda one: len(one.filled)), ReadBy.HEADER)
    for column, test in _tests(places).items():
        fitting = [one for one in free if column not in found and one.share(test) >= MOST]
        if fitting:
            take(column, max(fitting, key=lambda one: one.share(test)), ReadBy.CONTENT)
    if ListColumn.REGISTERED_ON not in found and ListColumn.DUE_DATE in found:
        due = found[ListColumn.DUE_DATE][0]
        before = [one for one in free if _lies_before(one.place, due, sample)]
        if len(before) == 1:
            take(ListColumn.REGISTERED_ON, before[0], ReadBy.CONTENT)
    return found


def plain(text: str) -> str:
    """A name or a header without case, blanks, marks and full-width forms."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def list_day(text: str) -> date | None:
    """A day in any way of writing, a time of day dropped; None if it is none."""
    first = text.strip().split("T")[0].split(" ")[0]
    if SERIAL.fullmatch(first):
        return EXCEL_EPOCH + timedelta(days=int(first))
    try:
        return cells.day("", first)
    except BadCell:
        return None


def is_mobile(text: str) -> bool:
    """Whether a cell holds a mobile number."""
    return classify(text).kind is CallerClass.MOBILE


def _filled(sample: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in sample[:LOOKED_AT] if place < len(row) and row[place].strip()]


def _says(header: str, words: Sequence[str]) -> bool:
    said = plain(header)
    return any(word in said or _nearly(said, word) for word in words)


def _nearly(said: str, word: str) -> bool:
    return word.isascii() and len(word) >= SHORTEST and SequenceMatcher(None, said, word).ratio() >= ALIKE


def _fits(column: ListColumn, candidate: _Candidate) -> bool:
    """A date column holds dates of these years, a column of numbers holds numbers; names may be anything else."""
    if column is ListColumn.PHONE:
        return candidate.share(is_mobile) >= MOST
    days = [day for day in map(list_day, candidate.filled) if day]
    dated = len(days) >= MOST * max(1, len(candidate.filled))
    if column not in DATES:
        return bool(candidate.filled) and not dated and candidate.share(is_mobile) < MOST
    return dated and max(days) - _middle(days) < LONG_AGO and _middle(days).year >= FIRST_YEAR


def _tests(places: Places) -> dict[ListColumn, Callable[[str], bool]]:
    return {
        ListColumn.PHONE: is_mobile,
        ListColumn.HOSPITAL: lambda text: plain(text) in places.hospitals,
        ListColumn.DISTRICT: lambda text: plain(text) in places.districts,
    }


def _lies_before(place: int, due: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether nearly all days of a column lie within a pregnancy before the due date: then it is the registration."""
    pairs = [(list_day(row[place]), list_day(row[due])) for row in sample[:LOOKED_AT] if max(place, due) < len(row)]
    gaps = [(later - earlier).days for earlier, later in pairs if earlier and later]
    inside = sum(0 <= gap <= LONGEST_GESTATION_DAYS for gap in gaps)
    return len(gaps) >= MOST * len(pairs) and bool(gaps) and inside >= NEARLY_ALL * len(gaps)


def _middle(days: Sequence[date]) -> date:
    return date.fromordinal(round(median(day.toordinal() for day in days)))
