"""What one colleague holds that lets them see children, each with until when, in words."""

from datetime import date

from django.utils.translation import gettext as _

from nuangang.lib.dates import day_text
from nuangang.people.models import Staff, StaffPost, Tie, holding
from nuangang.people.staff_queries import post_in_words
from nuangang.people.vetting import STATES, is_valid, state_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import DAY


def held_by(actor: Actor, person: Staff, on: date) -> tuple[list[StaffPost], list[Tie]]:
    """Return the posts and ties that hold on a day, as far as the actor may end them."""
    posts = visible(actor, StaffPost, "write").filter(holding(on), staff=person)
    ties = visible(actor, Tie, "write").filter(holding(on), adult=person)
    return (
        list(posts.select_related("klass").order_by("since", "pk")),
        list(ties.select_related("child__klass", "approved_by").order_by("child__search", "pk")),
    )


def post_held(post: StaffPost, year: int) -> str:
    """Return a post as one would say it, since when, and by whom it was given."""
    return _said(post_in_words(post, year), post.since, post.until, post.given_by_name)


def tie_held(tie: Tie, year: int) -> str:
    """Return the child of a tie and in which capacity, since when, and who approved it."""
    klass = tie.child.klass.name_on(year) if tie.child.klass else ""
    words = " ".join(filter(None, [tie.child.name, klass, str(tie.get_capacity_display())]))
    return _said(words, tie.since, tie.until, tie.approved_by.name if tie.approved_by else "")


def _said(what: str, since: date, until: date | None, by: str) -> str:
    begun = _("since %(day)s") % {"day": day_text(since)}
    days = f"{day_text(since)} – {day_text(until - DAY)}" if until else begun
    return " · ".join(filter(None, [what, days, by and _("approved by %(name)s") % {"name": by}]))


def papers_of(person: Staff, on: date) -> list[str]:
    """Return check, training and code in words, each with its last day, or that it has none."""
    until = person.cleared_until
    if until and is_valid(person, on):
        check = _("Check valid until %(day)s") % {"day": day_text(until)}
    else:
        check = _("Check: %(state)s") % {"state": STATES[state_of(person, on)]}
    dated = (
        (person.safety_trained_on, _("Training %(day)s, does not run out")),
        (person.code_signed_on, _("Code signed %(day)s, does not run out")),
    )
    return [check, *(text % {"day": day_text(day)} for day, text in dated if day)]
