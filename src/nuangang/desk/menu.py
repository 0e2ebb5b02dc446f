"""The pages a person can go to, by what they may do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from nuangang.care.models import Duty
from nuangang.incidents.queries.board import running_for
from nuangang.people.guards import tied_children
from nuangang.people.models import Child
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.matrix import OUTSIDE, STAFF, Scope
from nuangang.policy.prepared import PreparedFor
from nuangang.wellbeing.queries.concerns import waiting_for


@dataclass(frozen=True)
class Item:
    """One entry of the menu: where it leads, and which right it needs ('' for everybody).

    `within` names the right to another page on which it stands instead, for those who have it.
    Whoever has the right `unless` has another entry for the same; `badge` counts what waits.
    What is `of_children` is nothing to those whose right is over tied children and who have none.
    """

    label: Any
    view: str
    icon: str
    kind: str = ""
    to: str = "read"
    on_phone: bool = False
    within: tuple[str, str] | None = None
    unless: str = ""
    badge: Callable[[Actor], int] | None = None
    of_children: bool = False


SCHOOL, COLLEAGUES, PAPERS = ("school", "write"), ("staff", "write"), ("privacy", "read")

ITEMS = (
    Item(_("Today"), "today", "sun", "care_record", "write", True, of_children=True),
    Item(_("Board"), "board", "chart", "board", on_phone=True),
    Item(_("Children"), "children", "people", "child", on_phone=True, of_children=True),
    Item(_("Concerns"), "concerns", "flag", "concern", on_phone=True, badge=waiting_for),
    Item(_("Concern"), "concern_new", "flag", "raised", "write", True, unless="concern"),
    Item(_("Incidents"), "incidents", "alert", "incident", badge=running_for),
    Item(_("Rota"), "rota", "calendar", "rota"),
    Item(_("Counselling"), "counselling", "talk", "counselling"),
    Item(_("Legal aid"), "legal_aid", "file", "legal"),
    Item(_("Pairing"), "pairing", "link", "pairing"),
    Item(_("Duties"), "duties", "check", "duty", of_children=True),
    Item(_("Rosters"), "rosters", "upload", "roster", "write"),
    Item(_("Staff"), "staff", "badge", "staff", "write"),
    Item(_("Children's data"), "privacy", "shield", "privacy"),
    Item(_("School"), "school_settings", "gear", "school", "write"),
    Item(_("Schools"), "county", "map", "county", on_phone=True),
    Item(_("Incidents"), "county_incidents", "alert", "county_incident", on_phone=True),
    Item(_("Rules for incidents"), "county_incident_rules", "sliders", "county_incident_rules"),
    Item(_("SMS, mail and groups"), "carriers", "message", "channel", "write", within=SCHOOL),
    Item(_("Integrations"), "integrations", "key", "integration", "write", within=SCHOOL),
    Item(_("Emergency access"), "glass_register", "unlock", "glass", within=PAPERS),
    Item(_("Log"), "log", "shield", "audit"),
    Item(_("Machine"), "machine", "lock", "machine", within=SCHOOL),
    Item(_("Sign-ins"), "sign_ins", "badge", "machine", within=SCHOOL),
    Item(_("Who can see what"), "access_review", "eye", "access_review", within=COLLEAGUES),
    Item(_("My messages"), "notices", "bell", "notice", badge=lambda actor: actor.unread),
    Item(_("Me"), "me", "me", on_phone=True),
)


def menu_for(actor: Actor, here: str, url_of: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the menu for `actor`, `here` being the present page's view name.

    `url_of` returns the address of a view, '' where this installation has none.
    """
    nobody = is_tied_to_nobody(actor)
    return [
        {
            "view": item.view,
            "label": item.label,
            "url": url,
            "icon": item.icon,
            "active": here == item.view,
            "on_phone": item.on_phone,
            "badge": item.badge(actor) if item.badge else 0,
        }
        for item in ITEMS
        if _shown(item, actor, nobody=nobody) and (url := url_of(item.view))
    ]


_TIED = PreparedFor(
    lambda actor: (
        Child.objects.filter(school_id=actor.school_id, pk__in=tied_children(actor))
        .order_by()
        .values("pk")
        .union(visible(actor, Duty).filter(closed_on__isnull=True).order_by().values("pk"))[:1]
    )
)


def is_tied_to_nobody(actor: Actor) -> bool:
    """Say whether a post is held that has no children of its own, and no tie or duty leads to any.

    A statement only for those of whom it may be true; who has no post waits for a tie.
    """
    if actor.roles <= {STAFF, OUTSIDE} or actor.scopes("duty") != {Scope.TIED}:
        return False
    return not actor.scopes("child") & {Scope.CLASS, Scope.TAUGHT} and not _TIED.tuples(actor)


def _shown(item: Item, actor: Actor, *, nobody: bool) -> bool:
    if item.unless and actor.may(item.unless):
        return False
    if item.within and actor.may(*item.within):
        return False
    if nobody and item.of_children and actor.scopes(item.kind, item.to) == {Scope.TIED}:
        return False
    return not item.kind or actor.may(item.kind, item.to)
