"""Requests made from the map of addresses and from the forms that the pages themselves show, then spoilt."""

import io
import random
from collections import defaultdict
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from uuid import UUID

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import AnyConverter, IntegerConverter, RequestRedirect, Rule, UUIDConverter

from benchmarks.hostile.scene import ACTORS, ANYBODY, HER, TABLES, Scene
from benchmarks.hostile.values import NAMES, PLAUSIBLE, bytes_of_nothing, hostile
from portal.domain.access import ROLE_PERMISSIONS
from tests.files.media import picture
from tests.web.forms.told import CARD, CONTACT, call, posted

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OWNERSHIPS = ("own", "another's", "none")
SKIPPED = "assets."  # files of the stylesheet's kind: addressed by digest, nothing behind them
URLENCODED = "application/x-www-form-urlencoded"
CONTENT_TYPES = (
    URLENCODED, "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "b" * 5_000, "application/xml", "", "孕/妇".encode().decode("latin-1"),
    f"{URLENCODED}; charset=utf-16", "image/svg+xml",
)  # fmt: skip
HEADERS = (
    "Accept-Language", "Range", "If-None-Match", "If-Modified-Since", "Referer", "X-Forwarded-For", "Accept", "Origin",
    "Authorization", "Content-Encoding", "X-HTTP-Method-Override",
)  # fmt: skip
NOWHERE = (0, 1, 7, 2**31, 2**63, 10**40)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of one actor, whole: it can be sent again."""

    actor: str
    method: str
    path: str
    ownership: str = "none"
    query: str = ""
    form: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    content_type: str = URLENCODED
    file: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def options(self) -> dict[str, object]:
        """As the arguments of the test client."""
        address = {"path": self.path, "method": self.method, "query_string": self.query, "headers": self.headers}
        if self.body is not None:
            return address | {"data": self.body, "content_type": self.content_type}
        data: MultiDict = MultiDict(self.form)
        if self.file is not None:
            data["files"] = (io.BytesIO(self.file), "a.jpg")
        return address | {"data": data}


@dataclass(slots=True)
class Forms:
    """What the pages offer to be filled in: for every address and method, names and the values seen for them."""

    known: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))

    def read(self, page: str, path: str) -> None:
        """Learn the forms of a page."""
        reader = _FormReader(path)
        reader.feed(page)
        for (address, method), fields in reader.forms.items():
            here = self.known[_template_of(address), method]
            for name, values in fields.items():
                here[name] = sorted({*here.get(name, []), *values})

    def of(self, path: str, method: str) -> dict[str, list[str]]:
        """What is filled in at an address."""
        return self.known.get((_template_of(path), method), {})


class Maker:
    """Makes requests; the same chance makes the same ones of the same scene."""

    def __init__(self, scene: Scene, forms: Forms, chance: random.Random) -> None:
        self.scene, self.forms, self.chance = scene, forms, chance
        self.rules = rules(scene)

    def make(self) -> Asked:
        """One request."""
        rule, chance = self.chance.choice(self.rules), self.chance
        usual = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        method = chance.choice(usual if chance.random() < 0.85 else METHODS)
        actor, ownership = self._actor(rule), chance.choice(OWNERSHIPS)
        asked = Asked(actor, method, address(self.scene, rule, actor, ownership, chance), ownership)
        if chance.random() < 0.05:
            asked = replace(asked, path=asked.path + quote(hostile(chance)[:300]))
        if chance.random() < 0.4:
            asked = replace(asked, query=self._query(asked.path))
        if chance.random() < 0.15:
            asked = replace(asked, headers=self._headers(actor))
        return self._filled(asked) if method not in ("GET", "HEAD", "OPTIONS") else asked

    def pages(self, actor: str) -> list[Asked]:
        """A look at every page there is, at what is the actor's own."""
        looked = [rule for rule in self.rules if "GET" in (rule.methods or set())]
        return [Asked(actor, "GET", address(self.scene, rule, actor, "own", self.chance)) for rule in looked]

    def _query(self, path: str) -> str:
        fields = self.forms.of(path, "GET")
        pairs = [(name, self._value(fields[name])) for name in fields if self.chance.random() < 0.7]
        pairs += [(self._name(), self._value(["1"])) for _ in range(self.chance.randint(0, 2))]
        return urlencode(pairs)[:60_000] if self.chance.random() < 0.95 else quote(hostile(self.chance)[:2_000])

    def _actor(self, rule: Rule) -> str:
        """Half of the time somebody who gets as far as the view."""
        guard = self.scene.app.view_functions[rule.endpoint].guard
        permitted = [role.value for role, held in ROLE_PERMISSIONS.items() if guard in held]
        return self.chance.choice(permitted if permitted and self.chance.random() < 0.5 else ACTORS)

    def _headers(self, actor: str) -> tuple[tuple[str, str], ...]:
        value = hostile(self.chance)[:500].encode().decode("latin-1").replace("\r", "").replace("\n", "")
        if actor == ANYBODY and self.chance.random() < 0.3:
            return (("Cookie", f"jingyue={value}; jingyue_staff={value}; jingyue_lang={value}"),)
        return ((self.chance.choice(HEADERS), value),)

    def _filled(self, asked: Asked) -> Asked:
        chance = self.chance
        if chance.random() < 0.1:
            return replace(asked, body=bytes_of_nothing(chance), content_type=chance.choice(CONTENT_TYPES))
        fields = self._fields(asked.path)
        form = [(name, self._value(values)) for name, values in fields.items() if chance.random() < 0.95]
        while chance.random() < 0.3:
            form.append((self._name(), hostile(chance)))
        file = self._file() if asked.path == "/diary/evidence" else None
        made = replace(asked, form=tuple(form), file=file)
        if file is None and chance.random() < 0.05:  # well-formed, cut off in the middle
            whole = urlencode(form).encode()
            return replace(asked, body=whole[: len(whole) // 2], content_type=chance.choice(CONTENT_TYPES))
        return made

    def _fields(self, path: str) -> dict[str, list[str]]:
        if path in ("/report", "/office/entry") and self.chance.random() < 0.7:
            token = "".join(self.chance.choices("abcdefgh01234567", k=32))
            told = posted(CARD, call(0), call(1, when="day"), CONTACT, screen="check", go="send", token=token)
            return {name: [value] for name, value in told.items()}
        return self.forms.of(path, "POST")

    def _file(self) -> bytes | None:
        kind = self.chance.random()
        if kind < 0.9:  # each file taken costs a process of its own; the campaign of hostile files tries those
            return self.chance.choice((None, b"", self.chance.randbytes(200), b"GIF89a<script>", b"%PDF-1.4"))
        return picture(size=(8, 8))

    def _name(self) -> str:
        if self.chance.random() < 0.2:
            return hostile(self.chance)[:200]
        known = [name for fields in self.forms.known.values() for name in fields]
        return self.chance.choice([*NAMES, *known])

    def _value(self, seen: list[str]) -> str:
        kind = self.chance.random()
        if kind < 0.75 and seen:
            value = self.chance.choice(seen)
            return value or self.chance.choice(PLAUSIBLE)
        return hostile(self.chance)


def rules(scene: Scene) -> list[Rule]:
    """Every address of the portal but its stylesheet and pictures."""
    found = [rule for rule in scene.app.url_map.iter_rules() if not rule.endpoint.startswith(SKIPPED)]
    return sorted(found, key=lambda rule: rule.rule)


def address(scene: Scene, rule: Rule, actor: str, ownership: str, chance: random.Random) -> str:
    """The path of a rule, its parameters naming what is the actor's, another's, or nothing."""
    values = {name: _argument(scene, rule, name, actor, ownership, chance) for name in rule._converters}
    values |= rule.defaults or {}
    return scene.app.url_map.bind("localhost").build(rule.endpoint, values)


def endpoint_of(scene: Scene, path: str, method: str) -> str | None:
    """Where an address leads."""
    try:
        return scene.app.url_map.bind("localhost").match(path, method)[0]
    except (HTTPException, RequestRedirect):
        return None


def _argument(scene: Scene, rule: Rule, name: str, actor: str, ownership: str, chance: random.Random) -> object:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return chance.choice(sorted(converter.items))
    if ownership != "none" and name in TABLES:
        # An official's is what is on his desk: hers is assigned, the other mother's is nobody's.
        own = scene.complaints.get(actor, scene.complaints[HER])
        rows = scene.rows(name)
        fitting = [
            row.id for row in rows if row.complaint_id is None or (row.complaint_id == own) == (ownership == "own")
        ]
        if fitting:
            return chance.choice(sorted(fitting, key=str))
    if isinstance(converter, UUIDConverter):
        return UUID(int=chance.getrandbits(128))
    if isinstance(converter, IntegerConverter):
        return chance.choice(NOWHERE)
    usual = ("findings", "alarm", "overview", "2026Q1", "0", "mobile", "police")
    return chance.choice((*usual, hostile(chance)[:200].replace("/", "") or "x"))


def _template_of(path: str) -> str:
    parts = urlsplit(path).path.split("/")
    return "/".join("*" if part.isdigit() or len(part) == 36 else part for part in parts)


class _FormReader(HTMLParser):
    """Forms of a page with the names and values in them, and the queries of its links."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._form: tuple[str, str] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = (given.get("action") or self.path, given.get("method", "get").upper())
        elif tag == "a" and "?" in given.get("href", ""):
            parts = urlsplit(given["href"])
            for name, value in parse_qsl(parts.query):
                self.forms[parts.path or self.path, "GET"][name].append(value)
        elif tag == "select":
            self._select = given.get("name", "")
        elif self._form and tag == "option" and self._select:
            self.forms[self._form][self._select].append(given.get("value", ""))
        elif self._form and tag in ("input", "textarea", "button") and given.get("name"):
            self.forms[self._form][given["name"]].append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
