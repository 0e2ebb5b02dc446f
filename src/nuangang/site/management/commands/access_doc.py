"""nuangang access-doc: the public promise of who may see what, made from the matrix."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from nuangang.accounts.posts import Post, RegionPostKind
from nuangang.policy.integrations import SCOPES as GRANTS
from nuangang.policy.matrix import FIELD_CLASSES, MATRIX, NEEDS_FACTOR, Scope

SCOPES = {
    Scope.NONE: ("–", "–"),
    Scope.OWN: ("自己", "own"),
    Scope.TIED: ("结对的孩子", "tied children"),
    Scope.CLASS: ("本班", "own class"),
    Scope.GRADE: ("本年级", "own grade"),
    Scope.SCHOOL: ("全校", "whole school"),
}
KINDS = {
    "school": "学校设置", "calendar": "校历", "staff": "教职工与职务", "class": "班级",
    "child": "孩子的档案", "family": "父母、监护人、电话、父母情况", "change": "改动记录",
    "tie": "结对", "helper": "学习帮手", "pairing": "结对方案", "care_rule": "关爱规则",
    "duty": "履职与每期结果", "care_record": "关爱记录", "roster": "名册导入",
    "board": "校长看板", "county": "县级数字(没有姓名)", "audit": "谁看过、做过什么(日志)",
    "audit_rules": "日志留多久、什么算异常查看",
    "sign_in": "重置同事的第二步验证", "machine": "这台机器:备份、密钥、证书",
    "recovery_code": "备份的恢复码(一台机器只有一所学校时)",
    "integration": "对接:别的程序的令牌",
    "message": "消息和发出的短信、邮件", "channel": "短信和邮件靠什么发",
    "new_year": "新学年:升级、毕业",
    "transfer": "转学:转出和转入的档案",
    "privacy": "儿童个人信息保护的各项文书",
    "rules_publishing": "发布儿童个人信息规则",
    "consent": "监护人的同意",
    "data_request": "查阅、复制、更正、删除的申请",
    "retention": "保存期限到了的处理",
    "clearance": "准入查询、培训、承诺书",
    "raised": "情况反映:写,和知道有没有人收到",
    "concern": "情况反映的内容和处理",
    "child_name": "反映情况时可以点名的孩子(只有姓名和班级)",
    "sealed_trace": "密封记录:知道有、谁保管、哪一天",
    "follow_up": "心理辅导:只知道在跟进",
    "counselling": "心理辅导记录的内容",
    "legal": "法律援助记录的内容",
    "glass": "应急查看:登记和查看(改=应急打开)",
    "glass_review": "应急查看的每月审签",
}  # fmt: skip
SHOWN = {
    "clear": ("看得到", "clear"),
    "masked": ("遮住,说明原因可看", "masked, opened with a reason"),
}
CLASSES = {"identity": "证件号码", "contact": "电话和住址", "family": "家庭情况", "health": "健康"}
TOKENS = """
## 对接的令牌 · Tokens of other programs

令牌最多能做到负责人自己能做的,再减去没给它的;没给的字段一律不给(空)。
A token may at most what the person it acts for may, less what it was not given; fields not given are null.

| | |
|---|---|
"""
HEAD = """# 谁能看、谁能改 · Who may see and change what

由 `nuangang access-doc` 从 `src/nuangang/policy/matrix.py` 生成,测试会比对。没写的就是不能。
Made by `nuangang access-doc` from the matrix and compared by a test. What isn't named is nothing.

学校里每位教职工另有“教职工”一行的权限;看不到的东西等于不存在(404)。
Everybody employed has the row *Staff* too; what one may not see does not exist (404).

“结对的孩子”也包括因职务或被点名而要为其做一件事的孩子,这一项停了或换了人就看不到。家庭情况和电话只在要做的事是联系家里
(打电话、家访、写信、见面)时才看得到。
*Tied children* are also those to whom somebody owes a duty by post or by name, until it is closed or handed on; their family and
its numbers only when what is owed turns to the family (a call, a visit, a letter, a meeting).
"""


class Command(BaseCommand):
    """Print docs/access.md."""

    help = "Print who may see and change what, as docs/access.md keeps it."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the document."""
        self.stdout.write(access_doc(), ending="")


def access_doc() -> str:
    """Return docs/access.md."""
    parts = [HEAD]
    for kind, row in MATRIX.items():
        parts.append(f"\n## {KINDS[kind]} · `{kind}`\n\n| | 看 read | 改 write |\n|---|---|---|\n")
        parts += [
            f"| {_role(role)} | {_scope(r)} | {_scope(w)} |\n" for role, (r, w) in row.items()
        ]
    parts.append("\n## 字段 · Fields\n\n| | |\n|---|---|\n")
    for field, shown in FIELD_CLASSES.items():
        told = "; ".join(f"{_role(role)}: {' '.join(SHOWN[how])}" for role, how in shown.items())
        parts.append(f"| {CLASSES[field]} · `{field}` | {told} |\n")
    needed = "、".join(sorted(map(_role, NEEDS_FACTOR)))
    parts.append(f"\n## 第二步验证 · Second step at sign-in\n\n必须有 needed: {needed}\n")
    return "".join([*parts, TOKENS, *(f"| `{name}` | {_given(name)} |\n" for name in GRANTS)])


def _given(name: str) -> str:
    """Return what a token's scope leaves of the rights of the person it acts for."""
    rights = [f"`{kind}` {to}" for kind, to in sorted(GRANTS[name].rights)]
    return ", ".join([*rights, *(f"fields `{each}`" for each in sorted(GRANTS[name].fields))])


def _role(role: str) -> str:
    names = {**dict(Post.choices), **dict(RegionPostKind.choices)}
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(str(names[role]))
    return " ".join(said)


def _scope(scope: Scope) -> str:
    return " ".join(dict.fromkeys(SCOPES[scope]))
