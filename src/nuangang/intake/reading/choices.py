"""Cells that choose one of few words: sex, boarding, who is away, yes and no, ticks."""

import re
from dataclasses import dataclass
from functools import lru_cache

from nuangang.lib import ethnic, kin
from nuangang.lib.typed_text import squeezed

_YES = frozenset(
    "是 有 √ ✓ ✔ ☑ 对 y yes t true 1 v ∨ 已 已签 已签订 需要 ● ■ ★ ◆ 对勾 打勾 符合 属于 + ☒ ✅ 需 🗹 享受 ⊙ ○√".split()
)
_NO = frozenset(
    "否 无 没有 × ✕ ✖ ✗ ✘ x n no f false 0 不是 未 未签 未签订 不 不需要 ☐ □ 2 非 - 不享受 不属于".split()
)
# The last ones are what a tick in the fonts Wingdings and Wingdings 2 is underneath.
TICKS = _YES | {"ν", "ⅴ", "√√", "(√)", "✔️", "ü", "þ", "p", "r"}
_GENDERS = {
    **dict.fromkeys("男 男生 男孩 男性 m male 1 ♂ 男童 boy 男- 男同学 先生".split(), "male"),
    **dict.fromkeys("女 女生 女孩 女性 f female 2 ♀ 女童 girl 女同学 女士".split(), "female"),
}
_BOARDS = frozenset(
    "寄宿 住校 住读 内宿 住 住宿 寄 寄宿生 住校生 住宿生 全寄宿 在校住宿 寄读 内宿生 住读生 校内住宿 周寄宿 学校寄宿 在校寄宿 住学校".split()
)
_WALKS = frozenset(
    "走读 通学 外宿 走 走读生 通学生 不住校 不寄宿 非寄宿 未寄宿 外宿生 非住校 未住校 走学 不住宿 校外 非寄宿生 回家 在家住宿 不住 校外住宿 家住".split()
)


@lru_cache(maxsize=4_096)
def yes_no(typed: str) -> bool | None:
    """是/否, 有/无, √/×, Y/N, 1/0 (domain.md §5.8); None if it is none of these."""
    text = squeezed(typed).lower().strip("。.()")
    if text in _YES:
        return True
    return False if text in _NO else None


def ticked(typed: str) -> bool:
    """Whether a tick stands in a cell."""
    text = squeezed(typed).lower()
    return text in TICKS or text.strip("()") in TICKS


@lru_cache(maxsize=1_024)
def gender(typed: str) -> str | None:
    """male, female or None (GB/T 2261.1 and words)."""
    text = squeezed(typed).lower().strip("。.,、()√性别:")
    return _GENDERS.get(text) or _GENDERS.get(squeezed(typed).lower())


@lru_cache(maxsize=1_024)
def boarding(typed: str, *, coded: bool = False) -> bool | None:
    """Whether a child boards; `coded` reads 1 as 走读 and 2 as 住校 (就读方式, domain.md §5.5)."""
    text = squeezed(typed).lower().strip("。.")
    if coded and text in ("1", "2"):
        return text == "2"
    bare = re.sub(r"^[12][-.、:]?(?=\D)", "", text)
    if bare in _WALKS:
        return False
    return True if bare in _BOARDS else yes_no(text)


@dataclass(frozen=True, slots=True)
class Away:
    """Who of the parents is away, as far as a word says it; `left` is the bare flag."""

    both: bool | None = None
    father: bool | None = None
    mother: bool | None = None
    left: bool | None = None


_BOTH, _FATHER, _MOTHER = (
    Away(True, True, True, True),
    Away(False, True, False, True),
    Away(False, False, True, True),
)
_ONE, _NONE, _LEFT = Away(both=False, left=True), Away(False, False, False, False), Away(left=True)
_WORK = r"(?:均|都|皆|同时|一起|双双|全部|全|已|一方|单方|1方|常年|长期)*(?:在外|外出|出外|外地|务工|打工|不在家|进城|离家|经商|远行|出门)+(?:务工|打工|经商|就业|工作|留守)?"
_HOME = r"(?:留守|留|在|未外出|未|不外出|没有?外出|居)家?(?:务农|照顾|留守|中)?"
_F, _M = r"(?:父亲|父|爸爸|爸)", r"(?:母亲|母|妈妈|妈)"
_BOTH_WORDS = frozenset(
    "双留 双亲留守 双亲 双方 双 父母 父母亲 均外出 都外出 2 双留守 父母双方 双亲均外出 双留儿童 双亲在外 两人 父母都不在家 全外出 爸妈 父母二人 双方留守 父和母 双留守儿童 双方都外出 双方均外出 双亲都外出 双亲务工".split()
)
_ONE_WORDS = frozenset(
    "单留 单亲留守 单亲 单方 单 一方 1 单留守 父或母 父母一方 单亲外出 一方外出 单方外出 父母一方外出 父或母外出 单留儿童 一人 单方留守 单留守儿童 一方外出务工 单亲务工 单方外出务工 父母单方外出".split()
)
_NONE_WORDS = frozenset(
    "非留守 否 无 未外出 均未外出 不是 均在家 0 没有 × 都在家 非留守儿童 父母均在家 父母在家 父母都在家 不留守 均不外出 未留守 都未外出 在家 无外出 非 不属于".split()
)
_LEFT_WORDS = frozenset(
    "是 留守 √ 有 留守儿童 y 属于 ✓ ✔ 农村留守儿童 true 外出 务工 外出务工 打工".split()
)
_PATTERNS = (
    (re.compile(rf"{_F}{_WORK}(?:而|但|和|与)?{_M}{_WORK}"), _BOTH),
    (re.compile(rf"{_F}{_WORK}(?:而|但)?{_M}{_HOME}"), _FATHER),
    (re.compile(rf"{_F}{_HOME}(?:而|但)?{_M}{_WORK}"), _MOTHER),
    (re.compile(rf"{_M}{_WORK}(?:而|但)?{_F}{_HOME}"), _MOTHER),
    (re.compile(rf"{_M}{_HOME}(?:而|但)?{_F}{_WORK}"), _FATHER),
    (
        re.compile(
            rf"(?:父母|父母亲|双亲|双方|父母双方|爸妈|爸爸妈妈|父亲母亲|父亲和母亲|父亲及母亲)(?:双方|双亲)?{_WORK}"
        ),
        _BOTH,
    ),
    (re.compile(rf"(?:仅|只|单留|单亲留守|单亲)?{_F}(?:{_WORK}|一方|方|单方)?"), _FATHER),
    (re.compile(rf"(?:仅|只|单留|单亲留守|单亲)?{_M}(?:{_WORK}|一方|方|单方)?"), _MOTHER),
    (re.compile(rf"(?:父母)?(?:一方|单方|单亲|1方){_WORK}.*"), _ONE),
)


@lru_cache(maxsize=4_096)
def away(typed: str) -> Away | None:
    """双留, 单留, 父外出, 是, 2 … as who is away; None if the words are not known."""
    text = re.sub(r"[。.,，;；、:：/\s]+", "", squeezed(typed[:60]).lower())
    outside = re.sub(r"\(.*?\)", "", text)
    inside = "".join(re.findall(r"\((.*?)\)", text))
    found = _away(outside) or _away(inside)
    more = _away(inside) if inside else None
    if found and more and found.left and more.left:
        return more if found in (_ONE, _LEFT) else found
    return found or _away(text.replace("(", "").replace(")", ""))


def _away(text: str) -> Away | None:
    bare = re.sub(r"^[012][-:](?=\D)", "", text)
    short = bare.removesuffix("儿童").removesuffix("学生")
    for words, meaning in (
        (_BOTH_WORDS, _BOTH),
        (_ONE_WORDS, _ONE),
        (_NONE_WORDS, _NONE),
        (_LEFT_WORDS, _LEFT),
    ):
        if bare in words or short in words:
            return meaning
    bare = short
    return next((meaning for pattern, meaning in _PATTERNS if pattern.fullmatch(bare)), None)


_HEALTH = frozenset(
    "健康 良好 一般 较弱 体弱 残疾 患病 疾病 慢性病 重病 较差 差 有病 好 大病".split()
)
_HOUSEHOLD = frozenset("农业 非农业 农村 城镇 农业户口 非农业户口 居民户口 家庭户 集体户".split())
_KEEPERS = frozenset(
    "父母 祖辈 隔代 亲友 亲戚 寄养 其他 单亲 隔代监护 亲友监护 父母监护 单亲监护 同辈 无人监护 祖辈监护 托管 上代监护 自我监护 父或母 祖父母 外祖父母 无人".split()
)
OPTIONS = {
    "gender": lambda t: gender(t) is not None and not t.isdigit(),
    "boarding": lambda t: t in _BOARDS or t in _WALKS or yes_no(t) is not None,
    "left_type": lambda t: away(t) is not None and not t.isdigit(),
    "both_parents_away": lambda t: t in ("是", "否"),
    "one_away_unable": lambda t: t in ("是", "否"),
    "health": lambda t: t in _HEALTH,
    "hukou_type": lambda t: t in _HOUSEHOLD,
    "guardianship_type": lambda t: t in _KEEPERS,
    "guardian_relation": lambda t: kin.read(t) is not None and not t.isdigit(),
    "ethnicity": lambda t: ethnic.read(t) is not None and not t.isdigit(),
    "guardianship_level": lambda t: t in ("好", "较好", "一般", "差", "较差", "良好"),
    "marital": lambda t: t in ("单亲", "离异", "丧偶", "再婚", "已婚", "未婚", "双亲", "正常"),
    "only_child": lambda t: t in ("是", "否"),
}


def is_option(field: str, text: str) -> bool:
    """Whether a word under a heading is one of its choices, so that its column holds ticks."""
    text = text.strip("()*:")
    test = OPTIONS.get(field) or (
        OPTIONS["guardian_relation"] if field.endswith("relation") else None
    )
    return bool(test and text and test(text.lower()))


LONE_TICKS = {
    "gender": frozenset("男 女 男生 女生 男孩 女孩".split()),
    "boarding": frozenset("走读 通学 走读生 外宿 通学生".split()),
    "left_type": frozenset(
        "单留 双留 单亲留守 双亲留守 父外出 母外出 父母均外出 单留守 双留守 父母外出务工双方 非留守 单亲留守儿童 双亲留守儿童 仅父亲外出 仅母亲外出 "
        "只有父亲外出 只有母亲外出 父亲单方外出 母亲单方外出".split()
    ),
}
LONE_WORDS = frozenset(w for words in LONE_TICKS.values() for w in words)
