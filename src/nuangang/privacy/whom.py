"""Which children a paper is about: all, a class, or these; typed as names, kept as ids."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nuangang.people.models import Child, SchoolClass
from nuangang.people.queries import here
from nuangang.people.staff_queries import classes_of, school_year_on
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.models import Sharing

ALL, CLASS, SOME = Sharing.Whom.ALL, Sharing.Whom.CLASS, Sharing.Whom.SOME
NAMED = 3


class WhomForm(forms.Form):
    """The children a paper is about; after is_valid() `of_class` and `children` hold what was meant."""

    whom = forms.ChoiceField(
        label=gettext_lazy("Which children"),
        choices=Sharing.Whom.choices,
        initial=ALL,
        widget=forms.RadioSelect,
    )
    klass = forms.ChoiceField(label=gettext_lazy("Class"), required=False)
    names = forms.CharField(
        label=gettext_lazy("Their names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        help_text=gettext_lazy(
            "One on each line; where two have the same name, the class as well: 七(1)班 李欣怡"
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor, self.year = actor, school_year_on(timezone.localdate())
        self.classes = {str(k.pk): k for k in classes_of(actor, self.year)}
        named = [(pk, klass.name_on(self.year)) for pk, klass in self.classes.items()]
        self.fields["klass"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.of_class: SchoolClass | None = None
        self.children: list[Child] = []

    def clean(self) -> dict[str, Any]:
        """Find the class or the children that are meant, and name what can't be found."""
        given = super().clean() or {}
        if given.get("whom") == CLASS:
            self.of_class = self.classes.get(given.get("klass", ""))
            if self.of_class is None:
                self.add_error("klass", _("Choose the class."))
        if given.get("whom") == SOME:
            self._find(given.get("names", ""))
        return given

    def _find(self, text: str) -> None:
        lines = [line for line in text.replace("、", "\n").splitlines() if line.strip()]
        wanted = [line.split() for line in lines]
        rows = visible(self.actor, Child).filter(name__in=[parts[-1] for parts in wanted])
        by_name: dict[str, list[Child]] = {}
        for child in rows.select_related("klass"):
            by_name.setdefault(child.name, []).append(child)
        if not wanted:
            self.add_error("names", _("Type at least one name."))
        for parts in wanted:
            self._take(parts, by_name.get(parts[-1], []))

    def _take(self, parts: list[str], found: list[Child]) -> None:
        if len(parts) > 1:
            said = parts[0].translate(_BRACKETS)
            found = [c for c in found if c.klass and c.klass.name_on(self.year) == said]
        if len(found) == 1:
            self.children.append(found[0])
            return
        text = _("“%(name)s”: several have this name, put the class before it.")
        if not found:
            text = _("“%(name)s”: no child of this name is on file.")
        self.add_error("names", text % {"name": " ".join(parts)})

    def chosen(self) -> dict[str, Any]:
        """Return the columns whom, klass and children as a paper keeps them."""
        ids = [str(child.pk) for child in self.children]
        return {"whom": self.cleaned_data["whom"], "klass": self.of_class, "children": ids}


_BRACKETS = str.maketrans("（）", "()")


def typed_again(row: Any, year: int) -> dict[str, Any]:
    """Return what the form begins with to put `row` right."""
    names = [f"{c.klass.name_on(year)} {c.name}" if c.klass else c.name for c in children_of(row)]
    klass = str(row.klass_id) if row.klass_id else ""
    return {"whom": row.whom, "klass": klass, "names": "\n".join(names if row.whom == SOME else [])}


def children_of(row: Any, on: date | None = None) -> QuerySet[Child]:
    """Return the children a paper is about: as many as were there on `on`, today by default."""
    on = on or timezone.localdate()
    rows = Child.objects.filter(school_id=row.school_id).select_related("klass")
    if row.whom == SOME:
        return rows.filter(pk__in=[UUID(pk) for pk in row.children]).order_by("search")
    at_school = here(rows, on)
    if row.whom == CLASS:
        at_school = at_school.filter(klass_id=row.klass_id)
    return at_school.order_by("klass__entry_year", "klass__number", "search")


def whom_in_words(row: Any, names: dict[str, str], classes: dict[Any, str]) -> str:
    """Return for a list whom a paper is about: 七(1)班 · 李欣怡、王浩 and 2 more."""
    if row.whom == ALL:
        return _("all children")
    if row.whom == CLASS:
        return classes.get(row.klass_id, "")
    known = [names[pk] for pk in row.children if pk in names]
    said = "、".join(known[:NAMED])
    if len(row.children) > NAMED:
        more = len(row.children) - NAMED
        said += ngettext(" and %(num)d more", " and %(num)d more", more) % {"num": more}
    return said


def names_for(actor: Actor, rows: list[Any]) -> dict[str, str]:
    """Return the names of the first children of each paper, by id; one statement."""
    ids = {pk for row in rows for pk in row.children[:NAMED]}
    found = visible(actor, Child).filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): name for pk, name in found}
