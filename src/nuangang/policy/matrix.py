"""Who may see or change what: the one literal table that everything goes through."""

from nuangang.accounts.posts import KEEPER

# isort: off
from nuangang.policy.roles import (
    ACADEMIC, AUDITOR, CLASS, CLASS_TEACHER, COUNSELLOR, COUNTY_OFFICER, COUNTY_VIEWER, DEPUTY,
    DOCTOR, GRADE, GRADE_LEADER, HEAD, LEAD, MONEY_KEEPER, NONE, OUTSIDE, OWN, PRIVACY, RECORDS,
    SCHOOL, SECRETARY, STAFF, SUBJECT_TEACHER, TAUGHT, TIED, Scope,
)  # fmt: skip
# isort: on

# kind of record → role → (reading, writing). What is not named here is nothing.
# Everyone employed by the school has the role STAFF beside their posts; agent parents
# reach a child through a tie, so their right is STAFF's TIED. Whoever owes a child something by
# post or by name is TIED to it too while the duty stands, to the family only if it is about the
# family (care.guards).
MATRIX: dict[str, dict[str, tuple[Scope, Scope]]] = {
    "school": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        STAFF: (SCHOOL, NONE),
        OUTSIDE: (SCHOOL, NONE),
    },
    "calendar": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        ACADEMIC: (SCHOOL, SCHOOL),
        STAFF: (SCHOOL, NONE),
        OUTSIDE: (SCHOOL, NONE),
    },
    "staff": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        STAFF: (SCHOOL, NONE),
        OUTSIDE: (OWN, NONE),
    },
    "clearance": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        STAFF: (OWN, NONE),
        OUTSIDE: (OWN, NONE),
    },
    "class": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        RECORDS: (SCHOOL, SCHOOL),
        STAFF: (SCHOOL, NONE),
        OUTSIDE: (NONE, NONE),
    },
    "child": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        RECORDS: (SCHOOL, SCHOOL),
        SECRETARY: (SCHOOL, NONE),
        COUNSELLOR: (SCHOOL, NONE),
        DOCTOR: (SCHOOL, NONE),
        PRIVACY: (SCHOOL, NONE),
        GRADE_LEADER: (GRADE, NONE),
        CLASS_TEACHER: (CLASS, CLASS),
        SUBJECT_TEACHER: (TAUGHT, NONE),
        MONEY_KEEPER: (SCHOOL, NONE),
        STAFF: (TIED, NONE),
        OUTSIDE: (TIED, NONE),
    },
    "family": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        RECORDS: (SCHOOL, SCHOOL),
        COUNSELLOR: (SCHOOL, NONE),
        DOCTOR: (SCHOOL, NONE),
        GRADE_LEADER: (GRADE, NONE),
        CLASS_TEACHER: (CLASS, CLASS),
        STAFF: (TIED, NONE),
    },
    "change": {
        HEAD: (SCHOOL, NONE),
        DEPUTY: (SCHOOL, NONE),
        LEAD: (SCHOOL, NONE),
        RECORDS: (SCHOOL, NONE),
        CLASS_TEACHER: (CLASS, NONE),
    },
    "tie": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        SECRETARY: (SCHOOL, NONE),
        GRADE_LEADER: (GRADE, NONE),
        CLASS_TEACHER: (CLASS, NONE),
        STAFF: (TIED, NONE),
        OUTSIDE: (TIED, NONE),
    },
    "helper": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        CLASS_TEACHER: (CLASS, CLASS),
        STAFF: (TIED, NONE),
    },
    "pairing": {HEAD: (SCHOOL, SCHOOL), DEPUTY: (SCHOOL, SCHOOL), LEAD: (SCHOOL, SCHOOL)},
    "new_year": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        RECORDS: (SCHOOL, SCHOOL),
    },
    "transfer": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        RECORDS: (SCHOOL, SCHOOL),
    },
    "care_rule": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        STAFF: (SCHOOL, NONE),
        OUTSIDE: (SCHOOL, NONE),
    },
    "duty": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        SECRETARY: (SCHOOL, NONE),
        GRADE_LEADER: (GRADE, NONE),
        CLASS_TEACHER: (CLASS, NONE),
        STAFF: (TIED, NONE),
        OUTSIDE: (TIED, NONE),
    },
    "care_record": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        SECRETARY: (SCHOOL, NONE),
        COUNSELLOR: (SCHOOL, SCHOOL),
        GRADE_LEADER: (GRADE, NONE),
        CLASS_TEACHER: (CLASS, CLASS),
        STAFF: (TIED, TIED),
        OUTSIDE: (OWN, TIED),
    },
    # Who wrote a concern sees whether it was received and acted on; what was written stands under
    # "concern", and of that only what is in the reader's circle (wellbeing.guards).
    "raised": {
        HEAD: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        COUNSELLOR: (SCHOOL, SCHOOL),
        STAFF: (OWN, OWN),
        OUTSIDE: (OWN, OWN),
    },
    "concern": {HEAD: (SCHOOL, SCHOOL), LEAD: (SCHOOL, SCHOOL), COUNSELLOR: (SCHOOL, SCHOOL)},
    "child_name": {STAFF: (SCHOOL, NONE), OUTSIDE: (TIED, NONE)},
    "sealed_trace": {
        HEAD: (SCHOOL, NONE),
        DEPUTY: (SCHOOL, NONE),
        LEAD: (SCHOOL, NONE),
        COUNSELLOR: (SCHOOL, NONE),
    },
    "follow_up": {CLASS_TEACHER: (CLASS, NONE)},
    "counselling": {COUNSELLOR: (SCHOOL, SCHOOL)},
    "legal": {DEPUTY: (SCHOOL, SCHOOL)},
    # Writing is breaking it; a deputy only where no head can (wellbeing.actions.glass).
    "glass": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (OWN, SCHOOL),
        SECRETARY: (SCHOOL, NONE),
        COUNSELLOR: (OWN, NONE),
        AUDITOR: (SCHOOL, NONE),
    },
    "glass_review": {
        HEAD: (SCHOOL, SCHOOL),
        SECRETARY: (SCHOOL, SCHOOL),
        AUDITOR: (SCHOOL, SCHOOL),
    },
    "roster": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        RECORDS: (SCHOOL, SCHOOL),
    },
    "board": {
        HEAD: (SCHOOL, NONE),
        DEPUTY: (SCHOOL, NONE),
        LEAD: (SCHOOL, NONE),
        SECRETARY: (SCHOOL, NONE),
    },
    "county": {COUNTY_VIEWER: (SCHOOL, NONE), COUNTY_OFFICER: (SCHOOL, NONE)},
    "audit": {HEAD: (SCHOOL, NONE), AUDITOR: (SCHOOL, NONE)},
    "audit_rules": {HEAD: (SCHOOL, SCHOOL), AUDITOR: (SCHOOL, SCHOOL)},
    # The page tells how many children somebody reaches and why, no child's name.
    "access_review": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        AUDITOR: (SCHOOL, NONE),
    },
    # Everybody employed raises one and sees their own; of the whole school's, those alone in the
    # reader's circle: "incident_crisis" and "incident_report" say who belongs to the two narrow ones
    # (incidents.guards).
    "incident": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        COUNSELLOR: (SCHOOL, SCHOOL),
        DOCTOR: (SCHOOL, SCHOOL),
        SECRETARY: (SCHOOL, NONE),
        CLASS_TEACHER: (CLASS, CLASS),
        STAFF: (OWN, OWN),
    },
    "incident_crisis": {
        HEAD: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        COUNSELLOR: (SCHOOL, SCHOOL),
        CLASS_TEACHER: (CLASS, CLASS),
    },
    "incident_report": {HEAD: (SCHOOL, SCHOOL), LEAD: (SCHOOL, SCHOOL)},
    "incident_rules": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        STAFF: (SCHOOL, NONE),
    },
    # Who is on duty today sees what runs meanwhile as their own, but neither a crisis nor a report of
    # harm (incidents.guards).
    "rota": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        STAFF: (SCHOOL, NONE),
    },
    # Only what was sent on to the county, by the rules or by hand, never a drill: no reporter, no sealed
    # words, names after a reason (incidents.queries.county).
    "county_incident": {COUNTY_OFFICER: (SCHOOL, SCHOOL)},
    "county_incident_rules": {COUNTY_VIEWER: (SCHOOL, NONE), COUNTY_OFFICER: (SCHOOL, SCHOOL)},
    # Own: also those opposite to which somebody signs by their post (safety.levels, safety.guards).
    "safety_agreement": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        SECRETARY: (SCHOOL, NONE),
        STAFF: (OWN, OWN),
        OUTSIDE: (OWN, OWN),
    },
    "safety_round": {HEAD: (SCHOOL, SCHOOL), STAFF: (SCHOOL, NONE), OUTSIDE: (SCHOOL, NONE)},
    "safety_text": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        STAFF: (SCHOOL, NONE),
        OUTSIDE: (SCHOOL, NONE),
    },
    "county_safety": {COUNTY_VIEWER: (SCHOOL, NONE), COUNTY_OFFICER: (SCHOOL, SCHOOL)},
    # What parents are given: the head says whose numbers, everybody says yes for their own.
    "directory": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, NONE),
        LEAD: (SCHOOL, SCHOOL),
        CLASS_TEACHER: (CLASS, CLASS),
    },
    "directory_rules": {HEAD: (SCHOOL, SCHOOL), DEPUTY: (SCHOOL, NONE), LEAD: (SCHOOL, NONE)},
    "own_number": {STAFF: (OWN, OWN)},
    "sign_in": {HEAD: (SCHOOL, SCHOOL), KEEPER: (SCHOOL, SCHOOL)},
    # Backups, keys and certificates of the machine itself: nothing of a child is in it.
    "machine": {HEAD: (SCHOOL, NONE), KEEPER: (SCHOOL, SCHOOL)},
    # The paper that opens a backup opens everything: whoever keeps the machine does not make it.
    "recovery_code": {HEAD: (SCHOOL, SCHOOL)},
    "privacy": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        PRIVACY: (SCHOOL, SCHOOL),
    },
    "rules_publishing": {HEAD: (SCHOOL, SCHOOL)},
    "consent": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        PRIVACY: (SCHOOL, SCHOOL),
        CLASS_TEACHER: (CLASS, CLASS),
    },
    "data_request": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        PRIVACY: (SCHOOL, SCHOOL),
    },
    "retention": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, NONE),
        LEAD: (SCHOOL, NONE),
        PRIVACY: (SCHOOL, NONE),
    },
    "message": {
        HEAD: (SCHOOL, SCHOOL),
        KEEPER: (SCHOOL, SCHOOL),
        STAFF: (OWN, NONE),
        OUTSIDE: (OWN, NONE),
    },
    # One's own inbox, how one wishes to be told, one's devices: nobody else's, not even the head's.
    "notice": {STAFF: (OWN, OWN), OUTSIDE: (OWN, OWN)},
    "channel": {HEAD: (SCHOOL, SCHOOL), KEEPER: (SCHOOL, SCHOOL)},
    "integration": {
        HEAD: (SCHOOL, SCHOOL),
        DEPUTY: (SCHOOL, SCHOOL),
        LEAD: (SCHOOL, SCHOOL),
        COUNTY_VIEWER: (OWN, OWN),
        COUNTY_OFFICER: (OWN, OWN),
    },
}

# Whoever holds one of these signs in with a second step (an app's code or a passkey).
NEEDS_FACTOR = frozenset(
    {HEAD, DEPUTY, LEAD, COUNSELLOR, PRIVACY, AUDITOR, COUNTY_VIEWER, COUNTY_OFFICER, KEEPER}
)

CLEAR, MASKED, HIDDEN = "clear", "masked", "hidden"

# class of field → role → how it is shown, of those children alone whom that very role reaches
# (FIELD_REACH); the best of somebody's roles counts, and what is not named is hidden. A masked
# field can be opened with a reason, which is recorded. Name and class are in no class: whoever
# reaches a child reads them, and who has no "file" (outside mentors, subject teachers, money
# keepers) reads nothing else.
FIELD_CLASSES: dict[str, dict[str, str]] = {
    "file": {
        HEAD: CLEAR,
        DEPUTY: CLEAR,
        LEAD: CLEAR,
        RECORDS: CLEAR,
        SECRETARY: CLEAR,
        COUNSELLOR: CLEAR,
        DOCTOR: CLEAR,
        GRADE_LEADER: CLEAR,
        CLASS_TEACHER: CLEAR,
        STAFF: CLEAR,
    },
    "identity": {
        HEAD: MASKED,
        DEPUTY: MASKED,
        LEAD: MASKED,
        RECORDS: CLEAR,
        CLASS_TEACHER: MASKED,
        GRADE_LEADER: MASKED,
    },
    "contact": {
        HEAD: MASKED,
        DEPUTY: MASKED,
        LEAD: CLEAR,
        RECORDS: CLEAR,
        COUNSELLOR: MASKED,
        DOCTOR: MASKED,
        GRADE_LEADER: MASKED,
        CLASS_TEACHER: CLEAR,
        STAFF: CLEAR,
    },
    "family": {
        HEAD: CLEAR,
        DEPUTY: CLEAR,
        LEAD: CLEAR,
        RECORDS: CLEAR,
        COUNSELLOR: CLEAR,
        GRADE_LEADER: MASKED,
        CLASS_TEACHER: CLEAR,
        STAFF: CLEAR,
    },
    "health": {
        HEAD: MASKED,
        DEPUTY: MASKED,
        LEAD: CLEAR,
        RECORDS: CLEAR,
        COUNSELLOR: CLEAR,
        DOCTOR: CLEAR,
        GRADE_LEADER: MASKED,
        CLASS_TEACHER: CLEAR,
    },
    "legal": {
        HEAD: CLEAR,
        DEPUTY: MASKED,
        LEAD: CLEAR,
        RECORDS: CLEAR,
        COUNSELLOR: MASKED,
        CLASS_TEACHER: MASKED,
    },
    "counselling": {
        HEAD: MASKED,
        DEPUTY: MASKED,
        LEAD: MASKED,
        COUNSELLOR: CLEAR,
        CLASS_TEACHER: CLEAR,
        STAFF: MASKED,
    },
}

# class of field → the kind of record by whose scopes a role must reach the child.
FIELD_REACH = dict.fromkeys(FIELD_CLASSES, "child") | {"contact": "family", "family": "family"}
