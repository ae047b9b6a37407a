"""What nobody writes by accident: values that have broken other programs, and ways to make more of them."""

import random
import string

PLAUSIBLE = (
    "", "1", "0", "2026-03-01", "2025-12-01", "2026-06-30", "10:30", "13800138000", "on", "day", "宁川市妇幼保健院",
    "infant_formula", "call", "说是医院给的名单", "minute", "1234", "3",
)  # fmt: skip
UNICODE = (
    "\u202e反过来\u202c", "\u2066\u2069\u200f", "\ufeff\u200b\u200d", "👩‍👩‍👧‍👦", "𠮷野家", "e\u0301\u0327" * 40,
    "İıſßﬁ",
    "１３８００１３８０００", "٠١٢٣٤٥", "²³½Ⅷ", "\u2028\u2029\u0085", "\ufffe\uffff", "\U0010fffd", "ﷺ" * 30,
)  # fmt: skip
CONTROL = ("\x00", "a\x00b", "\x1b[31m", "\r\nSet-Cookie: a=b", "\t\v\f", "\x7f\x80", "".join(map(chr, range(32))))
NUMBERS = (
    "-1", "2147483647", "2147483648", "sNaN", "1e999999999", "9223372036854775808", "1" + "0" * 400,
    "1e999", "NaN", "-inf", "0x10", "1_000", "１２", " 7 ",
)  # fmt: skip
DAYS = (
    "0000-00-00", "9999-12-31", "0001-01-01", "2026-02-30", "10000-01-01", "1900-01-01", "24:00", "23:59:60", "99:99",
    "-0001-01-01", "2026年13月40日", "２０２６－０３－０１", "today", "昨天", "3" * 5000,
)  # fmt: skip
INJECTED = (
    "' OR '1'='1", "'; DROP TABLE complaints; --", '" UNION SELECT * FROM staff --', "%' ESCAPE '", "%s%n%(x)s%",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{7*7}}", "${7*7}",
    "{{config.items()}}", "{% raw %}", "#{7*7}", "{0.__class__}", "../../../../etc/passwd", "..\\..\\windows",
    "%2e%2e%2f", "file:///etc/passwd", "//evil.example/", "/\\evil.example", "=1+1", "@SUM(A1)", "-2+3|cmd", "+1;1",
)  # fmt: skip
JSON = ("{", "[" * 2000, '{"a":', "null", '{"__proto__":1}', "[1,2", '"\\ud800"', "true", '{"a":1e999}')
IDS = ("00000000-0000-0000-0000-000000000000", "{12345678-1234-5678-1234-567812345678}", "urn:uuid:x", "g" * 32)
HUGE = tuple(mark * size for mark, size in (("a", 5_000), ("孕", 20_000), ("\n", 3_000), ("9", 70_000), ("💥", 2_100)))
FAMILIES = (UNICODE, CONTROL, NUMBERS, DAYS, INJECTED, JSON, IDS, HUGE)
# Names that mean something to the machinery between an address and a view.
NAMES = (
    "_external", "_scheme", "_anchor", "_method", "endpoint", "values", "self", "complaint_id", "case_id", "member_id",
    "analysis_id", "csrf_token", "next", "lang", "token", "go", "screen", "__class__", "", "a[]", "card-", "call-0-",
    "call-99999999999-day", "call--1-day", "call-٣-day", "page", "sort", "download", "quarter", "hospital", "source",
)  # fmt: skip


def hostile(chance: random.Random) -> str:
    """One value: of the lists, changed, or made of anything."""
    kind = chance.random()
    value = chance.choice(chance.choice(FAMILIES))
    if kind < 0.6:
        return value
    if kind < 0.85:
        return mutated(chance.choice((value[:200], chance.choice(PLAUSIBLE))), chance)
    return "".join(chr(_point(chance)) for _ in range(chance.randint(1, 60)))


def mutated(text: str, chance: random.Random) -> str:
    """The text with a few places changed, doubled, dropped or filled with something else."""
    letters = list(text)
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(letters))
        deed = chance.randrange(4)
        if deed == 0:
            letters.insert(place, chr(_point(chance)))
        elif deed == 1:
            letters[place:place] = letters[:20]
        elif deed == 2:
            del letters[place : place + chance.randint(1, 3)]
        else:
            letters.insert(place, chance.choice(chance.choice((UNICODE, CONTROL, INJECTED))))
    return "".join(letters)


def bytes_of_nothing(chance: random.Random) -> bytes:
    """Bytes that are no text of any encoding, or of one that was not announced."""
    return chance.choice(
        (
            chance.randbytes(chance.randint(1, 3_000)),
            "说是医院给的名单".encode("gb18030"),
            "a=b&c=孕".encode("utf-16"),
            b"\xff\xfe\xc0\x80=\xed\xa0\x80&" * 20,
            b"a=%zz&%=%&&&=&" * 50,
            b"&".join(b"x%d=1" % number for number in range(1_500)),
        )
    )


def _point(chance: random.Random) -> int:
    """A place in Unicode that a browser could send: anything but half a pair."""
    if chance.random() < 0.4:
        return ord(chance.choice(string.printable))
    while True:
        point = chance.choice((chance.randrange(0x250), chance.randrange(0x2000, 0xFFFF), chance.randrange(0x110000)))
        if not 0xD800 <= point <= 0xDFFF:
            return point
