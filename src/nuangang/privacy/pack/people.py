"""The pack's tables about children and about who may see them."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nuangang.accounts.models import Integration
from nuangang.accounts.posts import Post
from nuangang.people.clearance_queries import narrowing
from nuangang.people.models import Child, Staff, StaffPost, Tie, not_over
from nuangang.people.queries import LEFT_BEHIND
from nuangang.privacy.models import ConductSigned, RulesVersion
from nuangang.privacy.pack.tables import Table, Year

BANDS = ("under_14", "from_14_to_17", "from_18", "unknown")


def years_before(day: date, years: int) -> date:
    """Return the day on which somebody was born who turns `years` on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def by_band(of: Year) -> dict[str, dict[str, int]]:
    """Return children by age on the last day: here then, left-behind of them, and here in the year at all."""
    last = of.last_day
    fourteen, eighteen = years_before(last, 14), years_before(last, 18)
    bands = {
        "under_14": Q(birth__gt=fourteen),
        "from_14_to_17": Q(birth__lte=fourteen, birth__gt=eighteen),
        "from_18": Q(birth__lte=eighteen),
        "unknown": Q(birth__isnull=True),
    }
    joined = Q(joined_on__isnull=True) | Q(joined_on__lte=last)
    there = joined & (Q(left_on__isnull=True) | Q(left_on__gt=last))
    ever = joined & (Q(left_on__isnull=True) | Q(left_on__gt=of.first_day))
    counts = {}
    for band, q in bands.items():
        counts[f"{band}_here"] = Count("pk", filter=q & there)
        counts[f"{band}_left_behind"] = Count(
            "pk", filter=q & there & Q(left_behind__in=LEFT_BEHIND)
        )
        counts[f"{band}_ever"] = Count("pk", filter=q & ever)
    found = Child.objects.filter(school_id=of.school.pk).aggregate(**counts)
    names = ("here", "left_behind", "ever")
    return {band: {name: found[f"{band}_{name}"] for name in names} for band in BANDS}


def children(of: Year) -> Table:
    """Count children by age band."""
    words = {
        "under_14": _("under 14"),
        "from_14_to_17": _("14 to 17"),
        "from_18": _("18 and older"),
        "unknown": _("birth not known"),
    }
    rows = [[words[b], n["here"], n["left_behind"], n["ever"]] for b, n in by_band(of).items()]
    total = [sum(row[place] for row in rows) for place in (1, 2, 3)]
    columns = [
        _("Age"),
        _("on the last day"),
        _("of them left-behind"),
        _("at any time in the year"),
    ]
    note = _("Ages on %(day)s.") % {"day": of.last_day.isoformat()}
    return Table(
        "children_by_age", _("Children by age"), columns, [*rows, [_("together"), *total]], note
    )


def purposes(of: Year) -> Table:
    """List the purposes of the newest rules."""
    rules = RulesVersion.objects.filter(school_id=of.school.pk, valid_from__lte=of.last_day)
    latest = rules.order_by("-number").first()
    title, columns = _("Purposes"), [_("Purpose"), _("On what basis"), _("Which data")]
    if latest is None:
        return Table("purposes", title, columns, note=_("No rules were published by then."))
    rows = [_purpose(each) for each in latest.purposes]
    given = {"number": latest.number, "day": latest.valid_from.isoformat()}
    note = _("From version %(number)s of the rules, valid from %(day)s.") % given
    return Table("purposes", title, columns, rows, note)


def _purpose(each: Any) -> list[Any]:
    if not isinstance(each, dict):
        return [each, "", ""]
    first = next((each[n] for n in ("title", "name", "words", "code") if each.get(n)), "")
    data = each.get("data") or each.get("fields") or ""
    shown = "、".join(map(str, data)) if isinstance(data, list) else data
    return [first, each.get("basis", ""), shown]


def access(of: Year) -> Table:
    """List who could sign in during the year, with posts and how many children were given to them."""
    first, last = of.first_day, of.last_day
    during = Q(since__isnull=True) | Q(since__lte=last)
    employed = Staff.objects.filter(during, not_over(first), school_id=of.school.pk)
    held = StaffPost.objects.filter(not_over(first), school_id=of.school.pk, since__lte=last)
    words = dict(Post.choices)
    posts: dict[Any, dict[str, None]] = {}
    for staff, post in held.values_list("staff_id", "post"):
        posts.setdefault(staff, {})[str(words[post])] = None
    ties = Tie.objects.filter(not_over(first), school_id=of.school.pk, since__lte=last)
    given = Counter(ties.values_list("adult_id", flat=True))
    rows = [
        [
            person.name,
            "、".join(posts.get(person.pk, {})) or str(words[Post.STAFF]),
            _("outside") if person.outside else "",
            person.since or "",
            person.until or "",
            given[person.pk],
        ]
        for person in employed.order_by("name", "pk")
    ]
    columns = [_("Name"), _("Posts"), _("From outside"), _("From"), _("To"), _("Children given")]
    return Table("access", _("Who had access"), columns, rows)


def roles(of: Year) -> Table:
    """Count the people by post."""
    held = StaffPost.objects.filter(
        not_over(of.first_day), school_id=of.school.pk, since__lte=of.last_day
    )
    found = held.order_by("post").values_list("post").annotate(Count("staff_id", distinct=True))
    words = dict(Post.choices)
    rows = [[str(words[post]), count] for post, count in found]
    return Table("roles", _("Posts and how many held them"), [_("Post"), _("People")], rows)


def vetting(of: Year) -> Table:
    """Count how checks, trainings, codes and the yearly yes stand."""
    here = Staff.objects.filter(not_over(of.last_day), school_id=of.school.pk)
    each = {name: Count("pk", filter=q) for name, q in narrowing(of.last_day).items()}
    found = here.aggregate(everybody=Count("pk"), **each)
    signed = ConductSigned.objects.filter(school_id=of.school.pk, year=of.year).count()
    rows = [
        [_("people"), found["everybody"]],
        [_("checked by the police and clear"), found["clear"] + found["due"]],
        [_("asked, no answer yet"), found["pending"]],
        [_("check run out"), found["expired"]],
        [_("never checked"), found["missing"]],
        [_("not clear"), found["barred"]],
        [_("child-protection training passed"), found["everybody"] - found["no_training"]],
        [_("child-protection code signed"), found["everybody"] - found["no_code"]],
        [_("confirmed the rules of conduct in the year"), signed],
    ]
    return Table("staff_checks", _("Checks and training"), [_("What"), _("Count")], rows)


def programs(of: Year) -> Table:
    """List the other programs that could ask for data in the year."""
    begin, end = of.moments
    rows = Integration.objects.filter(
        school_id=of.school.pk, made_at__lte=end, expires_at__gte=begin
    )
    shown = [
        [each.name, each.purpose, "、".join(each.scopes), each.made_at.date(),
         each.revoked_at.date() if each.revoked_at else each.expires_at.date()]
        for each in rows.order_by("made_at")
    ]  # fmt: skip
    columns = [_("Program"), _("What for"), _("May"), _("From"), _("To")]
    return Table("programs", _("Other programs and vendors"), columns, shown)
