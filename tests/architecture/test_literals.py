"""Pages are worded in the catalogues only: no Chinese in code or templates, no bare English in templates.

A heuristic, on the safe side for Chinese; English is looked for where a reader would see it.
"""

import ast
import re
from html.parser import HTMLParser

from tests.architecture.source_tree import ROOT, modules

HAN = re.compile(r"[\u3400-\u9fff]")
# A suffix of an id, as in `{{ field.id }}-error`, is no word.
ENGLISH = re.compile(r"(?<![-\w])[A-Za-z]{2,}")
READ_ALOUD = {"alt", "aria-label", "placeholder", "title"}
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
# Whatever a statement or an expression prints comes from a catalogue or from data.
TEMPLATE_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
# Blocks that fill the class attribute of a tag elsewhere.
CLASS_BLOCK = re.compile(r"\{% block \w+_class %\}[\w -]*\{% endblock %\}")
# The same in every language: a language is named in itself, a file format has no other name.
NAMES = {"简体", "繁體", "English", "CSV", "JSON", "PDF", "PNG", "SVG", "xlsx"}


def test_no_chinese_stands_in_the_code_of_the_web() -> None:
    assert [f"{path}:{line}" for path, tree in modules("portal/web").items() for line in chinese_in_code(tree)] == []


def test_no_text_stands_in_a_template() -> None:
    templates = sorted((ROOT / "portal" / "web" / "templates").rglob("*.html"))
    assert templates
    found = [
        f"{path.relative_to(ROOT)}: {text}" for path in templates for text in literals(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_chinese_in_code_is_noticed_and_in_docstrings_and_comments_free() -> None:
    source = '"""静月"""\ndef f():\n    """静月"""\n    return "静月"  # 静月\n'
    assert chinese_in_code(ast.parse(source)) == [4]


def test_text_in_a_template_is_noticed() -> None:
    template = """{# 注释 #}{% block body_class %}public{% endblock %}<!-- comment --><style>p { color: red }</style>
        <p title="提示" class="num">{{ _('public.x') }} {% if a > b %}Send{% endif %}</p><img alt="logo"><a>繁體</a>"""
    assert literals(template) == ["提示", "Send", "logo"]


def chinese_in_code(tree: ast.Module) -> list[int]:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HAN.search(node.value)
        and node.value not in NAMES
        and id(node) not in docstrings
    ]


def literals(template: str) -> list[str]:
    """What a reader would see or hear of a template that no catalogue holds, and any Chinese."""
    bare = CLASS_BLOCK.sub("", TEMPLATE_COMMENT.sub("", template))
    reader = _Reader()
    reader.feed(TEMPLATE_CODE.sub("", bare))
    code = " ".join(TEMPLATE_CODE.findall(bare))
    return reader.found + HAN.findall(code)


class _Reader(HTMLParser):
    """Collects the text between tags and in the attributes that are read to people."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in ("script", "style")
        self._note(*(value or "" for name, value in attrs if name in READ_ALOUD))

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self._note(data)

    def _note(self, *texts: str) -> None:
        read = (text.strip() for text in texts if HAN.search(text) or ENGLISH.search(text))
        self.found += [text for text in read if text not in NAMES]
