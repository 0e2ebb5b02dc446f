"""Every column kept about children and their families: for which purpose, of which class (L1).

A literal table; a test fails when a column has no line. Who sees it follows from the matrix, the
legal basis and how long from the purpose (people.purposes).
"""

FILE, FAMILY, CARE, PORTRAIT, WECHAT = "file", "family", "care", "portrait", "wechat"
PLAIN, MACHINE = "", "machine"

# model → (purpose, {class of field: columns}). MACHINE: keys, caches and stamps of the program.
DATA_MAP: dict[str, list[tuple[str, str, str]]] = {
    "people.Child": [
        (FILE, PLAIN, "name former_name gender birth birth_is_month student_number ethnicity klass boarding dorm "
            "rural_household household_registered household_place village schooling distance "
            "child_director joined_on left_on leave_reason leave_place pause remark"),
        (FILE, "identity", "id_type id_number roll_number"),
        (FILE, "contact", "address"),
        (FILE, "health", "health disability illness special_needs"),
        (FILE, "family", "family_situation income_sources aid guardianship siblings"),
        (CARE, PLAIN, "character hobby study conduct mind need"),
        (PORTRAIT, PLAIN, "photo"),
        (FILE, MACHINE, "id school person search id_index roll_index came_with verified_on verified_by left_behind "
            "left_behind_as_of gaps consents anonymised_on made_at"),
    ],
    "people.ChildGroup": [
        (FILE, "family", "kind basis since until"), (FILE, MACHINE, "id school child"),
    ],
    "people.Relative": [
        (FAMILY, "family", "kin kin_word name birth_year occupation health workplace work_unit is_carer is_emergency "
            "may_see_portal no_phone remark"),
        (FAMILY, "identity", "id_number"),
        (FAMILY, "contact", "address"),
        (WECHAT, "contact", "wechat"),
        (FAMILY, MACHINE, "id school child"),
    ],
    "people.Contact": [
        (FAMILY, "contact", "label number call_order may_call last_reached_on failed_calls"),
        (FAMILY, MACHINE, "id school child relative number_index"),
    ],
    "people.ParentFact": [
        (FAMILY, "family", "parent kind value since until place place_code distance cause source"),
        (FAMILY, MACHINE, "id school child"),
    ],
    "people.Consent": [
        (FILE, "family", "kin purpose version answer channel given_on witness scan reason"),
        (FILE, MACHINE, "id school child relative recorded_by recorded_by_name recorded_at"),
    ],
    "people.Change": [
        ("log", PLAIN, "kind object_label field before after reason"),
        ("log", MACHINE, "id school child staff object_id by by_name batch_id at"),
    ],
}  # fmt: skip


def lines() -> list[tuple[str, str, str, str]]:
    """Return (model, column, purpose, class) for every column of the table."""
    return [
        (model, column, purpose, field_class)
        for model, groups in DATA_MAP.items()
        for purpose, field_class, columns in groups
        for column in columns.split()
    ]
