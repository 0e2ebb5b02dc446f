"""What a family reads before each value, where the field itself has no words of its own."""

from django.utils.translation import gettext_lazy as _

FIELD_WORDS = {
    "roll_index": _("Number on the roll"),
    "left_behind": _("Which parents are away"),
    "left_behind_as_of": _("Worked out on"),
    "last_reached_on": _("Last reached on"),
    "failed_calls": _("Calls that failed"),
    "source": _("Where it was heard"),
    "adult": _("Who"),
    "stands_for": _("Stands in for"),
    "capacity": _("In which role"),
    "end_reason": _("Why it ended"),
    "end_note": _("Words at the end"),
    "kept_on": _("Kept on since"),
    "approved_by": _("Approved by"),
    "recorded_by_name": _("Written down by"),
    "recorded_at": _("Written down at"),
    "withdrawn": _("Was taken back"),
    "late_for": _("Late for"),
    "phone_at": _("Time on the phone"),
    "kin": _("Which relative"),
    "kind": _("Kind"),
    "object_label": _("About whom or what"),
    "field": _("Which field"),
    "before": _("Before"),
    "after": _("After"),
    "by_name": _("By whom"),
    "at": _("Changed at"),
}


def words_of(field: object) -> str:
    """Return the field's words: ours where the model leaves it to the name in the code."""
    named = str(field.verbose_name)  # type: ignore[attr-defined]
    name = str(field.name)  # type: ignore[attr-defined]
    plain = named == name.replace("_", " ")
    return str(FIELD_WORDS[name]) if plain and name in FIELD_WORDS else named
