"""Every page of the office, read off the map of the application, and what a reader would find wrong with it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element

import tinyhtml5
from werkzeug.routing import Rule

from portal.domain.access import ROLE_PERMISSIONS, Permission, Role
from portal.domain.disclosure import OFFICE_THRESHOLD
from tests.web.office.conftest import Office
from tests.web.office.test_permissions import address, guard_of

CHINESE = re.compile(r"[一-鿿]")
SENTENCE = re.compile(r"[一-鿿][^。]{4,}[。？]")
# What is counted of people: a number in such a column, or under such a key of a chart, may point at one of them.
COUNTED = re.compile(r"(孕产妇|来电|被打扰的日子|按来电当天|按报告当天)(?!方|份额|率|号)")
KEYS = {"calls", "mothers", "days", "happened", "told"}
# Whoever works on complaints counts them; what is computed from many must not show few.
COMPUTED = frozenset({Permission.VIEW_FINDINGS, Permission.VIEW_STUDIES})


@dataclass(frozen=True)
class Read:
    """One page as one reader got it."""

    path: str
    guard: Permission | str
    status: int
    text: str

    @property
    def root(self) -> Element:
        """Its elements."""
        return tinyhtml5.parse(self.text, namespace_html_elements=False)


def pages(office: Office, complaint_id: UUID, query: str = "") -> Iterator[Read]:
    """Every page that answers a GET with words, each to a role that may read it; not what leads onward or is a file."""
    clients: dict[Role | None, Any] = office.__dict__.setdefault("readers", {})
    for rule in office.app.url_map.iter_rules():
        if not rule.rule.startswith("/office") or "GET" not in rule.methods:
            continue
        role = _reader(office, rule)
        client = clients.get(role) or clients.setdefault(role, office.client(role))
        path = address(office, rule, complaint_id) + query
        answer = client.get(path)
        if answer.mimetype == "text/html" and answer.status_code not in (302, 303):
            yield Read(path, guard_of(office, rule), answer.status_code, answer.get_data(as_text=True))


def faults(read: Read) -> list[str]:
    """What is wrong with a page whatever city it is about."""
    found, root = [], read.root
    if read.status >= 500:
        found.append(f"answers {read.status}")
    headings = [words_of(one) for one in root.iter("h1")]
    if len(headings) != 1 or not CHINESE.search(headings[0]):
        found.append(f"its headings are {headings}")
    main = next(root.iter("main"), root)
    if not any(SENTENCE.search(words_of(one)) for one in main.iter("p")):
        found.append("no sentence says what it shows, or why it shows nothing")
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    found += [f"two elements are called {name}" for name in sorted(set(ids)) if ids.count(name) > 1]
    found += [f"the picture {name} draws nothing but zeros" for name in _flat_pictures(root)]
    if read.guard in COMPUTED:
        found += [f"shows a small count: {one}" for one in small_counts(root)]
    return [f"{read.path}: {one}" for one in found]


def small_counts(root: Element) -> list[str]:
    """Counts below the office's threshold, in tables, beside charts and in their data."""
    found = [f"{head} {value}" for head, value in _counted_cells(root) if 0 < int(value) < OFFICE_THRESHOLD]
    for stat in (one for one in root.iter("div") if "stat" in (one.get("class") or "").split()):
        words = words_of(stat)
        number = re.search(r"[\d,]+", words)
        if number and COUNTED.match(words) and 0 < int(number[0].replace(",", "")) < OFFICE_THRESHOLD:
            found.append(words)
    for data in _data(root):
        found += [f"{key} {value}" for key, value in _numbers(data) if key in KEYS and 0 < value < OFFICE_THRESHOLD]
    return found


def words_of(element: Element) -> str:
    """All text of an element, in order."""
    return "".join(element.itertext()).strip()


def _reader(office: Office, rule: Rule) -> Role | None:
    guard = guard_of(office, rule)
    if guard == "public":
        return None
    able = [role for role in Role if guard in ROLE_PERMISSIONS[role]]
    # An officer reads what is assigned; a supervisor everything else that both may see.
    preferred = (Role.CASE_OFFICER, Role.SUPERVISOR) if "complaint_id" in rule.arguments else (Role.SUPERVISOR,)
    return next((role for role in preferred if role in able), able[0])


def _counted_cells(root: Element) -> Iterator[tuple[str, str]]:
    for table in root.iter("table"):
        heads = [words_of(one) for one in table.iter("th") if one.get("scope") == "col"]
        for row in table.iter("tr"):
            cells = [words_of(one) for one in row if one.tag in ("td", "th")]
            for head, cell in zip(heads, cells, strict=False):
                if COUNTED.match(head) and re.fullmatch(r"[\d,]+", cell):
                    yield head, cell.replace(",", "")


def _data(root: Element) -> Iterator[Any]:
    for figure in root.iter("figure"):
        for script in figure.iter("script"):
            yield json.loads(script.text or "null")["data"]


def _flat_pictures(root: Element) -> Iterator[str]:
    for figure in root.iter("figure"):
        for script in figure.iter("script"):
            numbers = [value for _, value in _numbers(json.loads(script.text or "null")["data"])]
            if numbers and not any(numbers):
                yield str(figure.get("data-chart"))


def _numbers(data: Any, key: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _numbers(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _numbers(value, key)
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield key, data
