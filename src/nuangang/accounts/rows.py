"""The shape of every row that belongs to one school (design.md, Ids, schools, scale)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from nuangang.accounts.models import School
from nuangang.lib.ids import new_id


class SchoolKey(models.ForeignKey):
    """A relation within one school: protected, and indexed only together with the school."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        options.setdefault("db_index", False)
        super().__init__(to, on_delete, **options)

    def validate(self, value: Any, model_instance: Any) -> None:
        """Accept only rows of the same school."""
        models.Field.validate(self, value, model_instance)
        if value is None:
            return
        rows = self.remote_field.model._base_manager.filter(school_id=model_instance.school_id)
        if not rows.filter(pk=value).exists():
            raise ValidationError(self.error_messages["invalid"], params={"value": value})

    def get_extra_descriptor_filter(self, instance: Any) -> dict[str, Any]:
        """Name the school when a related row is fetched later."""
        return {"school_id": instance.school_id}


class SchoolRows(models.QuerySet):
    """Rows that can be narrowed to one school, which every caller must do."""

    def of(self, school: Any) -> "SchoolRows":
        """Return the rows of `school`, a School or its id."""
        return self.filter(school_id=getattr(school, "pk", school))


class SchoolRow(models.Model):
    """A row of one school, for ever; statements about it always name the school."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, editable=False, related_name="+", db_index=False
    )

    objects = SchoolRows.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["school", "id"], name="%(app_label)s_%(class)s_school_row"
            )
        ]

    def save(self, *args: Any, **options: Any) -> None:
        """Save after checking that loaded relations stay within the school."""
        self._check_same_school()
        super().save(*args, **options)

    def refresh_from_db(
        self, using: Any = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """Read this row again by school and id."""
        if from_queryset is None:
            from_queryset = type(self)._base_manager.filter(school_id=self.school_id)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Delete this row by school and id."""
        rows = type(self)._base_manager.filter(school_id=self.school_id, pk=self.pk)
        return rows.delete()

    def _check_same_school(self) -> None:
        for field in self._meta.concrete_fields:
            if not isinstance(field, SchoolKey) or not field.is_cached(self):
                continue
            related = getattr(self, field.name)
            if related is not None and related.school_id != self.school_id:
                raise ValidationError(f"{self._meta.label}.{field.name} leaves the school")

    def _get_FIELD_display(self, field: Any) -> Any:
        """Return the words for a choice; Django's own puts every choice into words to find one."""
        value = getattr(self, field.attname)
        found = next((words for known, words in field.flatchoices if known == value), value)
        return found if found is None else str(found)

    def _do_update(  # type: ignore[override]  # the stubs are those of Django 6
        self, base_qs, using, pk_val, values, update_fields, forced_update
    ):
        kept = [value for value in values if value[0].name != "school"]
        rows = base_qs.filter(school_id=self.school_id)
        given = (rows, using, pk_val, kept, update_fields, forced_update)
        return super()._do_update(*given)  # type: ignore[call-arg]
