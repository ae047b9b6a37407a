"""Ratios are kept, and one that got worse by more than a fifth is named."""

import json
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.kept import keep, worse, write

SMALL, LARGE = Figure("ours ÷ theirs", 2.0, "×"), Figure("recount ÷ ours", 200.0, "×", at_least=True)
SECONDS = Figure("the whole", 3.0, "s")


def test_a_ratio_worse_by_more_than_a_fifth_is_named_whichever_way_is_worse(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    keep([SMALL, LARGE, SECONDS], "then", path)
    assert worse([SMALL, LARGE, Figure("the whole", 99.0, "s")], path) == []
    assert worse([Figure("ours ÷ theirs", 2.3, "×"), Figure("recount ÷ ours", 170.0, "×", at_least=True)], path) == []
    assert worse([Figure("ours ÷ theirs", 1.0, "×"), Figure("recount ÷ ours", 900.0, "×", at_least=True)], path) == []
    lost = worse([Figure("ours ÷ theirs", 2.5, "×"), Figure("recount ÷ ours", 160.0, "×", at_least=True)], path)
    assert [line.split(":")[0] for line in lost] == ["ours ÷ theirs", "recount ÷ ours"]


def test_what_was_not_measured_keeps_its_entry_and_what_is_new_is_no_loss(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    keep([SMALL], "then", path)
    assert worse([LARGE], path) == []
    keep([LARGE], "now", path)
    assert {name: entry["run"] for name, entry in json.loads(path.read_text()).items()} == {
        "ours ÷ theirs": "then",
        "recount ÷ ours": "now",
    }


def test_the_table_of_a_run_is_written_whole(tmp_path: Path) -> None:
    write([SMALL, SECONDS], "today", tmp_path / "build" / "bench.json")
    told = json.loads((tmp_path / "build" / "bench.json").read_text())
    assert (told["run"], [one["name"] for one in told["figures"]]) == ("today", ["ours ÷ theirs", "the whole"])
