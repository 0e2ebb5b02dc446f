"""What the canonical fields of a roster are called on the page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

GROUPS: tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...] = (
    (
        _("Child"),
        (
            ("name", _("Name")),
            ("gender", _("Sex")),
            ("birth", _("Date of birth")),
            ("age", _("Age")),
            ("id_number", _("ID number")),
            ("roll_no", _("School-roll number")),
            ("student_no", _("Student number")),
            ("ethnicity", _("Ethnic group")),
            ("grade", _("Grade")),
            ("klass", _("Class")),
            ("boarding", _("Boards at school")),
            ("dorm", _("Dormitory")),
            ("hukou_type", _("Kind of household")),
            ("hukou_place", _("Place of registration")),
            ("village", _("Village")),
            ("address", _("Home address")),
        ),
    ),
    (
        _("Parents"),
        (
            ("left_type", _("Who is away")),
            ("both_parents_away", _("Both parents away")),
            ("father_away", _("Father away")),
            ("mother_away", _("Mother away")),
            ("away_since", _("Away since")),
            ("father_name", _("Father's name")),
            ("father_phone", _("Father's phone")),
            ("father_workplace", _("Where the father works")),
            ("mother_name", _("Mother's name")),
            ("mother_phone", _("Mother's phone")),
            ("mother_workplace", _("Where the mother works")),
            ("parents_name", _("Parents' names")),
            ("parents_phone", _("Parents' phone")),
            ("parents_workplace", _("Where the parents work")),
            ("marital", _("Marriage")),
        ),
    ),
    (
        _("Carer"),
        (
            ("guardian_name", _("Carer's name")),
            ("guardian_relation", _("Carer's relation")),
            ("guardian_phone", _("Carer's phone")),
            ("guardian_age", _("Carer's age")),
            ("guardian_health", _("Carer's health")),
            ("guardian_job", _("Carer's occupation")),
            ("guardian_address", _("Carer's address")),
            ("guardian_id", _("Carer's ID number")),
            ("family_phone", _("Family phone")),
            ("emergency_name", _("Emergency contact")),
            ("emergency_phone", _("Emergency contact's phone")),
        ),
    ),
    (
        _("Growing up"),
        (
            ("health", _("Health")),
            ("disability", _("Disability and grade")),
            ("illness", _("Illness")),
            ("poverty", _("Money at home")),
            ("special_type", _("Special group")),
            ("aid", _("Aid received")),
            ("siblings", _("Brothers and sisters")),
            ("family", _("Family situation")),
            ("character", _("Character")),
            ("hobby", _("Likes and strengths")),
            ("study", _("Study")),
            ("conduct", _("Conduct")),
            ("mind", _("Mood and thinking")),
            ("need", _("Needs and wishes")),
            ("mentor", _("Agent parent")),
            ("helper", _("Study helper")),
            ("remark", _("Remarks")),
            ("seq", _("Running number")),
        ),
    ),
)
LABELS: dict[str, Any] = {field: label for _group, fields in GROUPS for field, label in fields}


def label_of(field: str | None) -> str:
    """Return what a field is called; unknown ones keep their code."""
    return str(LABELS.get(field or "", field or ""))
