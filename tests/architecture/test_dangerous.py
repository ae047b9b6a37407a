"""What opens a door to somebody else's words is not used at all, or in the one place that is named here."""

import ast
import re

from tests.architecture.source_tree import ROOT, modules

# Code, commands, objects and addresses made of text, mail, and the parsers of XML with their entities.
MODULES = frozenset(
    "pickle marshal shelve dill cloudpickle yaml xml lxml smtplib imaplib poplib ftplib telnetlib ldap ldap3 pymemcache"
    " memcache".split()
)
CALLS = frozenset("eval exec compile __import__ os.system os.popen render_template_string from_string".split())
WEAK = frozenset("hashlib.md5 hashlib.sha1 random.random random.choice random.randint random.randbytes".split())
COMMANDS = {"portal/files/sandbox.py": "our own interpreter and our own file, as a list, without a shell"}
FETCHERS = {"portal/sending/outlet.py": "the address of the settings, redirects refused"}
NAMES_AND_MARKS = {
    "portal/cluster/packing.py": ["pickle"],  # its reader looks up nothing but records and functions of the analysis
    "portal/storage/policies.py": ["SQL made of text"],  # names of tables and policies, as the catalogue has them
    "portal/storage/bulk.py": ["SQL made of text"] * 2,  # names of our own tables; every value is a parameter
    "portal/storage/migrations/versions/0024_leaked_deliveries.py": ["SQL made of text"],  # likewise
    "portal/storage/migrations/versions/0015_roles.py": ["SQL made of text"],  # a number that the database just gave
}
KNOWN_PATTERNS = {"portal/domain/written_time.py": ["re.search(pattern, text, re.I)"]}  # out of AGO, a table of its own
KNOWN_FORMATS = {
    "portal/storage/policies.py": ["reads.format", "writes.format"],  # rules of its own, round a column's name
    "portal/simulator/names.py": ["HOSPITAL_KINDS[place % kinds].format"],
    "portal/web/office/markdown.py": ["whole.format", "str(form).format"],  # forms of its own, round our own papers
}
SINKS = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|eval|postMessage)\b|document\.write|new Function|__proto__"
)


def dangers(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module] if node.module.split(".")[0] in MODULES else []
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            found += [name] if name in CALLS | WEAK or name.split(".")[-1] in CALLS - {"compile"} else []
            found += ["shell"] if any(one.arg == "shell" for one in node.keywords) else []
            written = bool(node.args) and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
            found += ["SQL made of text"] if name.split(".")[-1] in ("text", "exec_driver_sql") and written else []
        elif isinstance(node, ast.Attribute) and ast.unparse(node) == "request.values":
            found.append("request.values")
    return found


def patterns(tree: ast.Module) -> list[str]:
    """Calls of `re` whose pattern is put together where it is used, out of anything but names in capitals."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            names = [one.id for one in ast.walk(node.args[0]) if isinstance(one, ast.Name)]
            escaped = "re.escape" in ast.unparse(node.args[0])
            found += [ast.unparse(node)] if not escaped and any(not name.isupper() for name in names) else []
    return found


def formats(tree: ast.Module) -> list[str]:
    """Calls of `format` on a text that is no literal and no `Markup` of ours."""
    return [
        ast.unparse(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "format_map")
        and not isinstance(node.func.value, ast.Constant)
        and not ast.unparse(node.func.value).startswith("Markup(")
    ]


def importers(module: str) -> set[str]:
    return {
        path
        for path, tree in modules("portal").items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and module in {alias.name for alias in node.names})
        or (isinstance(node, ast.ImportFrom) and node.module == module)
    }


def test_nothing_dangerous_is_imported_or_called() -> None:
    assert {path: found for path, tree in modules("portal").items() if (found := dangers(tree))} == NAMES_AND_MARKS


def test_what_is_dangerous_is_noticed() -> None:
    written = (
        "import pickle\nfrom lxml import etree\neval(x)\nsubprocess.run(x, shell=True)\nhashlib.md5(x)\n"
        "connection.execute(text(f'select {x}'))\nrequest.values\nrender_template_string(x)\n"
    )
    seen = {"pickle", "lxml", "eval", "shell", "hashlib.md5", "SQL made of text", "request.values"}
    assert set(dangers(ast.parse(written))) == seen | {"render_template_string"}


def test_no_pattern_is_made_of_what_somebody_typed() -> None:
    assert patterns(ast.parse("re.search(typed, x)\nre.match(f'{typed}x', y)\nre.sub(WORD, '', x)")) == [
        "re.search(typed, x)", "re.match(f'{typed}x', y)",
    ]  # fmt: skip
    assert {path: found for path, tree in modules("portal").items() if (found := patterns(tree))} == KNOWN_PATTERNS


def test_no_text_of_somebody_is_a_format_string() -> None:
    assert formats(ast.parse("typed.format(x)\n'{}'.format(x)\nMarkup('{}').format(x)")) == ["typed.format"]
    assert {path: found for path, tree in modules("portal").items() if (found := formats(tree))} == KNOWN_FORMATS


def test_commands_are_run_and_addresses_fetched_in_one_place_each() -> None:
    assert importers("subprocess") - {"portal/files/code_version.py"} == set(COMMANDS)
    assert importers("urllib.request") == set(FETCHERS)


def test_no_template_switches_escaping_off() -> None:
    pages = (ROOT / "portal" / "web" / "templates").rglob("*.html")
    assert [page.name for page in pages if re.search(r"\|\s*safe\b|autoescape", page.read_text(encoding="utf-8"))] == []


def test_no_script_of_ours_makes_html_or_code_of_text() -> None:
    scripts = list((ROOT / "static").glob("*.js"))
    assert scripts
    assert {path.name: SINKS.findall(path.read_text(encoding="utf-8")) for path in scripts} == {
        path.name: [] for path in scripts
    }
