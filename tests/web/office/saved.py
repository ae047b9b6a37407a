"""A saved analysis in small: one recipient implicated, two that cannot be told apart, one ruled out."""

from dataclasses import replace

from portal.domain.finding import (
    Alarm,
    Finding,
    Findings,
    Interval,
    Reason,
    ReasonCode,
    SourceKind,
    WarningCode,
)
from portal.domain.picture import (
    Calendar,
    CalendarRow,
    ExportRun,
    ForestRow,
    Knowledge,
    KnowledgeRow,
    LagBin,
    LagCurve,
    Lexis,
    LexisSquare,
    Pictures,
    StageCell,
    Staircase,
    WeekOfReports,
)
from portal.domain.vocabulary import Verdict

CITY, WOMEN, CLINIC, FIRM = "宁川市人口计生局", "安平区妇联", "康宁社区服务中心", "=育苗信息公司"


def finding(source: str, verdict: Verdict, ratio: tuple[float, float, float] | None, *apart: str) -> Finding:
    kind = SourceKind.REGISTRATION if source == "registration" else SourceKind.RECIPIENT
    interval = Interval(*ratio) if ratio else None
    return Finding(source, kind, verdict, rate_ratio=interval, p_value=0.2, indistinguishable_from=apart)


SOURCES = (
    finding("registration", Verdict.NOT_IMPLICATED, (1.08, 0.82, 1.41)),
    replace(
        finding(CITY, Verdict.IMPLICATED, (2.31, 1.9, 2.8)),
        p_value=0.00001,
        reasons_for=(Reason(ReasonCode.TOO_FEW_CALLS),),
    ),
    finding(WOMEN, Verdict.UNDETERMINED, (1.22, 0.7, 2.15), CLINIC),
    finding(CLINIC, Verdict.UNDETERMINED, (1.22, 0.7, 2.15), WOMEN),
    finding(FIRM, Verdict.RULED_OUT, None),
)
SAID = Findings(
    as_of="2026-03-01",
    mothers=412,
    calls=1873,
    tiers_used=(2, 1),
    sources=SOURCES,
    implicated=(CITY,),
    alarm=Alarm(False, None),
    seed="9f2c41d08a7b6e35",
    warnings=(WarningCode.PROVISIONAL,),
)
DRAWN = Pictures(
    lexis=Lexis(
        7,
        "2025-10-06",
        "2026-03-02",
        (LexisSquare("2025-10-06", "2025-11-10", 12), LexisSquare("2025-10-13", "2025-11-17", None)),
        (Staircase(CITY, (("2025-10-06", "2025-11-05"), ("2025-10-07", "2025-11-05"), ("2025-11-01", "2025-12-05"))),),
    ),
    lags=(
        LagCurve("registration", (LagBin(-10, 0, 4, 1000.0, 4.0, 2.0, 6.0),)),
        LagCurve(CITY, (LagBin(-10, 0, None, 1000.0, None, None, None), LagBin(0, 10, 24, 1000.0, 24.0, 19.0, 30.0))),
    ),
    vendor_stage=(StageCell("infant_formula", "third_trimester", 40), StageCell("insurance", "confinement", None)),
    forest=(
        ForestRow((CITY,), 2.31, 1.9, 2.8, "implicated"),
        ForestRow((WOMEN, CLINIC), 1.22, 0.7, 2.15, "undetermined"),
    ),
    calendar=Calendar(
        (
            CalendarRow(CITY, (ExportRun("2025-11-05", False), ExportRun("2026-03-05", True))),
            CalendarRow(FIRM, (ExportRun("2025-11-09", False),)),
        ),
        (WeekOfReports("2026-02-23", 31), WeekOfReports("2026-03-02", None)),
    ),
    knowledge=Knowledge(
        1204,
        (
            KnowledgeRow("registration", 0, 1204, 0, 0.0),
            KnowledgeRow(CITY, 31, 1173, 0, 1.42),
            KnowledgeRow(WOMEN, 890, None, None, -2.41),
        ),
    ),
)
FINDINGS, PICTURES = SAID.to_json(), DRAWN.to_json()
