"""The phrase that staff must say first: plain words that cannot be misheard, drawn for each complaint by the vault."""

from collections.abc import Iterable

WORDS = tuple(
    """
    苹果 香蕉 葡萄 西瓜 草莓 柠檬 樱桃 菠萝 橘子 石榴 核桃 花生 黄瓜 茄子 南瓜 萝卜
    白菜 菠菜 蘑菇 玉米 豆腐 馒头 饺子 面条 米饭 蜂蜜 牛奶 豆浆 茶叶 咖啡 大海 高山
    河流 湖水 森林 草原 沙漠 岛屿 瀑布 彩虹 月亮 太阳 星星 白云 雨伞 雪花 春天 秋天
    早晨 黄昏 老虎 狮子 大象 熊猫 猴子 兔子 松鼠 海豚 企鹅 鸽子 燕子 蝴蝶 蜜蜂 蜻蜓
    乌龟 金鱼 骆驼 孔雀 刺猬 斑马 火车 飞机 轮船 自行车 地铁 汽车 风筝 气球 帆船 马车
    桌子 椅子 书包 铅笔 剪刀 镜子 钥匙 毛巾 枕头 被子 窗户 楼梯 台灯 闹钟 雨衣 手套
    围巾 帽子 鞋子 口袋 钢琴 小提琴 吉他 笛子 足球 篮球 象棋 积木 邮票 信封 图书 报纸
    地图 画笔 花瓶 竹子 荷花 梅花 菊花 牡丹 松树 柳树 桂花 向日葵 小草 种子
    """.split()
)
LENGTH = 3  # 126 words: one caller in two million guesses it


def phrase_of(numbers: Iterable[int]) -> tuple[str, ...]:
    """The words that numbers stand for."""
    return tuple(WORDS[number % len(WORDS)] for number in numbers)
