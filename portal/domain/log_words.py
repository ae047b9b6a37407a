"""The words of call logs: what tells a call of hers, a channel, a trade, and which figures are no matter."""

import re

from portal.domain.vocabulary import Channel, VendorType

OUTGOING = re.compile(
    r"呼出|已拨|拨出|去电|拨打|主叫(?!号)|(?<!请)(?<!让我)(?<!叫我)回拨|打回去|(?:拨给|打给)(?!我)"
    r"|called back|\boutgoing\b|\bdialled\b|\bdialed\b",
    re.IGNORECASE,
)
CALLING = re.compile(
    r"电话|来电|打来|打给|打了|接到|接了|接听|号码|推销|骚扰|未接|呼入|被叫|\bcall|\brang\b|\bphone", re.IGNORECASE
)
OTHER_FIGURES = re.compile(  # digits of her own or of a shop, and days that are no calls
    r"(?:预产期|末次月经)\s*[是在为:]?\s*(?:20\d\d\s*[年.\-/]\s*)?\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*[日号]?"
    r"|(?:身份证号?|密码|账号|验证码|校验码|(?:订|运)?单号|余额)\s*[是为:]?\s*[\w.\-]+(?: \d\d:\d\d)?"
    r"|\d[\d,.]*\s*元|\d{3,}[\d ]*[xX*]{2,}\d*"
)
NOISE = re.compile(
    r"^\s*(?:[①-⑳]|\d{1,2}(?:[、)]|\.\s)|[-*•·])\s*"
    r"|(?:通话时长|时长|通话|响铃|持续)\s*[::]?\s*\d{1,2}:\d{2}(?::\d{2})?"
    r"|(?<![点时:\d])\d+\s*分\s*\d+\s*秒|(?<![点时:\d])\d+\s*分钟(?!之?以?前)|\d+\s*秒"
    r"|[(]\s*\d{1,3}\s*[)]|\d+\s*次|被?\s*\d+\s*(?:位|个)?(?:人|用户)\s*标记"
    r"|卡\s*[12一二]|\bSIM\s*[12]\b|第\s*\d+\s*页|共\s*\d+\s*页",
    re.IGNORECASE,
)
CHANNELS = (
    (Channel.SMS, re.compile(r"短信|短讯|讯息|彩信|\bsms\b|\btext message\b", re.IGNORECASE)),
    (Channel.WECHAT, re.compile(r"微信|好友申请|\bwechat\b", re.IGNORECASE)),
    (Channel.VISIT, re.compile(r"上门(?!剃|拍|服务)|来家里|到家里")),
)
VENDORS = (
    (VendorType.LANUGO_BRUSH, re.compile(r"胎毛|胎发|笔庄|剃胎")),
    (VendorType.HAND_FOOT_PRINT, re.compile(r"手足印|手脚印|脚印")),
    (VendorType.CORD_BLOOD, re.compile(r"脐带血|脐血|干细胞")),
    (VendorType.INFANT_FORMULA, re.compile(r"奶粉|母乳代")),
    (VendorType.POSTNATAL_FITNESS, re.compile(r"产后(?:修复|康复|恢复|健身|瑜伽)|产康|催乳|骨盆")),
    (VendorType.CONFINEMENT_NANNY, re.compile(r"月嫂|月子|家政|育婴|保姆")),
    (VendorType.BABY_PHOTOGRAPHY, re.compile(r"百日照|百天照|摄影|影楼|满月照|拍照|写真|胎宝宝照|孕照")),
    (VendorType.EARLY_EDUCATION, re.compile(r"早教|托育|亲子班")),
    (VendorType.MATERNITY_CLASS, re.compile(r"孕妇学校|孕妈课|孕妇课|孕妈班|妈妈班|孕期课")),
    (VendorType.INSURANCE, re.compile(r"保险|理财")),
)
