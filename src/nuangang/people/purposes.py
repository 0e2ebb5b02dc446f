"""What children's data is used for: each purpose with its legal basis, as parents are told (L1–L3).

Purposes on the law's duty never wait for consent; optional ones are off until the school's published
rules name them and the guardian's consent stands. The long texts are the words of the rules
themselves, which are a Chinese paper; a school adds to them in its own rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

DUTY, EMERGENCY, CONSENT = "duty", "emergency", "consent"
BASES: dict[str, Any] = {
    DUTY: _("Duty by law"),
    EMERGENCY: _("Emergency"),
    CONSENT: _("Consent of the guardian"),
}
FOURTEEN = 14


@dataclass(frozen=True)
class Purpose:
    """One use of data: what for, on what basis, which data, who sees it, how long, and if refused."""

    code: str
    title: Any
    basis: str
    law: str
    data: str
    seen: str
    kept: str
    refusal: str = "不需要同意：学校依法必须做，不因为没有签字就不管孩子。"

    @property
    def optional(self) -> bool:
        """Say whether it needs a guardian's consent."""
        return self.basis == CONSENT

    def told(self) -> dict[str, str]:
        """Return the plain copy that a published version keeps."""
        return {
            "code": self.code,
            "title": str(self.title),
            "basis": self.basis,
            "law": self.law,
            "data": self.data,
            "seen": self.seen,
            "kept": self.kept,
            "refusal": self.refusal,
        }


_FREE = "不同意没有任何影响：孩子照样建档、结对、谈心、家访，该有的关爱一样不少。"
_KEPT = "孩子在校期间；撤回同意后马上停用并遮住，下一次清理时删除。"
PURPOSES = (
    Purpose(
        "file",
        _("Keeping the child's file"),
        DUTY,
        "《未成年人保护法》第二十九条：学校应当为留守等需要关心的未成年学生建立信息档案",
        "姓名、性别、出生日期、证件号码、学籍号、班级、住址、健康、家庭成员和他们在哪里、谁照看孩子",
        "校长、副校长、德育主任、学籍管理员看全校；班主任看本班；代理家长看自己结对的孩子；证件号码平时遮住",
        "在校期间和离校后 3 年",
    ),
    Purpose(
        "care",
        _("Caring for the child"),
        DUTY,
        "《未成年人保护法》第二十九条：开展关爱帮扶",
        "谈心、辅导、电话、家访、团聚等关爱记录，谁和孩子结对",
        "记录的老师、代理家长、班主任、德育主任、校领导",
        "在校期间和离校后 3 年；没有姓名的统计数字继续保留",
    ),
    Purpose(
        "family",
        _("Reaching the family"),
        DUTY,
        "《未成年人保护法》第二十二条、第二十九条：学校与外出的父母、受委托照护人保持联系",
        "父母和照护人的姓名、电话、务工地",
        "要联系家里的老师；校外的代理家长看不到电话",
        "在校期间和离校后 3 年",
    ),
    Purpose(
        "safety",
        _("Safety and reports the law demands"),
        EMERGENCY,
        "《未成年人保护法》第十一条强制报告；《个人信息保护法》第十三条：紧急情况下保护生命健康",
        "与危险、伤害、失踪有关的情况和必要的联系方式",
        "处理这件事的人，以及公安、民政、教育等依法接报的部门",
        "到孩子年满 18 周岁后 3 年；案件没有结束的，到结束为止",
    ),
    Purpose(
        "figures",
        _("Figures for those above the school"),
        DUTY,
        "上级部门依法要求的统计",
        "人数、完成情况，没有姓名",
        "学校领导、县里的专管人员",
        "长期",
    ),
    Purpose(
        "log",
        _("A record of who looked"),
        DUTY,
        "《未成年人网络保护条例》第三十六条、《网络安全法》：记录谁看过、改过孩子的信息",
        "谁、什么时候、看了哪个孩子的档案",
        "校长和审计员",
        "3 年",
    ),
    Purpose(
        "portrait",
        _("A photo on the child's file"),
        CONSENT,
        "《个人信息保护法》第二十九条、第三十一条：监护人单独同意",
        "孩子的一张正面照片",
        "能看孩子档案的人；印在档案卡和联系卡上",
        _KEPT,
        _FREE,
    ),
    Purpose(
        "wechat",
        _("WeChat or QQ of the parents"),
        CONSENT,
        "《个人信息保护法》第十三条：本人同意",
        "父母或照护人的微信号、QQ 号",
        "要联系家里的老师",
        _KEPT,
        "不同意就用电话联系，没有任何影响。",
    ),
    Purpose(
        "publicity",
        _("Photos of activities shown outside the school"),
        CONSENT,
        "《个人信息保护法》第二十五条、《民法典》第一千零一十九条：公开肖像须同意",
        "活动照片里能认出孩子的画面",
        "校外看到学校公众号、展板、报道的人",
        "发布后最长 1 年；撤回后学校尽快撤下自己发布的内容",
        "不同意的孩子照样参加活动，对外的照片不拍他，或者遮住。",
    ),
    Purpose(
        "screening",
        _("Psychological screening"),
        CONSENT,
        "《个人信息保护法》第二十九条：敏感个人信息的单独同意",
        "心理测评的结果（不存问卷本身）",
        "心理老师；班主任只知道需要多关心",
        "离校后 3 年",
        "不同意就不参加测评；孩子有事照样可以找心理老师。",
    ),
    Purpose(
        "charity",
        _("Passing data to charities and volunteers"),
        CONSENT,
        "《个人信息保护法》第二十三条：向别人提供须单独同意",
        "姓名、年级和需要什么，不给证件号码、住址、电话",
        "学校登记在册的公益组织、志愿者",
        "活动结束后 30 天内对方删除",
        "不同意就由学校自己出面联系帮助，不把信息给别人。",
    ),
)
BY_CODE = {purpose.code: purpose for purpose in PURPOSES}
OPTIONAL = tuple(purpose for purpose in PURPOSES if purpose.optional)
# Fields that are asked and shown only while the purpose may be used (privacy.data_map has all fields).
FIELD_PURPOSE = {("child", "photo"): "portrait", ("relative", "wechat"): "wechat"}
_KEY = "purposes_on"


def purposes_on(school: Any) -> dict[str, int]:
    """Return the optional purposes of the school's published rules: code → version that asked last."""
    kept: dict[str, int] = school.preferences.get(_KEY, {})
    return {code: since for code, since in kept.items() if code in BY_CODE}


def with_purposes_on(preferences: dict[str, Any], on: dict[str, int]) -> dict[str, Any]:
    """Return the school's preferences with these purposes switched on."""
    return {**preferences, _KEY: on}


def optional_on(school: Any) -> list[Purpose]:
    """Return the optional purposes that the school's rules name, in their usual order."""
    on = purposes_on(school)
    return [purpose for purpose in OPTIONAL if purpose.code in on]


def standing(
    answers: Iterable[tuple[str, str, str, int]], on: dict[str, int], *, own_counts: bool
) -> list[str]:
    """Return the optional purposes that may be used for one child, sorted.

    `answers` are (who, purpose, answer, version) from the oldest to the newest, `who` naming one
    guardian, or "self" for the child. A guardian's yes is needed, given for the version that asked
    last or a later one; any guardian's no stands against it, whichever version it answered, and from
    fourteen on (`own_counts`) the child's own no too.
    """
    latest = {(who, purpose): (answer, version) for who, purpose, answer, version in answers}
    found = []
    for purpose, since in on.items():
        said = [(w, a, v) for (w, p), (a, v) in latest.items() if p == purpose]
        heard = [each for each in said if each[0] != "self" or own_counts]
        yes = any(w != "self" and a == "granted" and v >= since for w, a, v in heard)
        if yes and all(a == "granted" for _w, a, _v in heard):
            found.append(purpose)
    return sorted(found)
