"""A care rule as one sentence: “班主任每两周为每个父母都外出的孩子做“电话”1 次”."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from nuangang.accounts.posts import Post
from nuangang.care.models import CareRule, kind_label
from nuangang.care.standing import cadence_of_rule
from nuangang.care.wording import cadence_label, often_in_words
from nuangang.people.models import Child, ChildGroup

NAMES_SHOWN = 3


def rule_name(rule: CareRule) -> str:
    """Return what a rule is called while nobody has named it: “每个教学周谈心”."""
    words = {"often": often_in_words(cadence_of_rule(rule)), "what": kind_label(rule.kind)}
    return (_("%(what)s, %(often)s") % words)[:60]


def in_words(rule: CareRule, names: Mapping[str, str] | None = None) -> str:
    """Return the whole promise as a sentence; `names` are those of staff and classes by id."""
    words = {
        "who": _who(rule, names or {}),
        "often": often_in_words(cadence_of_rule(rule)),
        "whom": _whom(rule, names or {}),
        "what": kind_label(rule.kind),
        "times": _times(rule),
    }
    return _("%(who)s: %(what)s for %(whom)s, %(often)s, %(times)s") % words


def _listed(words: Any) -> str:
    return pgettext("joins a list", ", ").join(map(str, words))


def _who(rule: CareRule, names: Mapping[str, str]) -> str:
    owing = rule.owing
    if rule.owed_by == CareRule.OwedBy.POSTS:
        who = _listed(Post(post).label for post in owing.get("posts", ()))
    elif rule.owed_by == CareRule.OwedBy.PEOPLE:
        who = _listed(names.get(pk, "?") for pk in owing.get("staff", ()))
    else:
        who = str(CareRule.OwedBy(rule.owed_by).label)
    only = {
        "party": _("%(who)s (party members)"),
        "inside": _("%(who)s (the school's own staff)"),
        "outside": _("%(who)s (from outside)"),
    }.get(owing.get("only", ""))
    who = only % {"who": who} if only else who
    return _("each %(who)s") % {"who": who} if rule.owed == CareRule.Owed.PER_ADULT else who


def _whom(rule: CareRule, names: Mapping[str, str]) -> str:
    children = _children(rule.children, names)
    match rule.owed:
        case CareRule.Owed.PER_CHILD:
            return _("each of %(children)s") % {"children": children}
        case CareRule.Owed.PER_ADULT:
            return children
        case CareRule.Owed.PER_SCHOOL:
            return _("the whole school") if rule.children.get("who") == "all" else children
    groups = {
        CareRule.Owed.PER_CLASS: _("each class with %(children)s"),
        CareRule.Owed.PER_GRADE: _("each grade with %(children)s"),
        CareRule.Owed.PER_DORM: _("each dormitory with %(children)s"),
        CareRule.Owed.PER_VILLAGE: _("each village with %(children)s"),
    }
    return groups[CareRule.Owed(rule.owed)] % {"children": children}


def _children(wanted: Mapping[str, Any], names: Mapping[str, str]) -> str:
    who = {
        "both": _("children with both parents away"),
        "one": _("children with one parent away"),
        "all": _("all children"),
    }.get(wanted.get("who", ""), _("left-behind children"))
    limits = [text for part in _limits(wanted, names) if (text := str(part))]
    return _("%(who)s (%(limits)s)") % {"who": who, "limits": _listed(limits)} if limits else who


def _limits(wanted: Mapping[str, Any], names: Mapping[str, str]) -> list[Any]:
    boarding = {True: _("boarders"), "no": _("day pupils")}.get(wanted.get("boarding"), "")
    groups = dict(ChildGroup.Kind.choices)
    return [
        boarding,
        Child.Gender(wanted["gender"]).label if wanted.get("gender") else "",
        _("new this school year") if wanted.get("new") else "",
        _("with special needs") if wanted.get("special_needs") else "",
        *(_("grade %(grade)d") % {"grade": grade} for grade in wanted.get("grades", ())),
        *(names.get(pk, "") for pk in wanted.get("classes", ())),
        *(groups.get(name, name.removeprefix("own:")) for name in wanted.get("groups", ())),
        _named(len(wanted.get("named", ()))),
    ]


def _named(count: int) -> str:
    text = ngettext("%(count)d child by name", "%(count)d children by name", count)
    return text % {"count": count} if count else ""


def _times(rule: CareRule) -> str:
    if rule.share == 100:
        return _("every one of them")
    if rule.share:
        return _("%(share)d%% of them") % {"share": rule.share}
    if rule.counting == CareRule.Counting.CHILDREN:
        each = ngettext("%(count)d child", "%(count)d children", rule.count)
    elif rule.counting == CareRule.Counting.DAYS and rule.count > 1:
        each = ngettext("on %(count)d day", "on %(count)d days", rule.count)
    else:
        each = ngettext("%(count)d time", "%(count)d times", rule.count)
    said = each % {"count": rule.count}
    if rule.at_most and rule.at_most > rule.count:
        return _("%(said)s (up to %(most)d)") % {"said": said, "most": rule.at_most}
    return said


def often_label(rule: CareRule) -> str:
    """Return how often and how many times, in the fewest words."""
    cadence = cadence_of_rule(rule)
    return f"{often_in_words(cadence)} · {_times(rule)}" if rule.share else cadence_label(cadence)
