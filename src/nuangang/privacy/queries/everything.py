"""Everything kept about one child for its family to read, and what it is not given."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, QuerySet, UUIDField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.care.kinds import ASPECTS
from nuangang.care.models import CareRecord, Excuse
from nuangang.people.file_forms import ID_TYPES
from nuangang.people.history import about, field_name, value_in_words
from nuangang.people.models import (
    Change,
    Child,
    ChildGroup,
    Consent,
    Contact,
    Kin,
    ParentFact,
    Relative,
    Tie,
)
from nuangang.people.purposes import BY_CODE, FIELD_PURPOSE
from nuangang.people.staff_queries import school_year_on
from nuangang.privacy.data_map import DATA_MAP, MACHINE
from nuangang.privacy.field_words import words_of
from nuangang.privacy.forgetting import messages_about, of_child
from nuangang.privacy.models import DataRequest, Forgetting, Hold
from nuangang.privacy.school_settings import privacy_settings

Row = list[tuple[str, str]]
# model of the data map → its rows about a child, which the family is handed
HANDED_OUT: dict[str, Callable[[Child], Iterable[Any]]] = {
    "people.Child": lambda child: [child],
    "people.Relative": of_child(Relative),
    "people.Contact": lambda child: of_child(Contact)(child).order_by("call_order"),
    "people.ParentFact": of_child(ParentFact),
    "people.ChildGroup": of_child(ChildGroup),
    "people.Tie": lambda child: of_child(Tie)(child).order_by("since"),
    "people.Consent": lambda child: of_child(Consent)(child).order_by("recorded_at"),
    "people.Change": lambda child: of_child(Change)(child).order_by("at"),
    "care.CareRecord": lambda child: of_child(CareRecord)(child).order_by("-happened_on"),
    "care.Excuse": of_child(Excuse),
    "privacy.DataRequest": lambda child: of_child(DataRequest)(child).order_by("asked_on"),
    "privacy.Hold": of_child(Hold),
    "privacy.Forgetting": of_child(Forgetting),
    "notify.Message": lambda child: messages_about(child).order_by("queued_at"),
}


def _kin(text: str) -> str:
    return str(Kin(text).label) if text in Kin.values else text


# (model, column) → its value in words, where the field itself doesn't know them
WORDED: dict[tuple[str, str], Callable[[Any], str]] = {
    ("people.Child", "id_type"): lambda row: dict(ID_TYPES).get(row.id_type, row.id_type),
    ("people.Child", "klass"): lambda row: row.klass.name_on(school_year_on(timezone.localdate())),
    ("people.ParentFact", "value"): lambda row: row.value_label,
    ("people.Consent", "kin"): lambda row: _kin(row.kin),
    ("people.Consent", "purpose"): lambda row: BY_CODE[row.purpose].title,
    ("people.Change", "object_label"): about,
    ("people.Change", "field"): field_name,
    ("people.Change", "before"): lambda row: value_in_words(row, row.before),
    ("people.Change", "after"): lambda row: value_in_words(row, row.after),
    ("care.CareRecord", "aspects"): lambda row: "、".join(
        str(ASPECTS.get(name, name)) for name in row.aspects
    ),
    ("care.CareRecord", "with_whom"): lambda row: _kin(row.with_whom),
    ("privacy.DataRequest", "asker"): lambda row: _kin(row.asker),
}
SEALED = gettext_lazy(
    "concerns, incidents, counselling and legal notes that the law keeps sealed, and who opened them"
)
ASK = gettext_lazy("who opened the file and to whom data were given (ask the head)")
OTHERS = gettext_lazy(
    "what tells of other children too: photos of care (ask to be shown them), records of a class"
)
WORK = gettext_lazy("how the school plans and counts its own work")
# model of the data map → why the family isn't handed it
WITHHELD: dict[str, Any] = {
    "wellbeing.Concern": SEALED,
    "wellbeing.ConcernChild": SEALED,
    "wellbeing.ConcernStep": SEALED,
    "wellbeing.SealedNote": SEALED,
    "wellbeing.CounsellingWords": SEALED,
    "wellbeing.LegalWords": SEALED,
    "wellbeing.Glass": SEALED,
    "wellbeing.GlassEvent": SEALED,
    "incidents.Incident": SEALED,
    "incidents.IncidentChild": SEALED,
    "incidents.IncidentStep": SEALED,
    "incidents.Deadline": SEALED,
    "incidents.Escalation": SEALED,
    "incidents.FollowUp": SEALED,
    "incidents.IncidentReport": SEALED,
    "incidents.ReportHanding": SEALED,
    "incidents.SeenLink": SEALED,
    "audit.Entry": ASK,
    "privacy.Sharing": ASK,
    "privacy.Breach": ASK,
    "privacy.BreachStep": ASK,
    "privacy.PublicList": ASK,
    "care.Photo": OTHERS,
    "care.SharedRecord": OTHERS,
    "mentoring.HelperPair": OTHERS,
    "intake.Batch": OTHERS,
    "care.Duty": WORK,
    "care.PeriodResult": WORK,
    "care.LetGo": WORK,
    "care.Beside": WORK,
    "mentoring.Plan": WORK,
    "mentoring.PlannedPair": WORK,
    "people.KeptPart": WORK,
    "intake.BatchStep": WORK,
    "notify.Answer": WORK,
    "notify.Try": WORK,
    "privacy.ConsentLink": WORK,
    "accounts.Session": WORK,
}


def handed_out(model: str, rows: Callable[[Child], Iterable[Any]]) -> None:
    """Add a model of an app above to what the family is handed."""
    HANDED_OUT[model] = rows


def kept_back(model: str, why: Any) -> None:
    """Add a model of an app above to what the family isn't handed."""
    WITHHELD[model] = why


def family_copy(actor: Any, child: Child) -> dict[str, Any]:
    """Return what the page and the file of everything kept about a child say."""
    return {
        "child": child,
        "kinds": everything_about(child),
        "withheld": list(dict.fromkeys(WITHHELD.values())),
        "at": timezone.localtime(),
        "actor": actor,
        "charge": privacy_settings(actor.school),
    }


def everything_about(child: Child) -> list[tuple[str, list[Row]]]:
    """Return all that is kept about a child: for each kind its rows, as (field, value) in words.

    Read for the family, whoever hands it out: every column of the data map that isn't the program's
    own, and of what waits for a consent only what has one.
    """
    return [
        (str(title), _in_words(model, groups, child))
        for model, (title, groups) in DATA_MAP.items()
        if model in HANDED_OUT
    ]


def _in_words(model: str, groups: list[tuple[str, str, str]], child: Child) -> list[Row]:
    fields = [
        apps.get_model(model)._meta.get_field(name)
        for purpose, field_class, columns in groups
        if field_class != MACHINE and _may_be_used(purpose, child)
        for name in columns.split()
    ]
    rows = HANDED_OUT[model](child)
    people = [field.name for field in fields if field.is_relation]
    if people and isinstance(rows, QuerySet):
        rows = rows.select_related(*people)
    return [_row(row, fields) for row in rows if _may_be_told(row, child)]


def _may_be_used(purpose: str, child: Child) -> bool:
    return not BY_CODE[purpose].optional or child.may_use(purpose)


def _may_be_told(row: Any, child: Child) -> bool:
    """Say whether no consent is missing for what a change was about."""
    purpose = FIELD_PURPOSE.get((row.kind, row.field)) if isinstance(row, Change) else None
    return purpose is None or child.may_use(purpose)


def _row(row: Any, fields: list[Any]) -> Row:
    told = [(words_of(field), _worded(row, field)) for field in fields]
    return [(words, value) for words, value in told if value]


def _worded(row: Any, field: Field) -> str:  # type: ignore[type-arg]
    if isinstance(field, UUIDField):
        return ""  # names a picture, which goes along as a file of its own
    value = getattr(row, field.name)
    if value in (None, "", [], {}):
        return ""
    if in_words := WORDED.get((row._meta.label, field.name)):
        return str(in_words(row))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(row, f"get_{field.name}_display"):
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value)
