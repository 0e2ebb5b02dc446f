"""A care rule as the lead fills it in."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.care.cadences import (
    BIRTHDAY,
    TEACHING_WEEK,
    UNITS,
    CadenceError,
    cadence_of,
)
from nuangang.care.festivals import FESTIVALS, TERM_DAYS
from nuangang.care.kind import LONGEST_OWN
from nuangang.care.models import CareRule, Kind, is_kind, own_kind
from nuangang.care.promise import rule_name
from nuangang.care.rule_fields import OWING_OF, POSTS, WINDOW_OF, day_text, days_at_most, shown_for
from nuangang.care.wording import DAYS, NTH
from nuangang.people.models import Child, ChildGroup, SchoolClass
from nuangang.terms.calendar import SUMMER, WINTER

WHO = [
    ("left_behind", _("All left-behind children")),
    ("both", _("Only those whose parents are both away")),
    ("one", _("Only those with one parent away")),
    ("all", _("Every child of the school")),
]
BOARDING = [
    ("", _("Boarders and day pupils")),
    ("yes", _("Only boarders")),
    ("no", _("Only day pupils")),
]
ONLY = [
    ("", _("All of them")),
    ("party", _("Only party members")),
    ("inside", _("Only the school's own staff")),
    ("outside", _("Only people from outside the school")),
]
BREAKS = [(str(WINTER), _("Winter holiday")), (str(SUMMER), _("Summer holiday"))]
MONTHS = [(str(number), str(number)) for number in (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)]
WEEKDAYS = [(str(number), name) for number, name in enumerate(DAYS)]
MONTH_DAYS = [("", "—"), *((str(n), str(n)) for n in range(1, 32)), ("-1", _("the last day"))]
NTHS = [("", "—"), *((str(number), name) for number, name in NTH.items())]
OURS = [(k, label) for k, label in ChildGroup.Kind.choices if k != ChildGroup.Kind.OTHER]
_PLAIN = ("name", "owed_by", "owed", "unit", "every", "count", "at_most", "share", "counting")
_LISTS = ("months", "breaks", "weekdays")
_TEXTS = ("from_day", "to_day", "in_holidays", "festivals", "term_days")
_NUMBERS = ("first_weeks", "last_weeks", "before", "after")
A_YEAR = timedelta(days=366)
SEPARATORS = re.compile(r"[\s,;,、;。]+")


def _several(label: Any, choices: Any = (), help_text: Any = "") -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=help_text,
    )


def _number(label: Any, most: int, *, least: int = 1, help_text: Any = "") -> Any:
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=False, help_text=help_text
    )


def _text(label: Any, help_text: Any, most: int = 200) -> Any:
    return forms.CharField(label=label, required=False, help_text=help_text, max_length=most)


def _choice(label: Any, choices: Any) -> Any:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class RuleForm(forms.Form):
    """Who owes what to whom, how often, how many times, and what counts as done."""

    asked_when_shown = ("posts", "staff", "kind", "festivals")
    owed_by = forms.ChoiceField(label=_("Who owes it"), choices=CareRule.OwedBy.choices)
    posts = _several(_("Which posts"), POSTS)
    staff = _several(_("Who"))
    only = _choice(_("Of them"), ONLY)
    kind = forms.ChoiceField(label=_("What"), choices=Kind.choices, required=False)
    own_kind = forms.CharField(
        label=_("or something of our own"),
        max_length=LONGEST_OWN,
        required=False,
        help_text=_("such as: birthday wishes, reading, screening. It joins the record form."),
    )
    unit = forms.ChoiceField(
        label=_("How often"), choices=list(UNITS.items()), initial=TEACHING_WEEK
    )
    every = _number(_("Every how many"), 400)
    weekdays = _several(_("Which days of the week"), WEEKDAYS)
    month_day = _choice(_("Which day of the month"), MONTH_DAYS)
    nth = _choice(_("or the"), NTHS)
    nth_day = _choice(_("day of the week"), [("", "—"), *WEEKDAYS])
    festivals = _several(_("Festivals"), list(FESTIVALS.items()))
    term_days = _several(_("Days of the term"), list(TERM_DAYS.items()))
    dates = _text(_("Other days"), _("month-day, such as 03-05, 05-25; with a year for once only"))
    before = _number(_("It counts from so many days before"), 60, least=0)
    after = _number(_("until so many days after"), 60, least=0)
    weeks = _text(_("Only in these teaching weeks"), _("such as 1, 10; -1 is the term's last"), 60)
    count = forms.IntegerField(label=_("How many times"), min_value=1, max_value=99, initial=1)
    at_most = _number(_("and up to"), 99)
    share = _number(
        _("or of all these children so many in a hundred"),
        100,
        help_text=_("100: every one of them, each counted once"),
    )
    owed = forms.ChoiceField(label=_("For whom it is counted"), choices=CareRule.Owed.choices)
    counting = forms.ChoiceField(
        label=_("What is counted"), choices=CareRule.Counting.choices, required=False
    )
    who = forms.ChoiceField(label=_("Which children"), choices=WHO, widget=forms.RadioSelect)
    boarding = _choice(_("Boarders"), BOARDING)
    gender = _choice(_("Boys or girls"), [("", _("Boys and girls")), *Child.Gender.choices])
    grades = _several(_("Only these grades"))
    classes = _several(_("Only these classes"))
    groups = _several(_("Only these groups"), help_text=_("Whoever is in any of them."))
    new = forms.BooleanField(label=_("Only those new this school year"), required=False)
    special_needs = forms.BooleanField(label=_("Only those with special needs"), required=False)
    named = _text(_("Only these children"), _("Names, with commas between them"), 2000)
    proofs = _several(
        _("What counts as done"), help_text=_("Nothing chosen: only that kind itself.")
    )
    months = _several(_("Only in these months"), MONTHS)
    breaks = _several(_("Only in these holidays"), BREAKS)
    first_weeks = _number(_("Only in the first weeks"), 30)
    last_weeks = _number(_("Only in the last weeks"), 30)
    from_day = _text(_("From (month-day)"), _("such as 12-15"), 5)
    to_day = _text(_("To (month-day)"), _("such as 02-28"), 5)
    in_holidays = forms.BooleanField(label=_("In the holidays as well"), required=False)
    name = forms.CharField(
        label=_("What it is called"),
        max_length=60,
        required=False,
        help_text=_("Empty: how often and what, such as “A talk every week”."),
    )
    since = forms.DateField(
        label=_("From when on"),
        widget=forms.DateInput,
        help_text=_(
            "With the term's first day, the whole term counts; what was not done is missed."
        ),
    )

    def __init__(
        self,
        *args: Any,
        classes: list[SchoolClass],
        year: int,
        kinds: Sequence[tuple[str, Any]] = (),
        staff: Sequence[tuple[UUID, str]] = (),
        own_groups: Sequence[str] = (),
        find: Callable[[list[str]], dict[str, list[UUID]]] = lambda _names: {},
        earliest: date | None = None,
        fixed: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.find, self.earliest = find, earliest
        kinds = kinds or Kind.choices
        self._choose("kind", kinds)
        self._choose("proofs", kinds)
        self._choose("classes", [(str(k.pk), k.name_on(year)) for k in classes])
        grades = sorted({k.grade_on(year) for k in classes} | set(range(1, 10)))
        self._choose("grades", [(str(grade), str(grade)) for grade in grades])
        self._choose("staff", [(str(pk), name) for pk, name in staff])
        self._choose("groups", [*OURS, *((f"own:{name}", name) for name in own_groups)])
        if fixed:
            del self.fields["since"]

    def _choose(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def shown(self) -> set[str]:
        """Return which of the fields that depend on others are to be shown now."""
        unit, owed_by, owed = (
            str(self[name].value() or "") for name in ("unit", "owed_by", "owed")
        )
        return shown_for(unit, owed_by, owed or CareRule.Owed.PER_CHILD)

    @property
    def narrowed(self) -> bool:
        """Say whether something narrows the children, or is wrong there."""
        names = (
            "boarding",
            "gender",
            "grades",
            "classes",
            "groups",
            "new",
            "special_needs",
            "named",
        )
        return any(self[name].value() or self[name].errors for name in names)

    def clean_since(self) -> date:
        """Refuse to begin before the term: nobody could have known."""
        day = self.cleaned_data["since"]
        if self.earliest and day < self.earliest:
            raise ValidationError(_("A rule can begin with the running term at the earliest."))
        if self.earliest and day > self.earliest + A_YEAR:
            raise ValidationError(_("This is more than a year ahead. Is the year right?"))
        return day

    def clean_own_kind(self) -> str:
        """Refuse a name that can't be shown on a chip."""
        name = self.cleaned_data["own_kind"].strip()
        plain = any(map(str.isalnum, name)) and not set(name) & set("<>{}")
        if name and not (plain and is_kind(own_kind(name))):
            raise ValidationError(_("Use letters and figures only."))
        return name

    def clean_weeks(self) -> list[int]:
        """Read the numbers of weeks."""
        return self._read("weeks", int, _("Write numbers such as 1, 10, or -1 for the last week."))

    def clean_dates(self) -> list[str]:
        """Read the days, however their month and day are parted."""
        return self._read("dates", day_text, _("Write days such as 03-05 or 2027-03-05."))

    def _read(self, name: str, read: Callable[[str], Any], problem: Any) -> list[Any]:
        parts = [part for part in SEPARATORS.split(self.cleaned_data[name]) if part]
        try:
            return [read(part) for part in parts]
        except ValueError:
            raise ValidationError(problem) from None

    def clean_named(self) -> list[str]:
        """Return the ids of the children named; says which name is not known or not alone."""
        names = [n for n in SEPARATORS.split(self.cleaned_data["named"]) if n]
        found = self.find(names) if names else {}
        for name in names:
            if len(found.get(name, ())) != 1:
                known = _("There are several children called %(name)s.")
                text = known if found.get(name) else _("There is no child called %(name)s.")
                raise ValidationError(text, params={"name": name})
        return [str(found[name][0]) for name in names]

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be owed, at the field that it is about."""
        given = super().clean() or {}
        if self.errors:
            return given
        for field, problem in self._problems(given):
            self.add_error(field, problem)
        if not self.errors:
            self._check_cadence()
        return given

    def _problems(self, given: dict[str, Any]) -> list[tuple[str, Any]]:
        found = []
        per_child = given["owed"] == CareRule.Owed.PER_CHILD
        if not given["kind"] and not given["own_kind"]:
            found.append(("kind", _("Choose what, or name something of your own.")))
        if given["counting"] == "children" and per_child and given["count"] > 1:
            found.append(("counting", _("For each child, count records or days.")))
        if given["counting"] == "days" and given["count"] > days_at_most(given):
            found.append(("count", _("One time of it has fewer days than this.")))
        if (
            "last_weeks" in WINDOW_OF[given["unit"]]
            and given["first_weeks"]
            and given["last_weeks"]
        ):
            found.append(("last_weeks", _("Either the first weeks or the last ones, not both.")))
        if given["at_most"] and given["at_most"] < given["count"]:
            found.append(("at_most", _("This is less than what is owed.")))
        if (given["every"] or 1) > 1 and "every" not in WINDOW_OF[given["unit"]]:
            found.append(("every", _("For every so many, choose “every so many …” in how often.")))
        if given["unit"] == BIRTHDAY and not per_child:
            found.append(("owed", _("A birthday is counted for each child.")))
        for field in OWING_OF.get(given["owed_by"], set()) & {"posts", "staff"}:
            if not given[field]:
                found.append((field, _("Choose at least one.")))
        alone = (CareRule.OwedBy.SCHOOL, CareRule.OwedBy.FAMILY, CareRule.OwedBy.CHILD)
        if given["owed"] == CareRule.Owed.PER_ADULT and given["owed_by"] in alone:
            found.append(("owed", _("Count it for each child, or say which grown-ups owe it.")))
        return found

    def _check_cadence(self) -> None:
        given = self.cleaned_data
        every = self._fitting("every", 1) or 1
        try:
            cadence_of(given["unit"], count=given["count"], every=every, window=self._window())
        except CadenceError as error:
            self.add_error(_FIELD_OF.get(error.code, "unit"), str(error))

    def columns(self) -> dict[str, Any]:
        """Return the columns of the rule."""
        given = self.cleaned_data
        columns = {name: given[name] for name in _PLAIN}
        kind = own_kind(given["own_kind"]) if given["own_kind"] else given["kind"]
        per_child = given["owed"] == CareRule.Owed.PER_CHILD
        counting = "children" if given["share"] else given["counting"] or "records"
        columns |= {
            "kind": kind,
            "proofs": self._proofs(kind),
            "every": self._fitting("every", 1) or 1,
            "share": None if per_child else given["share"],
            "counting": counting,
            "owing": self._owing(),
            "children": self._children(),
            "window": self._window(),
        }
        if "since" in given:
            columns["since"] = given["since"]
        columns["name"] = given["name"] or rule_name(CareRule(**columns))
        return columns

    def _proofs(self, kind: str) -> list[str]:
        """Return what counts; a kind newly named counts for itself whatever else is chosen."""
        chosen = self.cleaned_data["proofs"]
        own = self.cleaned_data["own_kind"] and kind not in chosen
        return [kind, *chosen] if own or not chosen else chosen

    def _fitting(self, name: str, otherwise: Any = None) -> Any:
        """Return what was given for a field if it means anything for the unit."""
        given = self.cleaned_data
        fits = name in WINDOW_OF[given["unit"]] | OWING_OF.get(given["owed_by"], set())
        return given[name] if fits else otherwise

    def _owing(self) -> dict[str, Any]:
        kept = {name: self._fitting(name) for name in ("posts", "staff", "only")}
        return {name: value for name, value in kept.items() if value}

    def _children(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("special_needs", "classes", "gender", "groups", "new", "named")
        kept = {name: given[name] for name in names}
        kept["grades"] = [int(grade) for grade in given["grades"]]
        chosen: dict[str, dict[str, Any]] = {"yes": {"boarding": True}, "no": {"boarding": "no"}}
        boarding = chosen.get(given["boarding"], {})
        who = {} if given["who"] == "left_behind" else {"who": given["who"]}
        return {**who, **boarding, **{name: value for name, value in kept.items() if value}}

    def _window(self) -> dict[str, Any]:
        window = {name: self._fitting(name) for name in (*_TEXTS, *_NUMBERS, "weeks", "dates")}
        window |= {name: [int(value) for value in self._fitting(name, ())] for name in _LISTS}
        day, nth, nth_day = (self._fitting(name) for name in ("month_day", "nth", "nth_day"))
        window["month_day"], window["nth"] = int(day or 0), int(nth or 0)
        if nth_day:
            window["weekdays"] = [int(nth_day)]
        return {name: value for name, value in window.items() if value}


_FIELD_OF = {
    "every": "every",
    "count": "count",
    "weekdays": "weekdays",
    "month_day": "month_day",
    "occasions": "festivals",
    "weeks": "weeks",
    "around": "before",
    "dates": "from_day",
}


def typed(
    rule: CareRule, names: Callable[[list[str]], list[str]] = lambda ids: ids
) -> dict[str, Any]:
    """Return a rule as the form shows it; `names` turns ids of children into their names."""
    window, children = rule.window, rule.children
    boarding = {True: "yes", "no": "no"}.get(children.get("boarding"), "")
    nth_day = window["weekdays"][0] if window.get("nth") else ""
    lists = {name: [str(value) for value in window.get(name, ())] for name in _LISTS}
    return {
        **{name: getattr(rule, name) for name in ("kind", *_PLAIN)},
        "proofs": rule.proofs if rule.proofs != [rule.kind] else [],
        **{name: rule.owing.get(name) for name in ("posts", "staff", "only")},
        "who": children.get("who", "left_behind"),
        **{
            name: children.get(name)
            for name in ("special_needs", "classes", "gender", "groups", "new")
        },
        "grades": [str(grade) for grade in children.get("grades", ())],
        "boarding": boarding,
        "named": "、".join(names(children["named"])) if children.get("named") else "",
        **{name: window.get(name) for name in (*_TEXTS, *_NUMBERS)},
        **lists,
        "weeks": ", ".join(map(str, window.get("weeks", ()))),
        "dates": ", ".join(window.get("dates", ())),
        "month_day": str(window.get("month_day", "")),
        "nth": str(window.get("nth", "")),
        "nth_day": str(nth_day),
        "since": rule.since,
    }
