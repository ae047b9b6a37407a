"""A saved analysis in small: one recipient implicated, two that cannot be told apart, one ruled out."""

from dataclasses import replace

from portal.domain.finding import (
    Alarm,
    Finding,
    Findings,
    GateCheck,
    Interval,
    Lag,
    LeftOut,
    Placebo,
    Reason,
    ReasonCode,
    SourceKind,
    TierView,
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
        q_value=0.00004,
        family_p_value=1 / 1001,
        probability=0.995,
        share=Interval(0.61, 0.5, 0.72),
        lag_days=Lag(4.0, 2.0, 7.0),
        flip_number=23,
        power=0.91,
        detectable_rate_ratio=1.8,
        gate=(
            GateCheck("before_export", True, Interval(0.97, 0.8, 1.2)),
            GateCheck("end_of_observation", True, Interval(1.1, 0.6, 2.1)),
            GateCheck("earlier_exports", True, Interval(2.2, 1.7, 2.9)),
            GateCheck("later_exports", True, Interval(None, None, None)),
        ),
        tiers=(
            TierView((2,), 905, Interval(2.4, 1.8, 3.2), 6.0),
            TierView((2, 1), 1873, Interval(2.3, 1.9, 2.8), 8.4),
            TierView((2, 1, 0), 2001, Interval(2.2, 1.8, 2.7), 8.3),
        ),
        left_out=(
            LeftOut("hospital", "宁川市第二妇幼保健院", 6, 7.02, True),
            LeftOut("week", "2026-01-05", 22, 7.61, True),
            LeftOut("last_calls", None, 1, 6.9, True),
        ),
        reasons_for=(
            Reason(ReasonCode.RATE_RISES_AFTER_EXPORT, {"z": 8.41, "delay": 4.0}),
            Reason(ReasonCode.PLACEBO, {"p": 0.001}),
            Reason(ReasonCode.SURVIVES_SHAKING),
        ),
    ),
    finding(WOMEN, Verdict.UNDETERMINED, (1.22, 0.7, 2.15), CLINIC),
    finding(CLINIC, Verdict.UNDETERMINED, (1.22, 0.7, 2.15), WOMEN),
    replace(
        finding(FIRM, Verdict.RULED_OUT, (0.9, 0.4, 1.9)),
        family_p_value=258 / 1001,
        power=0.004,
        detectable_rate_ratio=511.56,
        flip_number=9,
        gate=(GateCheck("before_export", False, Interval(1.9, 1.4, 2.6)),),
        tiers=(
            TierView((2,), 905, None, None),
            TierView((2, 1), 1873, Interval(0.9, 0.5, 1.6), -0.4),
            TierView((2, 1, 0), 2001, Interval(6.2, 4.1, 9.4), 8.6),
        ),
        reasons_against=(
            Reason(ReasonCode.CALLS_BEFORE_FIRST_EXPORT, {"calls": 31, "p": 0.0004}),
            Reason(ReasonCode.GATE_FAILED, {"check": "before_export"}),
            Reason(ReasonCode.FALLS_WITHOUT, {"what": "week", "which": "2026-01-05"}),
        ),
    ),
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
    warnings=(WarningCode.GATE_FAILED,),
    placebo=Placebo(1000, 1.6, 0.56, 1.59, 2.48, 2.84),
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
        LagCurve("registration", (LagBin(-10, 0, 14, 1000.0, 14.0, 8.0, 20.0),)),
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
