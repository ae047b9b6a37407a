"""The documents as HTML, beside the Markdown of all the world where that is at hand."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from portal.web.office.markdown import Heading, headings, html

# Links within papers are not written out: no paper that the office shows has any.
PAPERS = sorted((Path(__file__).resolve().parents[3] / "docs").glob("*.md"))
DOCUMENTS = [paper for paper in PAPERS if "](" not in paper.read_text(encoding="utf-8")]
TAGS = ("h2", "h3", "p", "li", "ol", "ul", "pre", "table", "th", "td", "strong", "em", "code")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_reads_as_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8").partition("\n")[2]
    ours, theirs = html(text), MarkdownIt("commonmark").enable("table").render(text)

    assert words(ours) == words(theirs)
    assert {tag: count(ours, tag) for tag in TAGS if tag != "p"} == {
        tag: count(theirs, tag) for tag in TAGS if tag != "p"
    }


def test_the_paper_that_the_office_shows_is_among_them() -> None:
    assert "statistics.md" in {path.name for path in DOCUMENTS}


def test_nothing_of_a_document_becomes_a_tag_of_its_own() -> None:
    assert "<script" not in html("# a\n\n<script>x</script> `<b>` **<i>**\n\n| <u> |\n|---|\n| <u> |\n\n    <s>\n")


def test_sections_can_be_linked_to() -> None:
    text = "# Whole\n\n## What it reaches\n\n```\n## not one\n```\n\n### Smaller\n"

    assert headings(text) == (Heading("what-it-reaches", "What it reaches"),)
    assert 'id="what-it-reaches"' in html(text)


def count(page: str, tag: str) -> int:
    return len(re.findall(rf"<{tag}[ >]", page))


def words(page: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", page).replace("&#34;", "&quot;").replace("&#39;", "'").split()
