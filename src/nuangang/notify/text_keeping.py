"""Keeping a school's own words for a message, and going back."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from nuangang.audit.actions import record
from nuangang.notify.models import SchoolText
from nuangang.notify.wordings import Wording, problems


class TextForm(forms.Form):
    """A message's text in the school's words."""

    text = forms.CharField(
        label=_("Text"), max_length=400, widget=forms.Textarea(attrs={"rows": 4}), strip=True
    )

    def __init__(self, of: Wording, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.of = of

    def clean_text(self) -> str:
        """Take one paragraph with known placeholders."""
        text = " ".join(self.cleaned_data["text"].split())
        if found := list(problems(self.of, text)):
            raise ValidationError(found)
        return text


@transaction.atomic
def keep_text(actor: Any, of: Wording, text: str, now: datetime) -> SchoolText:
    """Keep a new version; an empty text is the delivered one again. What waits goes as it was queued."""
    own = SchoolText.objects.filter(school_id=actor.school_id, code=of.code)
    number = (own.aggregate(most=Max("number"))["most"] or 0) + 1
    kept = SchoolText.objects.create(
        school_id=actor.school_id, code=of.code, number=number, text=text, by_id=actor.staff_id,
        by_name=actor.name, at=now,
    )  # fmt: skip
    record(actor, "worded_message", kind="channel", object_id=kept.pk, label=of.code, number=number)
    return kept
