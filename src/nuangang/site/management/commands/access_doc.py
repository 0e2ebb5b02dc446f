"""nuangang access-doc: the public promise of who may see what, made from the matrix."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from nuangang.accounts.posts import APART, Post, RegionPostKind
from nuangang.audit.verbs import sentence
from nuangang.policy.integrations import SCOPES as GRANTS
from nuangang.policy.matrix import (
    FIELD_CLASSES,
    FIELD_REACH,
    HIDDEN,
    MATRIX,
    NEEDS_FACTOR,
    Scope,
)
from nuangang.policy.words import CLASSES, EN, EXPORTS, JOBS, KINDS, MANY, SCOPES, SHOWN, WHEN, ZH

LANGUAGES = {"en": EN, "zh": ZH}
FILES = {"en": "access.md", "zh": "access.zh-CN.md"}
GETTEXT = {"en": "en", "zh": "zh-hans"}
ROLES = [*Post.values, *RegionPostKind.values]

HEADS = (
    """# 谁能看、谁能改

[English](access.md)

由 `nuangang access-doc --language zh` 从 `src/nuangang/policy/matrix.py` 生成，测试会比对。没写的就是不能。

- 看不到的东西等于不存在（404）；看得到但不能改是 403。
- 学校里每位教职工在职务之外都有“教职工”的权限；校外的人（村干部、志愿者）只有“校外代理家长”的权限。
- 职务担任多久，权限就有多久；结对存续多久，对这个孩子的权限就有多久。两者都有起止日期和批准人，每学期核对一次。
- “结对的孩子”也包括因职务或被点名而要为其做一件事的孩子，这一项停了或换了人就看不到。家庭情况和电话只在要做的事是联系家里
  （打电话、家访、写信、见面）时才看得到。
- 值班教师和替班的人在自己值班的时候，看得到、也能处理学校正在进行的突发情况，但心理危机和强制报告除外。
- 县级人员只看数字，没有姓名；县级专管员另外可以定突发情况的县级规则，并看到报到县里的突发情况：没有上报人、没有经过的文字，孩子姓名说明原因才看得到，演练从不上报。
""",
    """# Who may see and change what

[中文](access.zh-CN.md)

Made by `nuangang access-doc --language en` from `src/nuangang/policy/matrix.py` and compared by a test. What isn't
named is nothing.

- What one may not see does not exist (404); what one may see but not change is a 403.
- Everybody employed by the school has the rights of *Staff* beside those of their posts; people from outside (village
  cadres, volunteers) have those of *Outside mentor* alone.
- A right lasts as long as the post is held, a right over a child as long as the tie holds. Both are dated, say who
  approved them, and are gone through once a term.
- *Tied children* are also those to whom somebody owes a duty by post or by name, until it is closed or handed on;
  their family and its numbers only when what is owed turns to the family (a call, a visit, a letter, a meeting).
- Whoever is on duty by the rota, and who stands in, sees and leads the incidents that run meanwhile, but neither a
  crisis of mind nor a report of harm.
- The county sees figures, no names; a county officer also sets the county's rules for incidents, and sees
  those sent on to the county: no reporter, no words, children's names after a reason, never a drill.
""",
)
TITLES = {
    "kinds": ("各类记录", "Kinds of record"),
    "post": ("职务", "Post"),
    "read": ("看", "Read"),
    "write": ("改", "Write"),
    "classes": ("字段的类别", "Classes of field"),
    "classes_told": (
        "姓名和班级不属于任何一类：够得着这个孩子的人都看得到；没有“日常档案”的职务（校外代理家长、任课教师、财务人员）只看得到这些。"
        "每一格只对该职务自己够得着的孩子有效。遮住的内容要说明原因才看得到，只看一次，记录在案；遮住的电话可以直接拨打，拨打也会记下。"
        "网页、接口、导出和打印都按这张表。",
        "Name and class are in none: whoever reaches a child reads them, and posts without the everyday file (outside "
        "mentors, subject teachers, money keepers) read nothing else. Each cell holds for those children alone whom "
        "that very post reaches. What is masked opens with a reason, once, and is recorded; a masked number can be "
        "dialled without being shown, and that is recorded too. Pages, the API, exports and prints follow this table.",
    ),
    "reached": ("按“%s”够得着的范围", "reached as in “%s”"),
    "posts": ("各个职务", "Post by post"),
    "nothing": ("没有特别的权限。", "No right of its own."),
    "apart": ("不能由一个人兼任", "Never held by one person"),
    "factor": ("登录要第二步验证", "Second step at sign-in"),
    "tokens": ("别的程序的令牌", "Tokens of other programs"),
    "tokens_told": (
        "令牌最多能做到负责人自己能做的，再减去没给它的；没给的字段一律不给（空）。",
        "A token may at most what the person it acts for may, less what it was not given; fields not given are null.",
    ),
    "taken": ("能带出去的", "What can be taken out"),
    "taken_told": (
        "每一样在日志里都有自己的一句话。“要说明用途”的，先写清楚拿去做什么才打得开。",
        "Each has its own sentence in the log. Where the use is asked for, nothing opens before it was said.",
    ),
    "sentence": ("日志里怎么写", "What the log says"),
    "of_whom": ("谁的", "About whom"),
    "many": ("许多孩子或许多人", "many"),
    "one": ("一个孩子", "one child"),
    "asked": ("要说明用途", "The use is asked for"),
    "yes": ("是", "yes"),
    "jobs": ("系统自己做的事", "What the clock does by itself"),
    "jobs_told": (
        "这些事不会让谁多看到什么；碰到哪几类记录写在后面。",
        "None of it lets anybody see more; which kinds of record it reads or changes stands beside it.",
    ),
    "job": ("做什么", "Work"),
    "when": ("什么时候", "When"),
    "touched": ("碰到哪些记录", "Kinds of record"),
    "fields": ("字段", "fields"),
    "colon": ("：", ": "),
    "comma": ("、", ", "),
    "stop": ("；", "; "),
}


class Command(BaseCommand):
    """Print docs/access.md or its Chinese sister."""

    help = "Print who may see and change what, as docs/ keeps it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the language."""
        parser.add_argument("--language", choices=[*LANGUAGES], default="en", help="en or zh")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the document."""
        self.stdout.write(access_doc(options["language"]), ending="")


def access_doc(language: str) -> str:
    """Return the document in one language, en or zh."""
    with translation.override(GETTEXT[language]):
        return _Document(LANGUAGES[language]).text()


class _Document:
    def __init__(self, language: int) -> None:
        self.language = language
        self.names = {**dict(Post.choices), **dict(RegionPostKind.choices)}

    def text(self) -> str:
        parts = [HEADS[self.language], self._kinds(), self._classes(), self._posts()]
        parts += [self._apart(), self._factor(), self._tokens(), self._taken(), self._jobs()]
        return "".join(parts)

    def said(self, name: str) -> str:
        return TITLES[name][self.language]

    def role(self, role: str) -> str:
        return str(self.names[role])

    def title(self, name: str) -> str:
        return f"\n## {self.said(name)}\n\n"

    def _kinds(self) -> str:
        head = [self.said(name) for name in ("post", "read", "write")]
        parts = [f"\n## {self.said('kinds')}\n"]
        for kind, row in MATRIX.items():
            parts.append(f"\n### {KINDS[kind][self.language]} · `{kind}`\n\n{_row(head)}{_rule(3)}")
            parts += [
                _row([self.role(role), *(SCOPES[scope][self.language] for scope in scopes)])
                for role, scopes in row.items()
            ]
        return "".join(parts)

    def _classes(self) -> str:
        roles = [role for role in ROLES if any(role in row for row in FIELD_CLASSES.values())]
        head = [self.said("post"), *(f"`{name}`" for name in FIELD_CLASSES)]
        parts = [self.title("classes"), self.said("classes_told"), "\n\n"]
        for name in FIELD_CLASSES:
            reached = self.said("reached") % KINDS[FIELD_REACH[name]][self.language]
            parts.append(f"- `{name}` {CLASSES[name][self.language]} ({reached})\n")
        parts += ["\n", _row(head), _rule(len(head))]
        for role in roles:
            shown = [row.get(role, HIDDEN) for row in FIELD_CLASSES.values()]
            parts.append(_row([self.role(role), *(SHOWN[how][self.language] for how in shown)]))
        return "".join(parts)

    def _posts(self) -> str:
        parts = [self.title("posts")]
        for role in ROLES:
            told = [self._right(kind, row[role]) for kind, row in MATRIX.items() if role in row]
            rights = self.said("stop").join(each for each in told if each)
            parts.append(f"- **{self.role(role)}** {rights or self.said('nothing')}\n")
        return "".join(parts)

    def _right(self, kind: str, scopes: tuple[Scope, Scope]) -> str:
        named = zip(("read", "write"), scopes, strict=True)
        told = [f"{self.said(to)} {SCOPES[scope][self.language]}" for to, scope in named if scope]
        comma, colon = self.said("comma"), self.said("colon")
        return f"{KINDS[kind][self.language]}{colon}{comma.join(told)}" if told else ""

    def _apart(self) -> str:
        lines = [f"- {self.role(one)} + {self.role(other)}\n" for one, other in APART]
        return "".join([self.title("apart"), *lines])

    def _factor(self) -> str:
        needed = [self.role(role) for role in ROLES if role in NEEDS_FACTOR]
        return f"{self.title('factor')}{self.said('comma').join(needed)}\n"

    def _tokens(self) -> str:
        parts = [self.title("tokens"), self.said("tokens_told"), "\n\n| | |\n|---|---|\n"]
        return "".join([*parts, *(_row([f"`{name}`", self._given(name)]) for name in GRANTS)])

    def _taken(self) -> str:
        head = [self.said(name) for name in ("sentence", "of_whom", "asked")]
        parts = [self.title("taken"), self.said("taken_told"), "\n\n", _row(head), _rule(3)]
        for key, (of_whom, _view, asked) in EXPORTS.items():
            verb, _slash, kind = key.partition("/")
            said = sentence(verb, kind, it="…", object_id=None, detail={"count": "…"})
            whom = self.said("many" if of_whom == MANY else "one")
            parts.append(_row([said, whom, self.said("yes") if asked == "reason" else "–"]))
        return "".join(parts)

    def _jobs(self) -> str:
        head = [self.said(name) for name in ("job", "when", "touched")]
        parts = [self.title("jobs"), self.said("jobs_told"), "\n\n", _row(head), _rule(3)]
        for when, touched, *words in JOBS.values():
            kinds = self.said("stop").join(KINDS[kind][self.language] for kind in touched.split())
            parts.append(_row([words[self.language], WHEN[when][self.language], kinds]))
        return "".join(parts)

    def _given(self, name: str) -> str:
        """Return what a token's scope leaves of the rights of the person it acts for."""
        rights = [f"`{kind}` {self.said(to)}" for kind, to in sorted(GRANTS[name].rights)]
        fields = [f"{self.said('fields')} `{each}`" for each in sorted(GRANTS[name].fields)]
        return self.said("comma").join([*rights, *fields])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _rule(columns: int) -> str:
    return "|---" * columns + "|\n"
