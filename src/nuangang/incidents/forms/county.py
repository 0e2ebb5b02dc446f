"""What county officers type: where they are reached, and instructions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuangang.incidents.forms.doing import words_field
from nuangang.lib.phones import is_mobile


class ContactForm(forms.Form):
    """Where an officer is reached when an incident is sent on."""

    phone = forms.CharField(label=_("Mobile"), max_length=20, required=False)
    mail = forms.EmailField(label=_("E-mail"), max_length=120, required=False)

    def clean_phone(self) -> str:
        """Take a mobile number, or none."""
        phone = self.cleaned_data["phone"].replace(" ", "")
        if phone and not is_mobile(phone):
            raise ValidationError(_("This is no mobile number. Please give 11 digits."))
        return phone


class InstructionForm(forms.Form):
    """What a school is told to do."""

    words = words_field(_("Instruction to the school"))


class EscalateForm(forms.Form):
    """Why a leader sends an incident on."""

    words = words_field(
        _("Why, and what help is needed"), required=False,
        help_text=_("No names: the county office reads this as it stands."),
    )  # fmt: skip
