"""Invented names: no hospital, office or city here exists."""

CITY = "宁川市"
DISTRICTS = tuple(f"{name}区" for name in "晨曦 听松 望潮 拾光 云岫 揽月 枕溪 归雁 栖霞岭 知秋 问渠 流萤".split())
HOSPITAL_KINDS = ("第{}产科医院", "第{}妇幼保健站", "第{}社区产检中心")


def district_names(count: int) -> tuple[str, ...]:
    """The first `count` invented districts, numbered when the list runs out."""
    extra = tuple(f"第{number}新区" for number in range(1, count - len(DISTRICTS) + 1))
    return (DISTRICTS + extra)[:count]


def hospital_names(district: str, count: int) -> tuple[str, ...]:
    """Invented hospitals of one district."""
    stem = district.removesuffix("区")
    kinds = len(HOSPITAL_KINDS)
    return tuple(stem + HOSPITAL_KINDS[place % kinds].format(place // kinds + 1) for place in range(count))


def office_name(area: str) -> str:
    """The invented family-planning office of a city or district."""
    return f"{area}人口计生局"
