"""`flask exports trace FILE`: from which delivery a leaked file came."""

from pathlib import Path

import click

from portal.casework import tracing
from portal.casework.tracing import Traced
from portal.cli.findings_table import aligned
from portal.cli.json_file import write_json
from portal.cli.running import PortalCommand, services
from portal.cli.wording import words
from portal.domain.delivery import Delivery
from portal.domain.delivery_mark import Trace
from portal.domain.period import as_local
from portal.intake.importing import LOCAL_OPERATOR

COLUMNS = ("delivery", "receiver", "taken", "rows", "same", "chance", "said")
PRINTED = 8


@click.command("trace", cls=PortalCommand, help=words("cli.help.exports_trace"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "out", type=click.Path(path_type=Path, dir_okay=False), help=words("cli.option.trace_json"))
def trace(file: Path, out: Path | None) -> None:
    """Compare, say, forget."""
    found = services()
    traced = tracing.trace(file, by=LOCAL_OPERATOR, at=found.clock(), store=found.store, vault=found.vault)
    click.echo(_told(traced))
    if out:
        write_json(_json(traced), out)


def _told(traced: Traced) -> str:
    named = [delivery for delivery, fit in traced.fits if fit.traced]
    lines = [words("cli.trace.read", lines=traced.lines, times=traced.times, deliveries=len(traced.fits))]
    shown = [pair for pair in traced.fits if pair[1].traced or pair[1].same_minute][:PRINTED]
    if shown:
        heads = [words(f"cli.trace.column.{name}") for name in COLUMNS]
        lines += aligned([heads, *(_row(delivery, fit) for delivery, fit in shown)])
    for one in named:
        lines.append(
            words("cli.trace.named", delivery=one.label, receiver=one.receiver.name, asked_by=one.asked_by,
                  asked_unit=one.asked_unit, decided_by=one.decided_by, decided_unit=one.decided_unit)
        )  # fmt: skip
    if named:
        lines.append(words("cli.trace.caveat"))
    else:
        lines.append(words("cli.trace.none_same" if shown else "cli.trace.none"))
    return "\n".join(lines)


def _row(delivery: Delivery, fit: Trace) -> list[str]:
    taken = f"{as_local(delivery.taken_at):%Y-%m-%d %H:%M}" if delivery.taken_at else ""
    said = words("cli.trace.yes" if fit.traced else "cli.trace.no")
    chance = f"{fit.chance:.1e}" if fit.chance < 1 else "1"
    return [
        delivery.label, delivery.receiver.name, taken, str(fit.rows), f"{fit.same_second}/{fit.same_minute}", chance,
        said,
    ]  # fmt: skip


def _json(traced: Traced) -> dict[str, object]:
    fits = [
        {
            "delivery": delivery.label, "id": str(delivery.id), "receiver": delivery.receiver.name,
            "purpose": delivery.receiver.purpose.value, "asked_by": delivery.asked_by,
            "decided_by": delivery.decided_by, "taken_at": delivery.taken_at.isoformat() if delivery.taken_at else None,
            "rows_with_reference": fit.rows, "same_minute": fit.same_minute, "same_second": fit.same_second,
            "chance": fit.chance, "traced": fit.traced,
        }
        for delivery, fit in traced.fits
    ]  # fmt: skip
    return {"lines": traced.lines, "times": traced.times, "deliveries": fits}
