"""The pack's tables about what families said and asked in the year, and what was let go of."""

from collections import Counter

from django.utils.translation import gettext as _

from nuangang.people.models import Consent
from nuangang.people.purposes import OPTIONAL
from nuangang.privacy.models import DataRequest, RetentionRun
from nuangang.privacy.pack.tables import Table, Year
from nuangang.privacy.retention.times import KEPT


def consents(of: Year) -> Table:
    """Count the year's answers, purpose by purpose: every row once, also those answered anew later."""
    rows = Consent.objects.of(of.school).filter(recorded_at__range=of.moments)
    said = Counter(rows.values_list("purpose", "answer"))
    answers = list(Consent.Answer)
    shown = [
        [purpose.title, *(said[purpose.code, answer.value] for answer in answers)]
        for purpose in OPTIONAL
    ]
    columns = [_("What for"), *(answer.label for answer in answers)]
    return Table("consents", _("Answers to consents"), columns, shown)


def requests(of: Year) -> Table:
    """List what was asked in the year, without a name: what, when, until when, how it was answered."""
    rows = DataRequest.objects.of(of.school).filter(asked_on__year=of.year)
    shown = [
        [row.get_kind_display(), row.asked_on, row.due_on, row.get_decision_display(),
         row.decided_on or "—"]
        for row in rows.order_by("asked_on", "pk")
    ]  # fmt: skip
    columns = [
        _("What is asked"), _("Asked on"), _("Answer due"), _("Decision"), _("Decided on"),
    ]  # fmt: skip
    return Table("requests", _("Requests"), columns, shown, "" if shown else _("None in the year."))


def clearings(of: Year) -> Table:
    """List the clearings of the year: when, by whom, how many of each kind."""
    rows = RetentionRun.objects.of(of.school).filter(at__range=of.moments)
    shown = [
        [row.at.strftime("%Y-%m-%d"), row.by_name, *(row.counts.get(each.code, 0) for each in KEPT)]
        for row in rows.order_by("at", "pk")
    ]
    columns = [_("On"), _("Who said yes"), *(each.title for each in KEPT)]
    note = "" if shown else _("None in the year.")
    return Table("retention", _("Let go of what is past its time"), columns, shown, note)
