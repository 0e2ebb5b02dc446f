"""What the canonical fields of a roster are called on the page."""

from typing import Any

from django.utils.translation import pgettext_lazy

GROUPS: tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...] = (
    (
        pgettext_lazy("roster column", "Child"),
        (
            ("name", pgettext_lazy("roster column", "Name")),
            ("gender", pgettext_lazy("roster column", "Sex")),
            ("birth", pgettext_lazy("roster column", "Date of birth")),
            ("age", pgettext_lazy("roster column", "Age")),
            ("id_number", pgettext_lazy("roster column", "ID number")),
            ("roll_no", pgettext_lazy("roster column", "School-roll number")),
            ("student_no", pgettext_lazy("roster column", "Student number")),
            ("ethnicity", pgettext_lazy("roster column", "Ethnic group")),
            ("grade", pgettext_lazy("roster column", "Grade")),
            ("klass", pgettext_lazy("roster column", "Class")),
            ("boarding", pgettext_lazy("roster column", "Boards at school")),
            ("dorm", pgettext_lazy("roster column", "Dormitory")),
            ("hukou_type", pgettext_lazy("roster column", "Kind of household")),
            ("hukou_place", pgettext_lazy("roster column", "Place of registration")),
            ("village", pgettext_lazy("roster column", "Village")),
            ("address", pgettext_lazy("roster column", "Home address")),
        ),
    ),
    (
        pgettext_lazy("roster column", "Parents"),
        (
            ("left_type", pgettext_lazy("roster column", "Who is away")),
            ("both_parents_away", pgettext_lazy("roster column", "Both parents away")),
            ("father_away", pgettext_lazy("roster column", "Father away")),
            ("mother_away", pgettext_lazy("roster column", "Mother away")),
            ("away_since", pgettext_lazy("roster column", "Away since")),
            ("father_name", pgettext_lazy("roster column", "Father's name")),
            ("father_phone", pgettext_lazy("roster column", "Father's phone")),
            ("father_workplace", pgettext_lazy("roster column", "Where the father works")),
            ("mother_name", pgettext_lazy("roster column", "Mother's name")),
            ("mother_phone", pgettext_lazy("roster column", "Mother's phone")),
            ("mother_workplace", pgettext_lazy("roster column", "Where the mother works")),
            ("parents_name", pgettext_lazy("roster column", "Parents' names")),
            ("parents_phone", pgettext_lazy("roster column", "Parents' phone")),
            ("parents_workplace", pgettext_lazy("roster column", "Where the parents work")),
            ("marital", pgettext_lazy("roster column", "Marriage")),
        ),
    ),
    (
        pgettext_lazy("roster column", "Carer"),
        (
            ("guardian_name", pgettext_lazy("roster column", "Carer's name")),
            ("guardian_relation", pgettext_lazy("roster column", "Carer's relation")),
            ("guardian_phone", pgettext_lazy("roster column", "Carer's phone")),
            ("guardian_age", pgettext_lazy("roster column", "Carer's age")),
            ("guardian_health", pgettext_lazy("roster column", "Carer's health")),
            ("guardian_job", pgettext_lazy("roster column", "Carer's occupation")),
            ("guardian_address", pgettext_lazy("roster column", "Carer's address")),
            ("guardian_id", pgettext_lazy("roster column", "Carer's ID number")),
            ("family_phone", pgettext_lazy("roster column", "Family phone")),
            ("emergency_name", pgettext_lazy("roster column", "Emergency contact")),
            ("emergency_phone", pgettext_lazy("roster column", "Emergency contact's phone")),
        ),
    ),
    (
        pgettext_lazy("roster column", "Growing up"),
        (
            ("health", pgettext_lazy("roster column", "Health")),
            ("disability", pgettext_lazy("roster column", "Disability and grade")),
            ("illness", pgettext_lazy("roster column", "Illness")),
            ("poverty", pgettext_lazy("roster column", "Money at home")),
            ("special_type", pgettext_lazy("roster column", "Special group")),
            ("aid", pgettext_lazy("roster column", "Aid received")),
            ("siblings", pgettext_lazy("roster column", "Brothers and sisters")),
            ("family", pgettext_lazy("roster column", "Family situation")),
            ("character", pgettext_lazy("roster column", "Character")),
            ("hobby", pgettext_lazy("roster column", "Likes and strengths")),
            ("study", pgettext_lazy("roster column", "Study")),
            ("conduct", pgettext_lazy("roster column", "Conduct")),
            ("mind", pgettext_lazy("roster column", "Mood and thinking")),
            ("need", pgettext_lazy("roster column", "Needs and wishes")),
            ("mentor", pgettext_lazy("roster column", "Agent parent")),
            ("helper", pgettext_lazy("roster column", "Study helper")),
            ("remark", pgettext_lazy("roster column", "Remarks")),
            ("seq", pgettext_lazy("roster column", "Running number")),
        ),
    ),
)
LABELS: dict[str, Any] = {field: label for _group, fields in GROUPS for field, label in fields}


def label_of(field: str | None) -> str:
    """Return what a field is called; unknown ones keep their code."""
    return str(LABELS.get(field or "", field or ""))
