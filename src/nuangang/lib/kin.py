"""Words for who somebody is to a child, dialect and all (GB/T 4761, domain.md §5.5)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from nuangang.lib.typed_text import squeezed

RELATIONS = (
    "father", "mother", "paternal_grandfather", "paternal_grandmother", "maternal_grandfather",
    "maternal_grandmother", "sibling", "other_relative", "non_relative", "self",
)  # fmt: skip

_WORDS = {
    "father": "父亲 父 爸爸 爸 爹 老爸 老爹 阿爸 阿爹 生父 亲生父亲 养父 继父 后爸 父子 父女 51 57 "
    "爸比 father 父亲(监护人) 阿大 达达",
    "mother": "母亲 母 妈妈 妈 娘 老妈 阿妈 阿母 生母 亲生母亲 养母 继母 后妈 母子 母女 52 58 mother 姆妈 "
    "阿娘 老娘 妈咪",
    "paternal_grandfather": "爷爷 祖父 爷 阿爷 亲爷爷 爷孙 61 公爷 大父 嗲嗲",
    "paternal_grandmother": "奶奶 祖母 奶 阿奶 亲奶奶 嬷嬷 娭毑 62 阿嬷 奶孙",
    "maternal_grandfather": "外公 姥爷 外祖父 家公 嘎公 外爷 家爷 嘎嘎公 姥爷爷 外爹 63 家家爷",
    "maternal_grandmother": "外婆 姥姥 外祖母 家婆 嘎婆 家家 嘎嘎 姥娘 外奶 外奶奶 64 家家婆 姥 "
    "婆婆(外婆)",
    "sibling": "哥哥 哥 兄 姐姐 姐 弟弟 弟 妹妹 妹 兄长 大哥 二哥 大姐 二姐 长兄 长姐 兄弟 姐弟 兄妹 "
    "姐妹 兄弟姐妹 手足 71 73 75 77 7 亲哥 亲姐 胞兄 胞姐",
    "other_relative": "曾祖父 曾祖母 太爷 太奶 太公 太婆 老太爷 老太 伯父 伯母 大伯 伯伯 二伯 三伯 大爷 大妈 大娘 "
    "叔叔 叔父 叔 伯 婶婶 婶母 婶 婶娘 小叔 二叔 三叔 大叔 幺爸 满叔 幺叔 幺妈 姑姑 姑妈 姑母 姑 大姑 小姑 二姑 嬢嬢 "
    "孃孃 娘娘 姑父 姑爹 姑丈 姑爷 舅舅 舅父 舅 大舅 小舅 二舅 舅妈 舅母 姨 姨妈 姨母 小姨 大姨 二姨 阿姨(亲) 姨父 姨丈 姨夫 "
    "堂哥 堂姐 堂兄 表哥 表姐 表兄 嫂子 嫂嫂 嫂 姐夫 亲戚 亲属 其他亲属 其他亲戚 旁系亲属 近亲 叔侄 伯侄 姑侄 舅甥 姨甥 甥舅 "
    "叔公 叔婆 伯公 伯婆 舅公 舅婆 姑婆 姑奶 姑奶奶 姨婆 姨奶奶 舅爷 舅爷爷 二爷 三爷 二爷爷 叔爷爷 伯爷爷 大伯母 大伯父 "
    "66 67 72 76 81 82 83 84 85 86 87 88 89 90 97 亲友",
    "non_relative": "朋友 邻居 邻里 保姆 老师 教师 代理家长 寄养 寄养家庭 托管 托管老师 托管机构 非亲属 无亲属关系 "
    "无血缘关系 同学 同学家长 村干部 村委会 福利院 99 师生 房东 其他非亲属 爱心妈妈 干爹 干妈 干爸",
    "self": "本人 自己 学生本人 儿童本人 独自 独居 自己照顾自己 自我监护 自己生活 户主本人",
}
_INVERSE = {
    "child_son": "儿子 子 长子 次子 三子 独子 大儿子 小儿子 二儿子 儿 继子 养子",
    "child_daughter": "女儿 女 长女 次女 三女 独女 大女儿 小女儿 二女儿 闺女 继女 养女",
    "child": "子女 孩子 儿女 亲子",
    "paternal_grandchild": "孙子 孙女 孙 孙儿 长孙 孙子女 大孙子 孙男 内孙 长孙女",
    "maternal_grandchild": "外祖孙 外孙 外孙女 外孙子 外甥孙 外孙儿",
    "grandchild": "祖孙 隔代祖孙",
    "other_relative": "侄子 侄女 侄儿 侄 外甥 外甥女 甥 侄孙 侄孙女 曾孙 曾孙女 重孙 重孙女 外侄 内侄",
}
_AMBIGUOUS = frozenset(
    "婆婆 公公 婆 公 祖父母 外祖父母 爷爷奶奶 外公外婆 姥姥姥爷 爷奶 父母 双亲 爸妈 父母亲 祖辈 隔代 隔代监护 长辈 "
    "亲人 家人 家属 监护人 其他 其它 爸爸妈妈 夫妻 老人 老表 阿姨 婆姨 53 5 6 8 公婆 祖父祖母 外祖父外祖母 直系亲属 爹爹 大大 阿公 阿婆 老爷 公孙 婆孙".split()
)
_FORWARD = {word: code for code, words in _WORDS.items() for word in words.split()}
_BACKWARD = {word: code for code, words in _INVERSE.items() for word in words.split()}
KIN_WORDS = frozenset(w for w in [*_FORWARD, *_AMBIGUOUS] if not w.isdigit() and len(w) > 1) | {
    "父", "母", "爸", "妈",
}  # fmt: skip
_NOISE = re.compile(
    r"^(?:是|为|系|学生的?|儿童的?|孩子的?|其|亲|他的?|她的?)(?=..)|(?:关系|监护|抚养|照顾|带|照看)$|的$"
)
_SIBLING = re.compile(r"[大二三四五六小亲胞幺]?(?:哥|姐|弟|妹|兄){1,2}")
_DISTANT = re.compile(
    r"[大小二三四五六七八幺满老堂表远亲]{0,2}(?:伯|叔|姑|舅|姨|婶|嫂|姥)[公婆爷奶父母爸妈丈夫姐]{0,2}|[堂表](?:哥|姐|弟|妹|兄|叔|伯|姑|舅|姨){1,2}"
    r"|[二三四五六](?:爷爷?|奶奶?|外公|外婆|姥爷|姥姥)|曾(?:外)?祖[父母]"
)
_LONGEST = 40
_BRACKETED = re.compile(r"\(.*?\)")


@dataclass(frozen=True, slots=True)
class Kin:
    """What a word says: `code` of `RELATIONS`, or who the child is to the carer (`inverse`)."""

    code: str = ""
    inverse: str = ""
    ambiguous: bool = False


def read(typed: object) -> Kin | None:
    """A relation word; None if it is not known, `ambiguous` for 婆婆, 祖父母, 隔代 and the like."""
    return _read(squeezed(typed).lower())


@lru_cache(maxsize=8_192)
def _read(text: str) -> Kin | None:
    if len(text) > _LONGEST:
        return None
    if text.isalpha() and len(text) < 3:
        return _lookup(text)
    text = text.strip(".。、,，:：;；-")
    for candidate in (text, _BRACKETED.sub("", text), _NOISE.sub("", text), _inside(text)):
        if found := _lookup(candidate):
            return found
    return None


def _inside(text: str) -> str:
    match = re.search(r"\((.*?)\)", text)
    return match[1] if match else ""


def _lookup(text: str) -> Kin | None:
    if code := _FORWARD.get(text):
        return Kin(code)
    if inverse := _BACKWARD.get(text):
        return Kin(inverse=inverse)
    if text in _AMBIGUOUS:
        return Kin(ambiguous=True)
    if _SIBLING.fullmatch(text):
        return Kin("sibling")
    return Kin("other_relative") if _DISTANT.fullmatch(text) else None


def male(code: str) -> bool | None:
    """Whether a person of this relation is a man; None where the relation does not tell."""
    if code in ("father", "paternal_grandfather", "maternal_grandfather"):
        return True
    return False if code in ("mother", "paternal_grandmother", "maternal_grandmother") else None
