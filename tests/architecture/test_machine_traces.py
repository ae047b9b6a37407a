"""No tracked file names a package registry or a path of the machine it was written on."""

import re

from tests.architecture.source_tree import tracked

# Written apart, so that this file does not find itself.
REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "mirror.com", "deb.debian" + ".org")
HOMES = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Use" + "rs/")
TRACE = re.compile("|".join([*map(re.escape, REGISTRIES), *(rf"(?<![\w.\-/}}]){home}" for home in HOMES)]))


def test_no_tracked_file_tells_of_a_machine_or_a_registry() -> None:
    assert [f"{name}: {found}" for name, text in tracked().items() for found in traces(text)] == []


def test_a_registry_and_a_path_are_noticed() -> None:
    registry, home = REGISTRIES[0], HOMES[0]
    assert traces(f"--index-url https://{registry}/simple\ncd {home}main\n") == [registry, home]
    assert traces("the work/home of one mother, see docs/work/notes and ../root/x") == []


def traces(text: str) -> list[str]:
    return TRACE.findall(text)
