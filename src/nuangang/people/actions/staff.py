"""Employing staff, giving posts and sign-in names, and saying goodbye."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.actions import free_login, invite
from nuangang.accounts.chat import accounts_of, disconnect
from nuangang.accounts.factors import give_notice, has_factor
from nuangang.accounts.models import School, SignInNotice, User
from nuangang.accounts.posts import GIVE_POSTS, GIVEN_BY_OTHERS, KEEPER, Post, kept_apart
from nuangang.accounts.sessions import end_sessions
from nuangang.audit.actions import Somebody, record
from nuangang.lib.names import syllables_of
from nuangang.people.actions.ties import cut_short
from nuangang.people.models import (
    Change,
    Department,
    SchoolClass,
    Staff,
    StaffPost,
    Tie,
    holding,
    not_over,
)
from nuangang.policy.matrix import NEEDS_FACTOR

WATCHED = (
    "name",
    "gender",
    "party_member",
    "village",
    "subject",
    "qualification",
    "trained",
    "outside",
    "may_mentor",
    "phone",
)


class KeptApartError(Exception):
    """Raised for a post that its holder's other post rules out; says which in words."""

    def __init__(self, name: str, post: str, other: str) -> None:
        self.post, self.other = post, other
        words = dict(Post.choices)
        said = {"name": name, "post": words[post], "other": words[other]}
        super().__init__(
            _(
                "%(name)s is %(other)s and can't be %(post)s as well: whoever reads the log can't be "
                "one of those it tells of. Give one of the two to somebody else."
            )
            % said
        )


class OwnPostError(KeptApartError):
    """Raised for a post that somebody would give themselves and that opens what is sealed."""

    def __init__(self, post: str) -> None:
        self.post = post
        said = {"post": dict(Post.choices)[post]}
        text = _(
            "Nobody makes themselves %(post)s: it opens what is sealed. Somebody else in charge has to give it."
        )
        Exception.__init__(self, text % said)


@transaction.atomic
def employ(actor: Somebody, school: School, fields: Mapping[str, Any]) -> Staff:
    """Add somebody to the staff, with a sign-in name made from their name's pinyin."""
    since = fields.get("since") or timezone.localdate()
    staff = Staff(school=school, **{**fields, "since": since})
    staff.search = staff_search(staff.name)
    staff.save()
    give_sign_in(staff)
    record(actor, "employed", kind="staff", object_id=staff.pk, label=staff.name)
    return staff


def give_sign_in(staff: Staff) -> User:
    """Return the sign-in user of `staff`, made without a password if there is none yet."""
    if staff.user is None:
        login = free_login("".join(syllables_of(staff.name)).lower()[:30] or "staff")
        staff.user = User.objects.create_user(login, name=staff.name)
        staff.save(update_fields=["user"])
    return staff.user


def staff_search(name: str) -> str:
    """Return characters, full pinyin and initials of a name."""
    syllables = syllables_of(name)
    return f"{name} {''.join(syllables)} {''.join(s[:1] for s in syllables)}".lower()


@transaction.atomic
def change_staff(actor: Any, staff: Staff, fields: Mapping[str, Any]) -> list[str]:
    """Write the fields that differ, with history; return their names."""
    changed = [n for n in WATCHED if n in fields and getattr(staff, n) != fields[n]]
    now = timezone.now()
    rows = [_change(actor, staff, name, fields[name], now) for name in changed]
    for name in changed:
        setattr(staff, name, fields[name])
    if changed:
        staff.search = staff_search(staff.name)
        staff.save()
        User.objects.filter(pk=staff.user_id).update(name=staff.name)
        Change.objects.bulk_create(rows)
        record(actor, "changed", kind="staff", object_id=staff.pk, fields=changed)
    return changed


def _change(actor: Any, staff: Staff, name: str, after: Any, now: Any) -> Change:
    return Change(
        school_id=staff.school_id,
        staff=staff,
        kind="staff",
        object_id=staff.pk,
        object_label=staff.name,
        field=name,
        before=str(getattr(staff, name)),
        after=str(after),
        by_id=actor.staff_id,
        by_name=actor.name,
        at=now,
    )


@transaction.atomic
def give_post(
    actor: Somebody,
    staff: Staff,
    post: str,
    *,
    since: date,
    klass: SchoolClass | None = None,
    **more: Any,
) -> StaffPost:
    """Give a post from `since` on; a class has one class teacher, so an earlier one ends then.

    `more` takes subject, duty, department and grade_entry_year. Raises KeptApartError, OwnPostError too.
    """
    _refuse_both(staff, post)
    held = StaffPost.objects.of(staff.school_id).filter(
        staff=staff, post=post, klass=klass, until__isnull=True, **_same(more)
    )
    if (present := held.first()) is not None:
        return present
    _refuse_own(actor, staff, post)
    if post == Post.CLASS_TEACHER and klass is not None:
        others = StaffPost.objects.of(staff.school_id).filter(
            post=post, klass=klass, until__isnull=True
        )
        for before in others.values_list("staff__user_id", flat=True):
            end_sessions(before)
        others.update(until=since, ended_by_name=actor.name)
    given = StaffPost.objects.create(
        school_id=staff.school_id,
        staff=staff,
        post=post,
        klass=klass,
        since=since,
        given_by_id=getattr(actor, "staff_id", None),
        given_by_name=actor.name,
        **more,
    )
    if post in NEEDS_FACTOR and not has_factor(staff.user_id):
        end_sessions(staff.user_id)
    record(actor, "post_given", kind="staff", object_id=staff.pk, label=staff.name, post=post)
    return given


def _refuse_both(staff: Staff, post: str) -> None:
    """Refuse the auditor's post to who runs the machine or gives the rights, and the other way."""
    held = StaffPost.objects.of(staff.school_id).filter(not_over(timezone.localdate()), staff=staff)
    posts = set(held.values_list("post", flat=True))
    if staff.user is not None and staff.user.is_keeper:
        posts.add(KEEPER)
    if other := kept_apart(post, posts):
        raise KeptApartError(staff.name, post, other)


def _refuse_own(actor: Any, staff: Staff, post: str) -> None:
    """Refuse a post that opens what is sealed to who gives it, if another who gives posts is on board."""
    if post not in GIVEN_BY_OTHERS or getattr(actor, "staff_id", None) != staff.pk:
        return
    others = StaffPost.objects.of(staff.school_id).filter(
        holding(timezone.localdate()), post__in=GIVE_POSTS, staff__user__last_login__isnull=False
    )
    if others.exclude(staff=staff).exists():
        raise OwnPostError(post)


def _same(more: Mapping[str, Any]) -> dict[str, Any]:
    return {name: more[name] for name in ("grade_entry_year", "department") if name in more}


def department_named(actor: Somebody, name: str) -> Department:
    """Return the department of a name, made where the school has none of that name yet."""
    found, _new = Department.objects.get_or_create(school_id=actor.school_id, name=name)
    return found


@transaction.atomic
def end_post(actor: Somebody, post: StaffPost, *, until: date) -> None:
    """End a post; what was done while it was held stays, what is signed in ends."""
    post.until, post.ended_by_name = max(until, post.since), actor.name
    post.save(update_fields=["until", "ended_by_name"])
    end_sessions(post.staff.user_id)
    record(actor, "post_ended", kind="staff", object_id=post.staff_id, post=post.post)


@transaction.atomic
def say_goodbye(actor: Somebody, staff: Staff, *, on: date) -> None:
    """End employment, posts, ties and sign-in at once; the children then wait for a new pair."""
    staff.until = on
    staff.save(update_fields=["until"])
    posts = StaffPost.objects.of(staff.school_id).filter(staff=staff, until__isnull=True)
    posts.update(until=on, ended_by_name=actor.name)
    end_sessions(staff.user_id)
    ties = Tie.objects.of(staff.school_id).filter(adult=staff, until__isnull=True)
    ties.update(until=on, end_reason=Tie.EndReason.LEFT)
    stand_ins = Tie.objects.of(staff.school_id).filter(
        Q(adult=staff) | Q(stands_for=staff), until__gt=on, capacity=Tie.Capacity.STAND_IN
    )
    cut_short(stand_ins, on, Tie.EndReason.LEFT)
    leaves_now = on <= timezone.localdate()
    if leaves_now and staff.user_id:
        disconnect(actor, accounts_of(staff.user_id).filter(platform__school_id=staff.school_id))
    if leaves_now and staff.user_id and not _works_elsewhere(staff):
        User.objects.filter(pk=staff.user_id).update(is_active=False)
    record(actor, "left", kind="staff", object_id=staff.pk, label=staff.name)


def _works_elsewhere(staff: Staff) -> bool:
    """Say whether the same sign-in user is employed at another school."""
    here = Q(staff__until__isnull=True) | Q(staff__until__gt=timezone.localdate())
    return User.objects.filter(here, pk=staff.user_id).exists()


@transaction.atomic
def print_slips(actor: Somebody, people: QuerySet[Staff]) -> list[tuple[Staff, str]]:
    """Return a fresh one-time code for each; who had joined before is told when they sign in."""
    users = {give_sign_in(person): person for person in people.select_related("user")}
    codes = invite(actor, users)
    for user in codes:
        if user.last_login is not None:
            give_notice(actor, user, SignInNotice.What.SLIP)
    return [(users[user], code) for user, code in codes.items()]
