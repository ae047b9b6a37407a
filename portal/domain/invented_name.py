"""Names for canaries: they must look like the names they stand among, and no stranger should guess them.

Surnames by their share of the population [1]; given names of two syllables from kinds that were common for girls born
in the eighties and nineties, put together by chance, so that no combination is among the common full names.

[1] Ministry of Public Security of the PRC, national report on names (全国姓名报告), 2020: the first surnames in order.
    The weights fall as one over the rank, which is close enough for a few dozen decoys.
"""

from random import Random

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
FIRST = "晓思雨佳梦文雅静慧婉若心子诗语雪欣怡依可沐清芷映书安知念容舒采"
SECOND = "彤琪瑶宁涵悦岚萱妍菲蓉薇霞琳珊璐蕾颖馨桐筠蕊珂芸绮苒玥楠卉宜"
RANK_WEIGHTS = tuple(1 / rank for rank in range(1, len(SURNAMES) + 1))


def invented_name(rng: Random) -> str:
    """A full name of three characters."""
    surname = rng.choices(SURNAMES, RANK_WEIGHTS)[0]
    return surname + rng.choice(FIRST) + rng.choice(SECOND)
