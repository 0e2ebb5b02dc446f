"""Sealed notes of a child: that there is one stands apart from what it says."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.rows import SchoolKey, SchoolRow
from nuangang.lib.master_keys import COUNSELLING
from nuangang.lib.sealing import SealedTextField
from nuangang.people.models import Child, Staff


class SealedNote(SchoolRow):
    """That there is a note, of which kind, by whom and of which day; append-only.

    A correction is a later note that supersedes it. The text stands in a table for each kind, so
    that who may know of a note still has no way to its words.
    """

    class Kind(models.TextChoices):
        COUNSELLING = "counselling", _("Counselling note")
        LEGAL = "legal", _("Legal aid note")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    child = SchoolKey(Child, on_delete=models.DO_NOTHING, related_name="+")
    by = SchoolKey(Staff, on_delete=models.DO_NOTHING, related_name="+")
    at = models.DateTimeField()
    happened_on = models.DateField(_("Day"))
    next_on = models.DateField(_("Next time"), null=True, blank=True)
    supersedes = SchoolKey("self", null=True, on_delete=models.DO_NOTHING, related_name="+")

    class Meta(SchoolRow.Meta):
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "supersedes"],
                condition=models.Q(supersedes__isnull=False),
                name="wellbeing_note_superseded_once",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "child", "-happened_on"], name="wellbeing_note_child"),
            models.Index(fields=["school", "kind", "child"], name="wellbeing_note_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"


class NoteWords(SchoolRow):
    """What a note says: the form's fields as one sealed text (JSON); append-only."""

    note = SchoolKey(SealedNote, on_delete=models.DO_NOTHING, related_name="+")
    body = SealedTextField(key=COUNSELLING)

    class Meta(SchoolRow.Meta):
        abstract = True
        constraints = [
            *SchoolRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["school", "note"], name="%(app_label)s_%(class)s_one_text"
            ),
        ]

    def __str__(self) -> str:
        return str(self.note_id)


class CounsellingWords(NoteWords):
    """The words of a counselling note."""


class LegalWords(NoteWords):
    """The words of a legal aid note."""


WORDS: dict[str, type[NoteWords]] = {
    SealedNote.Kind.COUNSELLING.value: CounsellingWords,
    SealedNote.Kind.LEGAL.value: LegalWords,
}
