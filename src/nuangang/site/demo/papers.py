"""The demonstration's papers the law asks for: shared data, a signed assessment, confirmed rules of conduct."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from nuangang.people.models import Staff
from nuangang.privacy.actions.assessments import keep_draft, sign_assessment
from nuangang.privacy.actions.conduct import ask_everybody
from nuangang.privacy.actions.packs import keep_self_check
from nuangang.privacy.actions.sharing import note_sharing
from nuangang.privacy.assessment_text import ready_text
from nuangang.privacy.conduct_text import VERSION
from nuangang.privacy.models import ConductSigned, Sharing
from nuangang.privacy.pack.self_check import HEADINGS, YES
from nuangang.privacy.queries.assessments import figures

OPEN = 7


def file_papers(actor: Any, head: Staff, *, today: date) -> None:
    """Write down what a school that takes the law seriously has by the middle of a term."""
    shared: dict[str, Any] = {
        "whom": Sharing.Whom.ALL,
        "klass": None,
        "children": [],
        "basis": Sharing.Basis.LAW,
    }
    for days, to, name, data, why, paper in (
        (40, "bureau", "云岭县教育局", ["names"], "留守儿童统计（只有数字和班级）", "云教函12号"),
        (18, "civil", "清溪镇民政办", ["names", "family"], "困境儿童摸底", "镇民政办来函"),
    ):
        fields = {"to": to, "to_name": name, "data": data, "why": why, "paper": paper}
        note_sharing(actor, {**shared, **fields, "on": today - timedelta(days=days)})
    keep_draft(actor, ready_text(figures(actor)))
    sign_assessment(actor, name=head.name, on=today - timedelta(days=60))
    ask_everybody(actor)
    staff = Staff.objects.of(actor.school_id).order_by("name").values_list("pk", flat=True)
    ConductSigned.objects.bulk_create(
        ConductSigned(
            school_id=actor.school_id,
            staff_id=pk,
            year=today.year,
            version=VERSION,
            at=timezone.now() - timedelta(days=50),
        )
        for pk in list(staff)[OPEN:]
    )
    keep_self_check(actor, today.year - 1, {code: [YES, ""] for code in HEADINGS})
