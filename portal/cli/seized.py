"""`flask seized FILE`: a leaked list, compared in memory with every export and with the canaries."""

from collections.abc import Sequence
from pathlib import Path

import click

from portal.aggregation.seized import DATABASE, origin
from portal.casework.seized import compare
from portal.cli.findings_table import NOT_SAID, aligned
from portal.cli.imports import FILE
from portal.cli.json_file import write_json
from portal.cli.running import PortalCommand, Refused, services
from portal.cli.studying import Answered, keep
from portal.cli.wording import words
from portal.domain.finding import JOINER
from portal.domain.list_origin import ListHypothesis, ListOrigin
from portal.domain.seized import ListColumn
from portal.domain.study import StudyKind
from portal.files.list_columns import ColumnMissing
from portal.intake.importing import LOCAL_OPERATOR
from portal.stats.seized import ERROR_RATE

KINDS = ("dates", "places", "columns", "freshness", "canaries", "reporters")
CLASSES_PRINTED = 8
RATE = click.FloatRange(0, 0.5, min_open=True)


@click.command(cls=PortalCommand, help=words("cli.help.seized"))
@FILE
@click.option("--json", "out", type=click.Path(path_type=Path, dir_okay=False), help=words("cli.option.seized_json"))
@click.option("--column", "named", multiple=True, help=words("cli.option.list_column"))
@click.option("--open-contacts", is_flag=True, help=words("cli.option.open_contacts"))
@click.option("--checked", type=click.IntRange(1), help=words("cli.option.checked"))
@click.option("--confirmed", type=click.IntRange(0), help=words("cli.option.confirmed"))
@click.option(
    "--error-rate",
    type=click.FloatRange(0, 0.5, min_open=True),
    default=ERROR_RATE,
    help=words("cli.option.error_rate"),
)
def seized(
    file: Path, out: Path | None, named: tuple[str, ...], open_contacts: bool, checked: int | None,
    confirmed: int | None, error_rate: float,
) -> None:  # fmt: skip
    """Compare, say, forget."""
    by_hand = _by_hand(checked, confirmed)
    found = services()
    try:
        compared = compare(
            file, named=_named(named), open_contacts=open_contacts, by=LOCAL_OPERATOR, at=found.clock(),
            store=found.store, vault=found.vault,
        )  # fmt: skip
    except ColumnMissing as error:
        raise Refused("cli.seized.no_column", name=error) from error
    said = origin(compared.seized, compared.runs, compared.district_of, error_rate=error_rate, checked=by_hand)
    click.echo(_told(said))
    keep(Answered(StudyKind.SEIZED, said.to_keep()), by=LOCAL_OPERATOR, at=found.clock(), store=found.store)
    if out:
        write_json(said.to_json(), out)


def _named(named: Sequence[str]) -> dict[ListColumn, str]:
    found = {}
    for pair in named:
        code, marked, header = pair.partition("=")
        if not marked or code not in [column.value for column in ListColumn]:
            raise Refused("cli.seized.column_code", codes=", ".join(column.value for column in ListColumn))
        found[ListColumn(code)] = header.strip()
    return found


def _by_hand(checked: int | None, confirmed: int | None) -> tuple[int, int] | None:
    if checked is None and confirmed is None:
        return None
    if checked is None or confirmed is None or confirmed > checked:
        raise Refused("cli.seized.checked")
    return checked, confirmed


def _told(said: ListOrigin) -> str:
    facts = said.facts
    lines = [words("study.seized.head", rows=facts["rows"], numbers=facts["numbers"], dated=facts["dated_rows"])]
    for read in facts["columns"]:
        lines.append(
            words(
                f"study.seized.read_by_{read['read_by']}", header=read["header"],
                column=words(f"study.list_column.{read['column']}"),
            )
        )  # fmt: skip
    if said.classes:
        heads = [words(f"study.seized_column.{name}") for name in ("origin", "window", *KINDS, "sum", "outside")]
        lines += aligned([heads, *(_row(members) for members in said.classes[:CLASSES_PRINTED])])
        lines += _best(said.classes[0][0])
    for name, share in said.breadth.items():
        if isinstance(share, dict):
            lines.append(words(f"study.breadth.{name}", **{key: _number(value) for key, value in share.items()}))
    names = "; ".join(map(_origin_name, said.consistent_with))
    lines.append(words("study.seized.consistent", names=names) if names else words("study.seized.nothing"))
    if said.excerpt_of:
        lines.append(words("study.seized.excerpt", names="; ".join(map(_origin_name, said.excerpt_of))))
    lines += [words(f"study.seized_warning.{warning}") for warning in said.warnings]
    return "\n".join(lines)


def _row(members: tuple[ListHypothesis, ...]) -> list[str]:
    one = members[0]
    names = dict.fromkeys(_name(member) for member in members)
    return [
        JOINER.join(names),
        f"{one.registered_from} – {one.registered_until}",
        *(_number(getattr(one.evidence, kind)) for kind in KINDS),
        _number(one.evidence.total),
        str(one.coverage.outside),
    ]


def _best(one: ListHypothesis) -> list[str]:
    coverage, found = one.coverage, one.numbers
    lines = [
        words(
            "study.seized.coverage", inside=coverage.inside, outside=coverage.outside,
            share=_number(coverage.share_of_files), p=_number(coverage.p_outside),
        ),
        words(
            "study.seized.hospitals", inside=coverage.hospitals_inside, outside=coverage.hospitals_outside,
            p=_number(coverage.p_hospitals),
        ),
    ]  # fmt: skip
    if one.edges:
        edges = one.edges
        lines.append(
            words(
                "study.seized.edges", first=edges.first, last=edges.last, gap_from=edges.gap_from,
                gap_until=edges.gap_until, p_from=_number(edges.p_from), p_until=_number(edges.p_until),
            )
        )  # fmt: skip
    fresh = one.freshness
    if fresh.exported_on:
        lines.append(words("study.seized.fresh", day=fresh.exported_on, later=fresh.later_births, births=fresh.births))
    if found.canaries:
        lines.append(
            words("study.seized.canaries", found=found.canaries_found, of=found.canaries, named=found.canaries_named)
        )
    return lines


def _name(one: ListHypothesis) -> str:
    if one.recipient is None:
        return words("study.seized.database")
    days = [exported_at[:10] for exported_at in one.exported_at]
    return f"{one.recipient} {days[0]}" if len(days) == 1 else f"{one.recipient} {days[0]}…{days[-1]}"


def _origin_name(name: str) -> str:
    return JOINER.join(words("study.seized.database") if one == DATABASE else one for one in name.split(JOINER))


def _number(value: float | None) -> str:
    return NOT_SAID if value is None else f"{value:.4g}"
