"""Recording what was done with several together, from the duty it is for."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from nuangang.care.actions.shared import record_shared, withdraw_shared
from nuangang.care.evidence import shared_records
from nuangang.care.forms import EARLIEST
from nuangang.care.guards import shared_duties
from nuangang.care.labels import group_label
from nuangang.care.models import Duty, SharedRecord, kind_label
from nuangang.lib.ids import new_id
from nuangang.people.queries import school_year_of
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may

SHOWN = 5


class SharedForm(forms.Form):
    """One thing done with several together; two taps are enough."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What"), widget=forms.RadioSelect)
    happened_on = forms.DateField(label=_("When it was"), widget=forms.DateInput)
    people = forms.IntegerField(
        label=_("How many took part"), min_value=1, max_value=20000, required=False
    )
    words = forms.CharField(
        label=_("A few words"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, kinds: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["kind"]
        chosen.choices = [(kind, kind_label(kind)) for kind in kinds]
        self.today = timezone.localdate()
        days = {"min": (self.today - EARLIEST).isoformat(), "max": self.today.isoformat()}
        self.fields["happened_on"].widget.attrs.update(days)

    def clean_happened_on(self) -> Any:
        """Refuse days to come and days nobody remembers."""
        day = self.cleaned_data["happened_on"]
        if day > self.today:
            raise ValidationError(_("That day is still to come."))
        if day < self.today - EARLIEST:
            raise ValidationError(_("That is too long ago to write down here."))
        return day


@may("care_record", "write")
def record_for_several(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record for the class, group or school of one duty; show what was recorded lately."""
    actor = request.actor  # type: ignore[attr-defined]
    duty = shared_duties(actor).select_related("rule", "klass", "staff").filter(pk=pk).first()
    if duty is None:
        raise Http404
    today = timezone.localdate()
    initial = {"id": new_id(), "kind": duty.rule.kind, "happened_on": today}
    kinds = list(dict.fromkeys([duty.rule.kind, *duty.rule.proofs]))
    form = SharedForm(request.POST or None, kinds=kinds, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        record_shared(actor, duty, pk=given.pop("id"), **given)
        messages.success(request, __("Noted: %(what)s") % {"what": duty.rule.name})
        return redirect("today")
    lately = shared_records(actor.school_id).filter(
        kind__in=kinds, klass_id=duty.klass_id, group=duty.group
    )
    context = {
        "form": form,
        "duty": duty,
        "whom": _whom(duty, school_year_of(actor, today)),
        "lately": lately.select_related("staff").order_by("-happened_on", "-pk")[:SHOWN],
        "mine": actor.staff_id,
    }
    status = 422 if form.is_bound else 200
    return render(request, "care/record_shared.html", context, status=status)


def _whom(duty: Duty, year: int) -> str:
    if duty.klass:
        return duty.klass.name_on(year)
    return group_label(duty.group, year) if duty.group else __("The school")


@require_POST
@may("care_record", "write")
def shared_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one recorded oneself."""
    actor = request.actor  # type: ignore[attr-defined]
    item = fetch(actor, SharedRecord, pk, "write")
    if actor.staff_id not in (item.staff_id, item.recorded_by_id):
        raise Http404
    withdraw_shared(actor, item)
    messages.success(request, __("Taken back."))
    return redirect("today")
