"""What a token may at most, and the actor that a program with a token is."""

from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuangang.policy.actor import Actor, Reached
from nuangang.policy.matrix import HIDDEN, Scope

READ, WRITE = "read", "write"


@dataclass(frozen=True)
class Grant:
    """One thing that a token can be given: rights over kinds of records, or a class of fields."""

    words: Any
    lets: Any
    rights: frozenset[tuple[str, str]] = frozenset()
    fields: frozenset[str] = frozenset()


# What of the matrix a token's scope leaves; what is not named here no token reaches.
SCOPES: dict[str, Grant] = {
    "children:read": Grant(
        _("Children"),
        _("Names, classes, left-behind or not, agent parents, what a file lacks."),
        frozenset({("child", READ), ("class", READ), ("tie", READ)}),
        frozenset({"file"}),
    ),
    "family:read": Grant(
        _("Families"),
        _("Relatives, who cares at home, where the parents are, the family's situation."),
        frozenset({("family", READ)}),
        frozenset({"family"}),
    ),
    "care_records:read": Grant(
        _("Care records"),
        _("Talks, calls and visits with the words written down about them."),
        frozenset({("care_record", READ)}),
    ),
    "care_records:write": Grant(
        _("Writing care records"),
        _("May record talks, calls and visits; with the line above, correct and take them back."),
        frozenset({("care_record", WRITE), ("staff", READ)}),
    ),
    "duties:read": Grant(
        _("Duties"),
        _("Which child is owed what, by whom and when, and whether it is late."),
        frozenset({("duty", READ), ("care_rule", READ)}),
    ),
    "figures:read": Grant(
        _("Figures"),
        _("The board's numbers; no child's name."),
        frozenset({("board", READ), ("county", READ)}),
    ),
    "contact": Grant(
        _("Phone numbers and addresses"),
        _("Phones, home addresses, WeChat, on the children and families above."),
        fields=frozenset({"contact"}),
    ),
    "identity": Grant(
        _("ID and school-roll numbers"),
        _("As you see them yourself: for most with the middle hidden."),
        fields=frozenset({"identity"}),
    ),
    "health": Grant(
        _("Health"),
        _("Illness, disability, special needs."),
        fields=frozenset({"health"}),
    ),
}
OF_SCHOOL = tuple(SCOPES)
OF_REGION = ("figures:read",)


@dataclass(frozen=True)
class TokenActor(Actor):
    """A program acting for a person: never more than the person may, nor than the token was given."""

    granted: frozenset[str] = frozenset()
    integration_id: UUID | None = None
    person: Actor = field(default_factory=Actor)

    def scopes(self, kind: str, to: str = READ) -> set[Scope]:
        """Return the person's scopes for `kind` where the token was given them, else none."""
        given = any((kind, to) in SCOPES[name].rights for name in self.granted & SCOPES.keys())
        return super().scopes(kind, to) if given else set()

    def sees(self, field_class: str, reach: Reached | None = None) -> str:
        """Return how the person sees the fields, hidden where the token wasn't given them."""
        given = any(field_class in SCOPES[name].fields for name in self.granted & SCOPES.keys())
        return super().sees(field_class, reach) if given else HIDDEN


def acting_for(person: Actor, granted: frozenset[str], *, name: str, pk: UUID) -> TokenActor:
    """Return the actor of a token that borrows the rights of `person`; `name` is the program's."""
    kept: dict[str, Any] = {each.name: getattr(person, each.name) for each in fields(person)}
    kept["name"] = f"{person.name} · {name}"[:80]
    return TokenActor(**kept, granted=granted, integration_id=pk, person=person)
