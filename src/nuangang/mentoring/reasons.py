"""Words for why a pair was made and for what can't hold."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def reason_text(code: str, params: Mapping[str, int] | None = None) -> str:
    """Say in a few words why a pair was made; codes and numbers as in `pairs.Reason`."""
    numbers = params or {}
    texts = {
        "locked": lambda: _("locked by hand"),
        "kept": lambda: _kept(numbers.get("years", 0)),
        "class_teacher": lambda: pgettext("why a pair", "class teacher"),
        "teaches_class": lambda: _("teaches the class"),
        "same_village": lambda: _("same village"),
        "same_sex_boarder": lambda: _("boarder, same sex"),
        "same_gender": lambda: pgettext("why a pair", "same sex"),
        "trained": lambda: _("trained for special needs"),
        "siblings": lambda: _("together with brothers and sisters"),
        "quota": lambda: _("makes up the least of %(quota)d") % numbers,
        "even_load": lambda: _("keeps numbers even"),
    }
    return texts[code]()


def _kept(years: int) -> str:
    if years < 1:
        return _("a pair already")
    if years == 2:
        return _("a pair for two years")
    return ngettext("a pair for one year", "a pair for %(years)d years", years) % {"years": years}


def unmet_text(rule: str, count: int) -> str:
    """Say in one sentence which rule can't hold and by how many; rules as in `pairs.Unmet`."""
    texts = {
        "no_adults": ngettext(
            "%(n)d child has nobody: no one may take children.",
            "%(n)d children have nobody: no one may take children.",
            count,
        ),
        "all_forbidden": ngettext(
            "%(n)d child has nobody: everybody is ruled out for this child.",
            "%(n)d children have nobody: everybody is ruled out for them.",
            count,
        ),
        "no_room": ngettext(
            "%(n)d child has nobody: all are at their limit.",
            "%(n)d children have nobody: all are at their limit.",
            count,
        ),
        "not_paired": ngettext(
            "%(n)d child has nobody yet.", "%(n)d children have nobody yet.", count
        ),
        "lock": ngettext(
            "%(n)d locked pair can't be kept.", "%(n)d locked pairs can't be kept.", count
        ),
        "forbidden": ngettext(
            "%(n)d child is with somebody ruled out for this child.",
            "%(n)d children are with somebody ruled out for them.",
            count,
        ),
        "not_eligible": ngettext(
            "%(n)d child is with somebody who may not take children.",
            "%(n)d children are with somebody who may not take children.",
            count,
        ),
        "over_cap": ngettext(
            "Limits are too low for %(n)d child.", "Limits are too low for %(n)d children.", count
        ),
        "under_quota": ngettext(
            "%(n)d child too few for everybody to have the least number.",
            "%(n)d children too few for everybody to have the least number.",
            count,
        ),
        "even_load": ngettext(
            "Numbers can't be even: %(n)d child too many or too few with somebody.",
            "Numbers can't be even: %(n)d children too many or too few with somebody.",
            count,
        ),
    }
    return (texts.get(rule) or _broken_wish(rule, count)) % {"n": count}


def _broken_wish(rule: str, count: int) -> str:
    texts = {
        "keep": ngettext(
            "%(n)d child can't stay with the same adult.",
            "%(n)d children can't stay with the same adult.",
            count,
        ),
        "class_teacher": ngettext(
            "%(n)d child can't be with the class teacher.",
            "%(n)d children can't be with their class teachers.",
            count,
        ),
        "teaches_class": ngettext(
            "%(n)d child can't be with a teacher of the class.",
            "%(n)d children can't be with a teacher of their class.",
            count,
        ),
        "same_village": ngettext(
            "%(n)d child can't be with somebody of the same village.",
            "%(n)d children can't be with somebody of the same village.",
            count,
        ),
        "same_sex_boarder": ngettext(
            "%(n)d boarder can't be with somebody of the same sex.",
            "%(n)d boarders can't be with somebody of the same sex.",
            count,
        ),
        "same_gender": ngettext(
            "%(n)d child can't be with somebody of the same sex.",
            "%(n)d children can't be with somebody of the same sex.",
            count,
        ),
        "trained": ngettext(
            "%(n)d child with special needs can't be with a trained person.",
            "%(n)d children with special needs can't be with a trained person.",
            count,
        ),
        "siblings": ngettext(
            "%(n)d child can't be with a brother or sister.",
            "%(n)d children can't be with a brother or sister.",
            count,
        ),
    }
    return texts[rule]
