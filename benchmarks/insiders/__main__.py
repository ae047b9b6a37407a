"""Does every insider who goes too far hit a wall, or set off an alarm within a minute?

    python -m benchmarks.insiders                      # all drills on a PostgreSQL of its own
    python -m benchmarks.insiders entries_cut_off ...  # some of them

Officers, supervisors, administrators, whoever speaks SQL with a face's role, whoever owns the database, the machine's
logs or its backups. A drill passes where the deed is blocked, or where an alarm is seen within sixty seconds by whoever
looks where operators look: metrics, the supervisor's page of the team, the auditor's page, the worker's log. Each runs
through the real application; the office and the mothers' web speak to PostgreSQL as roles of their own, the worker and
its checkpoints run beside. tests/benchmarks takes nets away and sees drills fail.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.heading import heading
from benchmarks.insiders import delivering, reading, ruling, taking
from benchmarks.insiders.drill import Drill, Told
from benchmarks.insiders.scene import scene
from tests.servers.databases import Databases

# One scene for all of these, and one for each that leaves a journal in ruins or a vault closed.
TOGETHER: tuple[Drill, ...] = (
    reading.words_of_many_at_once, reading.words_of_many_one_by_one, reading.a_contact_that_one_grants_oneself,
    reading.a_colleagues_complaint_by_its_address, reading.addresses_tried_in_a_row, reading.who_told_of_a_number,
    reading.the_whole_queue_taken_up, reading.words_destroyed_by_one_alone, reading.a_session_used_again,
    reading.a_browser_left_open, reading.a_passphrase_guessed, ruling.a_role_for_oneself,
    ruling.an_account_that_one_confirms_oneself, ruling.statements_with_the_offices_role,
    ruling.statements_with_the_mothers_role, taking.a_backup_taken_to_read, taking.logs_read,
    taking.an_export_without_a_second_unit, taking.a_dossier_with_another_figure,
    delivering.a_delivery_by_one_unit_alone, delivering.a_delivery_at_the_wrong_time_or_twice,
    ruling.a_plan_changed_after_the_fact,
)  # fmt: skip
ALONE: tuple[Drill, ...] = (
    ruling.an_entry_changed, ruling.entries_cut_off, ruling.an_older_database_put_back,
    taking.everything_opened_from_the_web,
)  # fmt: skip


def drilled(databases: Databases, wanted: list[str]) -> Iterator[tuple[str, Told]]:
    """Each drill with what it told."""
    together = [drill for drill in TOGETHER if not wanted or drill.__name__ in wanted]
    alone = [drill for drill in ALONE if not wanted or drill.__name__ in wanted]
    for drills in ([together] if together else []) + [[drill] for drill in alone]:
        with (
            databases.empty("postgresql") as url,
            tempfile.TemporaryDirectory() as folder,
            scene(url, Path(folder)) as made,
        ):
            for drill in drills:
                yield drill.__name__.replace("_", " "), drill(made)


def main(wanted: list[str]) -> int:
    """Print every drill and how many passed."""
    passed = total = 0
    print(heading())
    with Databases.of_their_own() as databases:
        for name, told in drilled(databases, wanted):
            print(f"{name:<42}{told}", flush=True)
            passed, total = passed + told.holds, total + 1
    print(f"{'blocked or alarmed within 60 s':<42}{passed} of {total}")
    return int(passed < total)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
