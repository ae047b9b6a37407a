"""A decision that is pointed to has been written down, once; so has every setting."""

import re
from collections import Counter
from pathlib import Path

from tests.architecture.source_tree import ROOT, tracked

DECISIONS = ROOT / "docs" / "decisions"
REFERENCE = re.compile(r"docs/decisions/(\d{4})")
NUMBERED = re.compile(r"\d{4}-[a-z0-9-]+\.md")


def test_every_decision_has_a_number_of_its_own_and_a_heading_with_it() -> None:
    pages = [page for page in DECISIONS.glob("*.md") if page.name != "README.md"]
    assert pages
    assert misnumbered({page.name: page.read_text(encoding="utf-8") for page in pages}) == []


def test_a_doubled_number_and_a_wrong_heading_are_noticed() -> None:
    pages = {"0001-a.md": "# 0001 A", "0001-b.md": "# 0001 B", "0002-c.md": "# 0003 C", "notes.md": "# 0004 D"}
    assert misnumbered(pages) == ["0001-a.md", "0001-b.md", "0002-c.md", "notes.md"]


def test_every_decision_that_is_pointed_to_exists() -> None:
    numbers = {page.name[:4] for page in DECISIONS.glob("*.md")}
    dangling = [
        f"{name}: {number}"
        for name, text in tracked().items()
        if name != Path(__file__).relative_to(ROOT).as_posix()
        for number in REFERENCE.findall(text)
        if number not in numbers
    ]
    assert dangling == []


def test_every_setting_is_described_once() -> None:
    read = set(re.findall(r"environment\.get\(\"([A-Z_]+)\"", (ROOT / "portal" / "settings.py").read_text()))
    table = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").split("## Settings")[1].split("\n## ")[0]
    described = re.findall(r"^\| `([A-Z_]+)` \|", table, flags=re.MULTILINE)
    assert "JINGYUE_KEYS" in read
    assert sorted(read) == sorted(described)


def misnumbered(pages: dict[str, str]) -> list[str]:
    times = Counter(name[:4] for name in pages)
    return [
        name
        for name, text in pages.items()
        if not NUMBERED.fullmatch(name) or times[name[:4]] > 1 or not text.startswith(f"# {name[:4]} ")
    ]
