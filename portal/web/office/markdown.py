"""The project's own documents as HTML: headings, paragraphs, lists, tables and code, nothing else.

Not a Markdown of all the world: what the documents in `docs/` use. Every character is escaped before any tag is made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

FENCE, INDENT = "```", "    "
HEADING = re.compile(r"(#{1,4}) (.*)")
ITEM = re.compile(r"(?:([*-])|\d+\.) +(.*)")
CODE = re.compile(r"`([^`]+)`")
PLACE = "\ue000"  # of the private use area: stands where code was
MARKS = (
    (re.compile(r"\*\*(.+?)\*\*"), Markup("<strong>{}</strong>")),
    (re.compile(r"\*(?!\s)(.+?)(?<!\s)\*"), Markup("<em>{}</em>")),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A section: its name on the page and its title."""

    anchor: str
    title: str


def html(text: str) -> Markup:
    """A document as HTML; headings begin at the second level, for the page has a title of its own."""
    return Markup("\n").join(_blocks(text.splitlines()))


def headings(text: str) -> tuple[Heading, ...]:
    """The sections of a document."""
    found = (HEADING.fullmatch(line) for line in _outside_code(text.splitlines()))
    return tuple(Heading(_anchor(one[2]), one[2]) for one in found if one and len(one[1]) == 2)


def _outside_code(lines: list[str]) -> Iterator[str]:
    inside = False
    for line in lines:
        inside ^= line.startswith(FENCE)
        if not inside:
            yield line


def _blocks(lines: list[str]) -> Iterator[Markup]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif line.startswith(FENCE):
            end = next((place for place in range(at + 1, len(lines)) if lines[place].startswith(FENCE)), len(lines))
            yield _code(lines[at + 1 : end])
            at = end + 1
        elif heading := HEADING.fullmatch(line):
            yield _heading(len(heading[1]), heading[2])
            at += 1
        else:
            end = _end(lines, at)
            yield _block(lines[at:end])
            at = end


def _end(lines: list[str], at: int) -> int:
    """Where a run of lines ends; an indented line goes on with a list."""
    end = at + 1
    while (
        end < len(lines) and lines[end].strip() and not lines[end].startswith(FENCE) and not HEADING.match(lines[end])
    ):
        if _begins(lines[end]) and not _begins(lines[at]):
            break
        end += 1
    return end


def _begins(line: str) -> bool:
    """Whether a list or a table may begin here, though no empty line stands before it."""
    return line.startswith("|") or ITEM.match(line) is not None


def _block(lines: list[str]) -> Markup:
    if lines[0].startswith(INDENT):
        return _code([line.removeprefix(INDENT) for line in lines])
    if lines[0].startswith("|"):
        return _table(lines)
    if ITEM.match(lines[0]):
        return _list(lines)
    return Markup("<p>{}</p>").format(_inline(" ".join(line.strip() for line in lines)))


def _code(lines: list[str]) -> Markup:
    return Markup('<pre tabindex="0"><code>{}</code></pre>').format("\n".join(lines))


def _heading(level: int, title: str) -> Markup:
    tag = Markup(f"h{max(level, 2)}")  # noqa: S704 - one of four tags
    return Markup('<{} id="{}">{}</{}>').format(tag, _anchor(title), _inline(title), tag)


def _list(lines: list[str]) -> Markup:
    items: list[str] = []
    for line in lines:
        item = ITEM.match(line)
        if item:
            items.append(item[2])
        else:
            items[-1] += f" {line.strip()}"
    first = ITEM.match(lines[0])
    tag = Markup("ul") if first and first[1] else Markup("ol")
    inner = Markup("").join(Markup("<li>{}</li>").format(_inline(item)) for item in items)
    return Markup("<{}>{}</{}>").format(tag, inner, tag)


def _table(lines: list[str]) -> Markup:
    head, *body = [_cells(line) for line in lines if not re.fullmatch(r"[|\s:-]+", line)]
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(_inline(cell)) for cell in head)
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(_inline(cell)) for cell in row))
        for row in body
    )
    whole = Markup(
        '<div class="scroller" tabindex="0"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    )
    return whole.format(heads, rows)


def _cells(line: str) -> list[str]:
    return [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _inline(text: str) -> Markup:
    """Code is put aside while marks are read, for nothing inside it is one, but a mark may reach around it."""
    aside = [Markup("<code>{}</code>").format(found[1]) for found in CODE.finditer(text)]
    told = str(escape(CODE.sub(PLACE, text.replace(PLACE, ""))))
    for pattern, form in MARKS:
        told = pattern.sub(lambda found, form=form: str(form).format(found[1]), told)
    pieces = told.split(PLACE)
    return Markup("".join(a + b for a, b in zip(pieces, [*map(str, aside), ""], strict=True)))  # noqa: S704 - escaped


def _anchor(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower()).strip("-")
