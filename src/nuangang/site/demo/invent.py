"""Invented names, numbers and words; the same seed gives the same school."""

from datetime import date, timedelta
from random import Random

from nuangang.lib.idnumber import check_character

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万"
)
TWO_CHARACTER_SURNAMES = ("欧阳", "上官", "司马", "诸葛")
BOYS = "浩宇轩泽俊杰博文凯航晨阳旭睿鑫鹏飞龙志强伟明辉亮宏斌峰磊涛勇军建国华平安康乐天佑家豪嘉铭"
GIRLS = "欣怡梓涵雨婷诗琪佳慧雅静思颖梦瑶晓燕紫萱若曦语嫣可馨雪莹丽娟秀英芳兰玉梅春花月红霞敏洁"
ELDERS = "德福寿贵荣昌明义成林山海根生秀英桂兰玉珍凤莲金花素芬"
CITIES = (
    ("广东省东莞市", "44"),
    ("广东省深圳市", "44"),
    ("浙江省义乌市", "33"),
    ("江苏省昆山市", "32"),
    ("福建省晋江市", "35"),
    ("上海市松江区", "31"),
    ("北京市大兴区", "11"),
    ("广东省佛山市", "44"),
)
UNITS = ("电子厂", "制衣厂", "建筑工地", "玩具厂", "快递站", "餐馆", "家具厂", "物流园")
VILLAGES = ("上湾村", "石桥村", "柳树村", "东坪村", "龙泉村", "河口村")
CHARACTERS = ("开朗", "内向", "活泼好动", "文静", "倔强", "懂事", "胆小", "爱说爱笑")
HOBBIES = ("打篮球", "画画", "看书", "唱歌", "下象棋", "跑步", "做手工", "跳绳")
FAMILIES = (
    "靠父母在外打工",
    "种地和打零工",
    "爷爷奶奶种地,父母寄钱",
    "家里开小卖部",
    "有两个弟妹,负担较重",
)
JOBS = ("务农", "种菜卖菜", "在家带孩子", "打零工")
HEALTHS = ("良好", "良好", "一般", "高血压", "腿脚不便", "腰不好")
WORDS = {
    "talk": (
        "聊了这周的作业,数学有点跟不上,约好周三补一补。",
        "说想妈妈了,商量好周末视频。",
        "和同桌闹了点别扭,已经说开。",
        "最近睡得好,饭量也好。",
        "奶奶这几天咳嗽,孩子有点担心,让她放学早点回去看看。",
        "月考进步了,很高兴。",
        "",
        "",
        "",
    ),
    "parent_call": (
        "爸爸说春节前回来,让孩子安心读书。",
        "妈妈问了成绩和吃饭,答应每周打一次电话。",
        "工地忙,说了五分钟。",
        "",
    ),
    "home_visit": (
        "家里收拾得干净,有书桌。奶奶身体还好。",
        "爷爷一个人带两个孩子,灶房电线要整一整。",
    ),
    "tutoring": ("把这周的数学错题过了一遍。", "听写了两课生词。", "背了英语课文。", ""),
    "gift": ("送了一套文具。", "送了一双运动鞋。", "送了两本课外书。"),
    "reunion": ("父母都在家,一起谈了孩子这一年。",),
}


class Inventor:
    """Draws people from a seeded source; phones and ID numbers never repeat."""

    def __init__(self, seed: int, *, phones_from: int = 0) -> None:
        self.draw = Random(seed)
        self._phones = phones_from
        self._ids: set[str] = set()

    def surname(self) -> str:
        """Return a surname, now and then one of two characters."""
        if self.draw.random() < 0.01:
            return self.draw.choice(TWO_CHARACTER_SURNAMES)
        return SURNAMES[min(int(self.draw.expovariate(0.06)), len(SURNAMES) - 1)]

    def name(self, gender: str, surname: str = "", *, elder: bool = False) -> str:
        """Return a name of two or three characters."""
        pool = ELDERS if elder else BOYS if gender == "male" else GIRLS
        length = 2 if self.draw.random() < 0.85 else 1
        return (surname or self.surname()) + "".join(self.draw.sample(pool, length))

    def phone(self) -> str:
        """Return the next number of a prefix that no operator uses."""
        self._phones += 1
        return f"154{self._phones:08d}"

    def id_number(self, birth: date, gender: str) -> str:
        """Return a number in area 999999, which no place has."""
        while True:
            serial = self.draw.randrange(0, 500) * 2 + (gender == "male")
            first = f"999999{birth:%Y%m%d}{serial:03d}"
            number = first + check_character(first)
            if number not in self._ids:
                self._ids.add(number)
                return number

    def day(self, begins: date, ends: date) -> date:
        """Return a day from `begins` to `ends`, both included."""
        return begins + timedelta(days=self.draw.randint(0, max(0, (ends - begins).days)))

    def chance(self, share: float) -> bool:
        """Return true in this share of cases."""
        return self.draw.random() < share
