"""Every column kept about children and their families: what it is called, for which purpose (L1).

A literal table; apps above add theirs with `mapped`. A test fails when a model has no line and isn't
named among those that keep nothing of a child, or when a column has none. Who sees it follows from
the matrix, the legal basis and how long from the purpose (people.purposes).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from nuangang.people.purposes import BY_CODE

FILE, FAMILY, CARE, SAFETY = "file", "family", "care", "safety"
PORTRAIT, WECHAT, LOG = "portrait", "wechat", "log"
# Beside the classes by which fields are masked (people.fields): what goes with its row, and keys,
# caches and stamps of the program, which no family is handed.
PLAIN, MACHINE = "", "machine"

Groups = list[tuple[str, str, str]]
# model → what it is called, [(purpose, class of field, columns)]
DATA_MAP: dict[str, tuple[Any, Groups]] = {
    "people.Child": (_("The child's file"), [
        (FILE, PLAIN, "name gender klass"),
        (FILE, "file", "former_name birth birth_is_month student_number id_type ethnicity boarding dorm "
            "rural_household household_registered village schooling distance child_director left_behind "
            "left_behind_as_of joined_on left_on leave_reason leave_place pause verified_on"),
        (FILE, "identity", "id_number roll_number"),
        (FILE, "contact", "household_place address"),
        (FILE, "health", "health disability illness special_needs"),
        (FILE, "family", "family_situation income_sources aid siblings remark"),
        (FILE, "legal", "guardianship"),
        (CARE, "file", "character hobby study conduct need"),
        (CARE, "counselling", "mind"),
        (PORTRAIT, PLAIN, "photo"),
        (FILE, MACHINE, "id school person search id_index roll_index came_with verified_by gaps consents "
            "anonymised_on made_at"),
    ]),
    "people.ChildGroup": (_("Recognised groups"), [
        (FILE, PLAIN, "kind basis since until"), (FILE, MACHINE, "id school child"),
    ]),
    "people.Relative": (_("Relatives and carers"), [
        (FAMILY, PLAIN, "kin kin_word name birth_year occupation workplace work_unit is_carer is_emergency "
            "may_see_portal no_phone remark"),
        (FAMILY, "family", "health"),
        (FAMILY, "identity", "id_number"),
        (FAMILY, "contact", "address"),
        (WECHAT, "contact", "wechat"),
        (FAMILY, MACHINE, "id school child"),
    ]),
    "people.Contact": (_("Numbers to ring"), [
        (FAMILY, "contact", "number"),
        (FAMILY, PLAIN, "label call_order may_call last_reached_on failed_calls"),
        (FAMILY, MACHINE, "id school child relative number_index"),
    ]),
    "people.ParentFact": (_("What is known of the parents"), [
        (FAMILY, PLAIN, "parent kind value since until place distance cause source"),
        (FAMILY, MACHINE, "id school child place_code"),
    ]),
    "people.Consent": (_("Answers to consents"), [
        (FILE, PLAIN, "kin purpose version answer channel given_on witness scan reason recorded_at recorded_by_name"),
        (FILE, MACHINE, "id school child relative recorded_by"),
    ]),
    "people.Change": (_("What was changed"), [
        (LOG, PLAIN, "object_label field before after reason at by_name"),
        (LOG, MACHINE, "id school child staff kind object_id by batch_id"),
    ]),
    "people.Tie": (_("Who cares for the child"), [
        (CARE, PLAIN, "adult stands_for capacity since until end_reason end_note adult_agreed_on child_agreed_on "
            "family_agreed_on kept_on approved_by"),
        (CARE, MACHINE, "id school child why made_at"),
    ]),
    "people.KeptPart": (_("What is counted beforehand for the board"), [
        (CARE, MACHINE, "id school part stamp counted data"),
    ]),
    "care.Duty": (_("Standing duties"), [
        (CARE, PLAIN, "begins ends due_at owed done exempt last_done_on missed_in_a_row"),
        (CARE, MACHINE, "id school rule child klass group staff size born missed_from last_done_by opened_on "
            "closed_on frozen_through"),
    ]),
    "care.CareRecord": (_("Care records"), [
        (CARE, PLAIN, "kind staff happened_on could_not aspects mood words with_whom follow_up_on reason recorded_at "
            "withdrawn late_for phone_at"),
        (CARE, MACHINE, "id school child recorded_by together supersedes"),
    ]),
    "care.SharedRecord": (_("Records of a whole class or group"), [
        (CARE, PLAIN, "kind klass group staff happened_on words people recorded_at withdrawn"),
        (CARE, MACHINE, "id school recorded_by supersedes"),
    ]),
    "care.LetGo": (_("Follow-ups ticked off"), [(CARE, MACHINE, "id school record by at")]),
    "care.Beside": (_("Records of two people beside each other"), [(CARE, MACHINE, "id school mine other staff kept_at")]),
    "care.Photo": (_("Photos of care"), [
        (CARE, PLAIN, "file added_at removed_at"),
        (CARE, MACHINE, "id school together staff width height added_by removed_by"),
    ]),
    "care.PeriodResult": (_("How periods ended"), [
        (CARE, PLAIN, "begins ends owed done outcome reason"),
        (CARE, MACHINE, "id school duty rule child klass staff agreed_by known_at"),
    ]),
    "care.Excuse": (_("Days off"), [
        (CARE, PLAIN, "begins ends reason"),
        (CARE, MACHINE, "id school staff child agreed_by made_at withdrawn_at"),
    ]),
    "intake.Batch": (_("Rosters read in"), [
        (FILE, PLAIN, "filename content report"),
        (FILE, MACHINE, "id school sha256 size columns decisions totals state by made_at applied_at undone_at"),
    ]),
    "intake.BatchStep": (_("What rosters brought, and how to undo it"), [
        (FILE, PLAIN, "before after"), (FILE, MACHINE, "id school batch model object_id child_id made"),
    ]),
    "mentoring.Plan": (_("Pairing plans"), [
        (CARE, PLAIN, "note"),
        (CARE, MACHINE, "id school state scope leaving since preferences unmet objective seconds by made_at "
            "approved_by approved_at"),
    ]),
    "mentoring.PlannedPair": (_("Proposed pairs"), [
        (CARE, PLAIN, "adult reasons"),
        (CARE, MACHINE, "id school plan child proposed kept locked by_hand"),
    ]),
    "mentoring.HelperPair": (_("Classmates who help with study"), [
        (CARE, PLAIN, "helper since until child_agreed helper_agreed"),
        (CARE, MACHINE, "id school child checked_by"),
    ]),
    "wellbeing.Concern": (_("Concerns"), [
        (SAFETY, PLAIN, "happened_on urgency circle state said"),
        (SAFETY, MACHINE, "id school written_by written_at due_at escalated_at received_by received_at closed_at said_at"),
    ]),
    "wellbeing.ConcernChild": (_("Whom a concern is about"), [(SAFETY, MACHINE, "id school concern child")]),
    "wellbeing.ConcernStep": (_("What was told and done about a concern"), [
        (SAFETY, PLAIN, "kind words place named"), (SAFETY, MACHINE, "id school concern by at"),
    ]),
    "wellbeing.SealedNote": (_("That there are sealed notes"), [
        (CARE, PLAIN, "kind happened_on next_on"), (CARE, MACHINE, "id school child by at supersedes"),
    ]),
    "wellbeing.CounsellingWords": (_("Words of counselling notes"), [
        (CARE, PLAIN, "body"), (CARE, MACHINE, "id school note"),
    ]),
    "wellbeing.LegalWords": (_("Words of legal aid notes"), [
        (CARE, PLAIN, "body"), (CARE, MACHINE, "id school note"),
    ]),
    "wellbeing.Glass": (_("Emergency access"), [
        (SAFETY, PLAIN, "reason"), (SAFETY, MACHINE, "id school child by broken_at ends_at"),
    ]),
    "wellbeing.GlassEvent": (_("What happened with an emergency access"), [
        (SAFETY, PLAIN, "kind verdict words"), (SAFETY, MACHINE, "id school glass staff at note"),
    ]),
    "incidents.Incident": (_("Incidents"), [
        (SAFETY, PLAIN, "kind circle drill grave raised_by raised_at happened_at led_by led_since state outcome closed_at"),
        (SAFETY, MACHINE, "id school clock policy page_at paged joined_to joined_at county_at county_missed unled_at escalated_at"),
    ]),
    "incidents.IncidentChild": (_("Whom an incident is about"), [(SAFETY, MACHINE, "id school incident child came_with")]),
    "incidents.IncidentStep": (_("What was done about an incident"), [
        (SAFETY, PLAIN, "kind by at noted_at result words place whom phone withdrawn reason"),
        (SAFETY, MACHINE, "id school incident deadline supersedes"),
    ]),
    "incidents.Deadline": (_("Who has to be told of an incident"), [
        (SAFETY, PLAIN, "party due_at told_at told_by told_to"),
        (SAFETY, MACHINE, "id school incident what child number called_off_at warn_at warned_at"),
    ]),
    "incidents.Escalation": (_("What went on to the county office"), [
        (SAFETY, PLAIN, "why at by words received_at received_by"), (SAFETY, MACHINE, "id school incident"),
    ]),
    "incidents.FollowUp": (_("What is to be done after an incident"), [
        (SAFETY, PLAIN, "words staff due_on done_at done_by"), (SAFETY, MACHINE, "id school incident made_at"),
    ]),
    "incidents.IncidentReport": (_("Written reports of incidents"), [
        (SAFETY, PLAIN, "kind issue named reason body by at"), (SAFETY, MACHINE, "id school incident number supersedes"),
    ]),
    "incidents.ReportHanding": (_("To whom reports were handed"), [
        (SAFETY, PLAIN, "party"), (SAFETY, MACHINE, "id school incident report step"),
    ]),
    "incidents.SeenLink": (_("Links in SMS of an incident"), [
        (SAFETY, PLAIN, "whom made_at seen_at"), (SAFETY, MACHINE, "id school deadline sent_by message_id code_hash expires_at"),
    ]),
    "privacy.ConsentLink": (_("Slips with a code"), [
        (FILE, MACHINE, "id school child relative code_hash made_at expires_at tries used_at"),
    ]),
    "privacy.DataRequest": (_("Requests"), [
        (FILE, PLAIN, "kind asker proof words asked_on due_on decision reasons decided_on"),
        (FILE, MACHINE, "id school child decided_by_name entered_by_name entered_at"),
    ]),
    "privacy.Forgetting": (_("Children made anonymous"), [
        (FILE, PLAIN, "basis asked_by_name asked_at confirmed_by_name confirmed_at"),
        (FILE, MACHINE, "id school child counts asked_by confirmed_by dropped_at"),
    ]),
    "privacy.Hold": (_("Kept longer"), [
        (FILE, PLAIN, "reason until"),
        (FILE, MACHINE, "id school child made_by_name made_at ended_at ended_by_name"),
    ]),
    "privacy.Sharing": (_("Given to others"), [
        (FILE, PLAIN, "to to_name data whom klass count why basis paper on withdrawn reason by_name at"),
        (FILE, MACHINE, "id school children source supersedes by"),
    ]),
    "privacy.Breach": (_("Breaches"), [
        (SAFETY, PLAIN, "what noticed_at cause data whom klass harm by_name at"),
        (SAFETY, MACHINE, "id school case children by"),
    ]),
    "privacy.BreachStep": (_("What was done about a breach"), [
        (SAFETY, PLAIN, "kind happened_at text by_name at"), (SAFETY, MACHINE, "id school case by"),
    ]),
    "privacy.PublicList": (_("Public lists"), [
        (FILE, PLAIN, "title purpose columns hide_name rows until"),
        (FILE, MACHINE, "id school children address made_by made_at approved_by approved_at ended_by ended_at"),
    ]),
    "notify.Message": (_("SMS to the family"), [
        (FAMILY, PLAIN, "channel to_name address text queued_at state"),
        (FAMILY, MACHINE, "id school once carrier purpose about_id to_id notice urgent quiet link due_at give_up_at tries perhaps_twice "
            "handed_at ended_at reference parts cost problem"),
    ]),
    "notify.Answer": (_("Answers by SMS"), [
        (FAMILY, PLAIN, "sender text at state"), (FAMILY, MACHINE, "id school carrier key read_at seen_by_name"),
    ]),
    "notify.Try": (_("Attempts to send"), [
        (FAMILY, PLAIN, "at went_well code words"), (FAMILY, MACHINE, "id school message"),
    ]),
    "audit.Entry": (_("The log of who looked at and did what"), [
        (LOG, PLAIN, "at actor_name verb label detail"),
        (LOG, MACHINE, "id school_id actor_user_id kind object_id keep block"),
    ]),
    "accounts.Session": (_("Work begun by who is signed in"), [
        (FILE, PLAIN, "session_data"),
        (FILE, MACHINE, "session_key expire_date user device own_device began_at seen_at"),
    ]),
}  # fmt: skip

_STAYS = _("three years at least; nothing removes it by itself")
_ROSTER = _(
    "a year after it was read in, unless the school set another time; a week where nobody confirmed it"
)
# How long, where it isn't the time of the purpose.
KEPT_OTHERWISE: dict[str, Any] = {
    "people.Change": BY_CODE[FILE].kept,
    "intake.Batch": _ROSTER,
    "intake.BatchStep": _ROSTER,
    "wellbeing.LegalWords": BY_CODE[SAFETY].kept,
    "privacy.Sharing": _STAYS,
    "privacy.Breach": _STAYS,
    "privacy.BreachStep": _STAYS,
    "privacy.PublicList": _STAYS,
    "accounts.Session": _("until the person signs out, ninety days at most"),
}


def mapped(model: str, title: Any, groups: Groups) -> None:
    """Add a model of an app above: its columns by purpose and class."""
    DATA_MAP[model] = (title, groups)


def lines() -> list[tuple[str, str, str, str]]:
    """Return (model, column, purpose, class) for every column of the table."""
    return [
        (model, column, purpose, field_class)
        for model, (_title, groups) in DATA_MAP.items()
        for purpose, field_class, columns in groups
        for column in columns.split()
    ]
