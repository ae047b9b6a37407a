"""Sample forms for the preview: the shapes that the macros must carry."""

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

VENDORS = [
    ("maternity_class", "孕妇学校"),
    ("confinement_nanny", "月嫂、家政"),
    ("infant_formula", "奶粉"),
    ("lanugo_brush", "胎毛笔"),
    ("hand_foot_print", "手足印"),
    ("postnatal_fitness", "产后健身"),
    ("baby_photography", "儿童摄影"),
    ("early_education", "早教"),
    ("cord_blood", "脐带血"),
    ("insurance", "保险"),
    ("other", "其他"),
]
EXACTNESS = [("day", "就是这天"), ("week", "前后几天"), ("month", "只记得月份"), ("unknown", "不记得")]
KNEW = [
    ("name", "我的姓名"),
    ("due_date", "预产期"),
    ("baby_birth_date", "宝宝出生日期"),
    ("hospital", "建卡医院"),
    ("address", "住址"),
]


class Sample(Form):
    """A little of everything."""

    hospital = SelectField(
        "您在哪家医院建的卡？",
        [InputRequired("请选择建卡医院，不想说可以选“不方便说”")],
        choices=[("", "请选择"), ("1", "宁川市妇幼保健院"), ("2", "不方便说")],
    )
    registered_on = DateField(
        "大概哪天建的卡？", [InputRequired("请选一个日期，记不清就选最接近的一天，再点“前后几天”")]
    )
    registered_precision = RadioField("这个日期有多准？", choices=EXACTNESS, default="day")
    vendor = RadioField("对方推销什么？", [InputRequired("请点一个最接近的图标，没听清就点“其他”")], choices=VENDORS)
    channel = RadioField(
        "怎么找到您的？",
        choices=[("call", "电话"), ("sms", "短信"), ("wechat", "微信"), ("visit", "上门")],
        default="call",
    )
    knew = SelectMultipleField("对方已经知道什么？", choices=KNEW)
    number = StringField("对方号码")
    note = TextAreaField("还想说点什么？")
    keep = BooleanField("允许工作人员通过本页给我留言")
    username = StringField("用户名")
    password = PasswordField("密码")


def asked() -> Sample:
    """The form as first shown."""
    return Sample(data={"vendor": "lanugo_brush", "channel": "call"})


def mistaken() -> Sample:
    """The form after it was sent with three things missing."""
    form = Sample(MultiDict({"channel": "call", "registered_precision": "day"}))
    form.validate()
    return form
