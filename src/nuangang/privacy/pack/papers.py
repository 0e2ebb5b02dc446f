"""The pack's tables about the law's papers of the year."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nuangang.privacy.assessment_text import SECTIONS
from nuangang.privacy.models import Assessment, Breach, BreachStep, Sharing
from nuangang.privacy.pack.tables import Table, Year
from nuangang.privacy.queries.sharing import data_words, standing
from nuangang.privacy.whom import children_of


def sharing(of: Year) -> Table:
    """List what was given to others."""
    rows = Sharing.objects.filter(school_id=of.school.pk, on__year=of.year)
    shown = [
        [row.on, row.get_to_display(), row.to_name, "、".join(data_words(row.data)), row.count,
         row.why, row.get_basis_display(), row.paper, row.by_name]
        for row in standing(rows, of.school.pk).order_by("on", "at")
    ]  # fmt: skip
    columns = [
        _("On"), _("To what kind of body"), _("To whom"), _("What was given"), pgettext("how many", "Count"),
        _("What for"), _("On what basis"), _("Contract, letter or consent"), _("Noted by"),
    ]  # fmt: skip
    return Table("sharing", _("Given to others"), columns, shown)


def breaches(of: Year) -> Table:
    """List the breaches noticed in the year, as they are known now."""
    latest = {}
    for row in Breach.objects.filter(school_id=of.school.pk).order_by("at"):
        latest[row.case] = row
    steps: dict = {}
    for step in BreachStep.objects.filter(school_id=of.school.pk).order_by("happened_at"):
        steps.setdefault(step.case, {}).setdefault(step.kind, step.happened_at)
    shown = []
    for case, row in latest.items():
        if row.noticed_at.year != of.year and not of.moments[0] <= row.noticed_at <= of.moments[1]:
            continue
        told = steps.get(case, {})
        when = [told[kind].strftime("%Y-%m-%d %H:%M") if kind in told else "—"
                for kind in ("office", "police", "bureau", "guardians", "closed")]  # fmt: skip
        count = children_of(row, row.noticed_at.date()).count()
        shown.append([row.noticed_at.strftime("%Y-%m-%d %H:%M"), row.what, count, *when])
    columns = [
        _("Noticed at"), _("What happened"), _("Children concerned"), _("Cyberspace office told"),
        _("Police told"), _("Education bureau told"), _("Guardians told"), _("Closed"),
    ]  # fmt: skip
    return Table("breaches", _("Breaches"), columns, shown, "" if shown else _("None in the year."))


def assessment(of: Year) -> Table:
    """Give the assessment that held on the last day, section by section."""
    rows = Assessment.objects.filter(school_id=of.school.pk, signed_on__lte=of.last_day)
    latest = rows.order_by("-number").first()
    title, columns = _("Impact assessment"), [_("Section"), _("Text")]
    if latest is None:
        return Table("assessment", title, columns, note=_("None was signed by then."))
    shown = [[str(SECTIONS[code]), latest.answers.get(code, "")] for code in SECTIONS]
    given = {"number": latest.number, "name": latest.signed_name, "day": latest.signed_on}
    note = _("Version %(number)s, signed by %(name)s on %(day)s") % given
    return Table("assessment", title, columns, shown, note)
