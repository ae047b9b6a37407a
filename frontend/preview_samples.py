"""Invented numbers in the shapes of portal/domain/picture.py, from a fixed seed."""

import math
from datetime import date, timedelta
from random import Random

RANDOM = Random(20261123)  # noqa: S311 - invented numbers, no secret
FIRST = date(2025, 7, 7)
WEEKS = 40
RECIPIENTS = ["宁川市人口计生局", "安平区妇联", "城东区卫生局", "康宁社区服务中心", "育苗信息公司", "市统计局"]
EXPORT_DAYS = {"宁川市人口计生局": 5, "安平区妇联": 12, "城东区卫生局": 20, "康宁社区服务中心": 8, "育苗信息公司": 26}
VENDORS = {
    "maternity_class": "孕妇学校",
    "confinement_nanny": "月嫂、家政",
    "infant_formula": "奶粉",
    "lanugo_brush": "胎毛笔",
    "hand_foot_print": "手足印",
    "baby_photography": "儿童摄影",
    "early_education": "早教",
    "cord_blood": "脐带血",
    "insurance": "保险",
}
STAGES = {
    "first_trimester": "孕早期",
    "second_trimester": "孕中期",
    "third_trimester": "孕晚期",
    "confinement": "月子里",
    "to_hundred_days": "到百日",
    "after_hundred_days": "百日以后",
}


def shown(calls: int) -> int | None:
    """What the office may see of a count."""
    return None if 0 < calls < 5 else calls


def exported(registered: date, day: int) -> date:
    """The run of the following month that covers a registration day."""
    return (registered.replace(day=1) + timedelta(days=32)).replace(day=day)


def poisson(mean: float) -> int:
    """A count with this mean."""
    limit, product, count = math.exp(-mean), RANDOM.random(), 0
    while product > limit:
        product, count = product * RANDOM.random(), count + 1
    return count


def lexis() -> dict:
    """Calls that begin after the city's monthly export."""
    squares = []
    for across in range(WEEKS):
        registered = FIRST + timedelta(weeks=across)
        for up in range(-2, WEEKS):
            called = FIRST + timedelta(weeks=up)
            since = (called - exported(registered, 5)).days
            mean = 0.15 + (13 * math.exp(-since / 60) if since >= 0 else 0)
            calls = poisson(mean) if called >= registered - timedelta(days=21) else 0
            if calls and FIRST <= called < FIRST + timedelta(weeks=WEEKS):
                squares.append(
                    {
                        "registered_from": registered.isoformat(),
                        "called_from": called.isoformat(),
                        "calls": shown(calls),
                    }
                )
    days = [FIRST + timedelta(days=offset) for offset in range(WEEKS * 7)]
    return {
        "square_days": 7,
        "first_day": FIRST.isoformat(),
        "last_day": (FIRST + timedelta(weeks=WEEKS)).isoformat(),
        "squares": squares,
        "staircases": [
            {"recipient": name, "points": [[day.isoformat(), exported(day, run).isoformat()] for day in days]}
            for name, run in EXPORT_DAYS.items()
        ],
    }


def lag(source: str, rise: float) -> dict:
    """A curve that rises by a factor after day 0."""
    bins = []
    for start in range(-60, 180, 10):
        rate = 9 + 3 * math.sin(start / 50) + (rise * math.exp(-start / 70) if start >= 0 else 0) + RANDOM.gauss(0, 0.8)
        spread = 1.6 + max(start, 0) / 90
        bins.append(
            {
                "from_day": start,
                "until_day": start + 10,
                "calls": round(rate * 4),
                "mother_days": 4000.0,
                "rate": rate,
                "rate_low": max(rate - spread, 0),
                "rate_high": rate + spread,
                "placebo_low": 6.5,
                "placebo_high": 13.5,
            }
        )
    return {"source": source, "bins": bins}


def vendor_stage() -> list[dict]:
    """Vendors that follow the pregnancy."""
    return [
        {"vendor": vendor, "stage": stage, "calls": shown(poisson(90 * math.exp(-abs(row * 0.6 - column) * 0.9)))}
        for row, vendor in enumerate(VENDORS)
        for column, stage in enumerate(STAGES)
    ]


def calendar() -> dict:
    """A year of runs, the last month only planned."""
    rows = []
    for name, run in EXPORT_DAYS.items():
        first_days = [(FIRST.replace(day=1) + timedelta(days=31 * month)).replace(day=run) for month in range(10)]
        rows.append(
            {
                "recipient": name,
                "runs": [{"day": day.isoformat(), "planned": place == 9} for place, day in enumerate(first_days)],
            }
        )
    weeks = [
        {"from_day": (FIRST + timedelta(weeks=week)).isoformat(), "calls": shown(poisson(8 + week * 1.2))}
        for week in range(WEEKS)
    ]
    return {"rows": rows, "weeks": weeks}


def forest() -> list[dict]:
    """One implicated, one ruled out, one pair that cannot be told apart."""
    return [
        {"members": ["registration"], "estimate": 1.08, "low": 0.82, "high": 1.41, "verdict": "not_implicated"},
        {"members": ["宁川市人口计生局"], "estimate": 2.31, "low": 1.9, "high": 2.8, "verdict": "implicated"},
        {
            "members": ["安平区妇联", "康宁社区服务中心"],
            "estimate": 1.22,
            "low": 0.7,
            "high": 2.15,
            "verdict": "undetermined",
        },
        {"members": ["城东区卫生局"], "estimate": 0.94, "low": 0.71, "high": 1.24, "verdict": "ruled_out"},
        {"members": ["育苗信息公司"], "estimate": None, "low": None, "high": None, "verdict": "undetermined"},
    ]


def share() -> list[dict]:
    """Most of it from the city's export."""
    return [
        {"members": ["宁川市人口计生局"], "estimate": 0.58, "low": 0.49, "high": 0.66},
        {"members": ["安平区妇联", "康宁社区服务中心"], "estimate": 0.06, "low": 0.01, "high": 0.14},
        {"members": ["registration"], "estimate": 0.03, "low": 0.0, "high": 0.09},
        {"members": [], "estimate": 0.33, "low": 0.25, "high": 0.41},
    ]


SAMPLES = {
    "recipients": RECIPIENTS,
    "labels": {**VENDORS, **STAGES, "registration": "建卡本身"},
    "lexis": lexis(),
    "lags": [lag("registration", 1.0), lag("宁川市人口计生局", 16.0), lag("安平区妇联", 4.0), lag("城东区卫生局", 0.0)],
    "vendor_stage": vendor_stage(),
    "forest": forest(),
    "calendar": calendar(),
    "share": share(),
    "vendors": VENDORS,
    "stages": STAGES,
    "nav": [
        {"href": "/office", "label": "结论", "icon": "chart", "current": True},
        {"href": "/queue", "label": "投诉", "icon": "list", "current": False},
        {"href": "/paths", "label": "数据去向", "icon": "path", "current": False},
        {"href": "/files", "label": "文件", "icon": "file", "current": False},
        {"href": "/staff", "label": "管理", "icon": "user", "current": False},
    ],
    "diary": [
        {"icon": "vendor-lanugo_brush", "what": "胎毛笔", "when": "3月5日 14:22，电话", "href": "/c/1"},
        {"icon": "vendor-infant_formula", "what": "奶粉", "when": "3月4日 上午，短信", "href": "/c/2"},
        {"icon": "vendor-baby_photography", "what": "儿童摄影", "when": "2月底前后，微信", "href": "/c/3"},
    ],
}
