"""Drawing up a list for the public, saying yes to it, and taking it down."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.people.models import Child
from nuangang.people.models.children import GRADE_NAMES
from nuangang.people.staff_queries import school_year_on
from nuangang.privacy.actions.sharing import note_sharing
from nuangang.privacy.listing import CLASS, COLUMNS, GRADE, SCHOOL, faults, hidden
from nuangang.privacy.models import PublicList, Sharing

MOST = 5000


@transaction.atomic
def draw_up(actor: Any, fields: dict[str, Any], children: list[Child]) -> PublicList:
    """Keep a list of these children with the allowed columns; nobody sees it before a second yes.

    Raises ValidationError where something in it may not stand in public.
    """
    made = PublicList(
        school_id=actor.school_id, made_by_id=actor.staff_id, made_at=timezone.now(), **fields
    )
    made.children = [str(child.pk) for child in children]
    made.rows = [_row(child, made, actor.school) for child in children]
    if wrong := faults(made.rows, made.title, made.purpose):
        raise ValidationError(wrong[0])
    made.save(force_insert=True)
    about: dict[str, Any] = {"object_id": made.pk, "label": made.title, "count": len(children)}
    record(actor, "public_list_made", kind="public_list", **about)
    return made


def _row(child: Child, made: PublicList, school: School) -> dict[str, str]:
    """Return the cells of one child; what is not an allowed column is not in it."""
    year = school_year_on(timezone.localdate())
    klass = child.klass.name_on(year) if child.klass else ""
    grade = child.klass.grade_on(year) if child.klass else 0
    cells = {
        SCHOOL: school.name,
        GRADE: _grade(grade),
        CLASS: klass,
    }
    named = {"name": hidden(child.name) if made.hide_name else child.name}
    return named | {column: cells[column] for column in COLUMNS if column in made.columns}


def _grade(grade: int) -> str:
    """Return a grade as it is said: 九年级."""
    if not 1 <= grade <= 9:
        return ""
    number = GRADE_NAMES[grade] if (get_language() or "").startswith("zh") else grade
    return _("grade %(number)s") % {"number": number}


@transaction.atomic
def say_yes(actor: Any, made: PublicList) -> None:
    """Let the list be seen in public, and note it in the sharing register.

    Raises ValidationError for who drew it up, and for a list whose time is over. A second yes
    changes nothing.
    """
    if made.made_by_id == actor.staff_id:
        raise ValidationError(_("Somebody else has to say yes; you drew this list up yourself."))
    if made.until < timezone.localdate():
        raise ValidationError(_("The last day of this list is over. Draw up a new one."))
    rows = PublicList.objects.filter(school_id=actor.school_id, pk=made.pk)
    waiting = rows.filter(approved_at=None, ended_at=None)
    if not waiting.update(approved_by_id=actor.staff_id, approved_at=timezone.now()):
        return
    record(actor, "public_list_approved", kind="public_list", object_id=made.pk, label=made.title)
    fields = {
        "to": Sharing.To.PUBLIC,
        "to_name": made.title,
        "data": [Sharing.Data.NAMES],
        "whom": Sharing.Whom.SOME,
        "klass": None,
        "children": made.children,
        "why": made.purpose,
        "basis": Sharing.Basis.LAW,
        "paper": _("in public until %(day)s") % {"day": made.until.isoformat()},
        "on": timezone.localdate(),
    }
    note_sharing(actor, fields)


@transaction.atomic
def take_down(actor: Any, made: PublicList) -> None:
    """End a list today; doing it twice changes nothing."""
    rows = PublicList.objects.filter(school_id=actor.school_id, pk=made.pk, ended_at=None)
    if rows.update(ended_by_id=actor.staff_id, ended_at=timezone.now()):
        record(actor, "public_list_ended", kind="public_list", object_id=made.pk, label=made.title)
