"""Does the first source stay the first when somebody frames another? `python -m benchmarks framing --worlds N`.

Each world is drawn, written as files, imported, extracted and analysed, as the portal does it: once as it is, and once
for each attack. An attack invents reports right after the files of an innocent office. The first source is the one
that is named, or, where none is, the one with the smallest p-value. `--fault weights` plants a fault: every report
weighs 1; the last table's last line is there to catch it.

Every finished world is appended to a file in the results folder: a run that was broken off goes on where it stopped.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import numpy as np
from tqdm import tqdm

from portal.aggregation import exposure as exposures
from portal.aggregation.pipeline import examine
from portal.aggregation.weighing import REASONS, Weighing
from portal.domain.finding import Findings
from portal.domain.vocabulary import Tier
from portal.extract.build import build
from portal.extract.columns import Extract
from portal.intake import importing
from portal.intake.registry_imports import Exports, Hospitals
from portal.intake.report_imports import Reports
from portal.simulator.cities import CITY_OFFICE, STATISTICS_OFFICE, city, city_leak
from portal.simulator.files import write_files
from portal.simulator.plan import Forgery, Plan
from portal.simulator.schedule import Recipient
from portal.simulator.world import simulate
from portal.stats.binomial_interval import binomial_interval
from portal.storage import upgrade
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault

FIRST_SEED = 6_000_000
GENUINE = 300
INNOCENT_DAY = 19
BAR = 0.99
AT = datetime(2027, 6, 1, tzinfo=UTC)
FAULTS = ("none", "weights")


def attacks(base: Plan) -> dict[str, tuple[Forgery, ...]]:
    """What is invented beside the genuine reports, by the name of its line."""
    confirmed = round(GENUINE * base.reporting.confirmed)
    framing = Forgery(STATISTICS_OFFICE, 0, calls=4.0)
    hospital = base.hospitals[0][0]
    return {
        "nobody frames": (),
        "anonymous, 10 for each": (replace(framing, mothers=10 * GENUINE),),
        "phone verified, 1 for each": (
            replace(framing, mothers=GENUINE - confirmed, tier=Tier.PHONE_VERIFIED),
        ),
        "one hospital, 25 % of the confirmed": (
            replace(framing, mothers=confirmed // 4, tier=Tier.REGISTRATION_CONFIRMED, hospital=hospital),
        ),
        "one report under 600 verified names": (
            replace(framing, mothers=2 * GENUINE, tier=Tier.PHONE_VERIFIED, copied=True),
        ),
    }  # fmt: skip


def judge(seed: int, fault: str = "none") -> dict[str, object]:
    """One world: who stands first, and whether the tiers were seen to diverge, for each attack."""
    base = city(GENUINE, leaks=(city_leak(),))
    base = replace(base, recipients=(*base.recipients, Recipient(STATISTICS_OFFICE, day=INNOCENT_DAY)))
    answer: dict[str, object] = {"seed": seed}
    for name, forgeries in attacks(base).items():
        extract = through_the_portal(replace(base, forgeries=forgeries), seed)
        with mock.patch.object(exposures, "weighing", _all_one if fault == "weights" else exposures.weighing):
            said = examine(extract)
        answer[name] = {"first": first(said), "named": list(said.implicated), "alarm": said.alarm.raised}
    return answer


def first(said: Findings) -> str | None:
    """Who is named; else the source with the smallest p-value."""
    if said.implicated:
        return said.implicated[0]
    tested = [one for one in said.sources if one.p_value is not None]
    return min(tested, key=lambda one: one.p_value).source if tested else None


def through_the_portal(plan: Plan, seed: int) -> Extract:
    """Files written, imported into a database of their own, and read through the wall."""
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        vault, store = Vault(keyring.create(folder / "keys.json")), Store(f"sqlite:///{folder / 'world.db'}")
        upgrade.upgrade(store)
        write_files(simulate(plan, seed), folder)
        for kind in (Hospitals(), Exports(), Reports(vault)):
            outcome = importing.run(folder / f"{kind.name}.csv", kind, store=store, at=AT, wording=str)
            if outcome.refused:
                raise ValueError(f"{kind.name}: {outcome.refused} rows refused")
        extract = build(store)
        store.close()
    return extract


def table(answers: list[dict]) -> str:
    """How often the first source stayed, with its 95 % interval, and what was named wrongly."""
    lines = [
        "| attack | worlds | first unchanged | 95 % interval | bar | innocent named | alarm |",
        "|---|---|---|---|---|---|---|",
    ]
    names = [name for name in answers[0] if name != "seed"]
    for name in names:
        kept = sum(one[name]["first"] == one[names[0]]["first"] for one in answers)
        framed = sum(STATISTICS_OFFICE in " | ".join(one[name]["named"]) for one in answers)
        alarmed = sum(one[name]["alarm"] for one in answers)
        low, high = binomial_interval(kept, len(answers))
        lines.append(
            f"| {name} | {len(answers)} | {kept / len(answers):.1%} | {low:.1%}–{high:.1%} | {BAR:.0%} "
            f"| {framed} | {alarmed / len(answers):.0%} |"
        )
    right = sum(one[names[0]]["first"] == CITY_OFFICE for one in answers)
    return "\n".join([*lines, "", f"The leaking office stands first where nobody frames: {right} of {len(answers)}."])


def main(arguments: list[str] | None = None) -> None:
    """Run the missing worlds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=1000)
    parser.add_argument("--fault", choices=FAULTS, default="none")
    parser.add_argument("--results", type=Path, default=Path("build/framing"))
    options = parser.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    options.results.mkdir(parents=True, exist_ok=True)
    path = options.results / f"{options.fault}.jsonl"
    done = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    known = {one["seed"] for one in done}
    missing = [seed for seed in range(FIRST_SEED, FIRST_SEED + options.worlds) if seed not in known]
    with path.open("a") as out:
        for seed in tqdm(missing, unit="world"):
            done.append(judge(seed, options.fault))
            out.write(json.dumps(done[-1], ensure_ascii=False) + "\n")
            out.flush()
    print(f"{_heading()}, seeds from {FIRST_SEED:,}, fault: {options.fault}\n\n{table(done)}")


def _heading() -> str:
    git = shutil.which("git") or "git"
    commit = subprocess.check_output([git, "describe", "--always", "--dirty"], text=True).strip()
    return f"{datetime.now(UTC):%Y-%m-%d}, commit {commit}"


def _all_one(extract: Extract) -> Weighing:
    """The planted fault."""
    return Weighing(np.ones(len(extract.mothers)), dict.fromkeys(REASONS, 0))


if __name__ == "__main__":
    main()
