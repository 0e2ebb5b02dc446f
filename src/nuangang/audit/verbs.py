"""Every verb of the log: what it belongs to, how long it is kept, and its sentence.

The one literal table of what can be recorded; a verb that is not here fails the tests. A key is the
verb, or verb and kind where the same verb says different things. A sentence goes on after the
person's name and may name %(it)s (the label, else the end of the object's number) and %(count)s.
"""

from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuangang.audit.models import Keep

N, F, L = Keep.NETWORK, Keep.FILES, Keep.LOG

SIGNING, READING, TAKING, OPENING, REFUSED = "signing", "reading", "taking", "opening", "refused"
FILES, CARE, PAIRING, SCHOOL, ROSTERS = "files", "care", "pairing", "school", "rosters"
LAW, LOG, MACHINE = "law", "log", "machine"

GROUPS: dict[str, Any] = {
    READING: _("Looked at"),
    TAKING: _("Printed and taken out"),
    OPENING: _("Opened what is masked or sealed"),
    REFUSED: _("Not let through"),
    SIGNING: _("Signing in"),
    FILES: _("Children's files"),
    CARE: _("Care"),
    PAIRING: _("Pairing"),
    SCHOOL: _("School, staff, settings"),
    ROSTERS: _("Rosters"),
    LAW: _("The law's papers"),
    LOG: _("This log"),
    MACHINE: _("The machine"),
}


class Verb(NamedTuple):
    """What a verb belongs to, by which rule it is kept, and its sentence."""

    group: str
    keep: str
    sentence: Any


VERBS: dict[str, Verb] = {
    "signed_in": Verb(SIGNING, N, _("signed in")),
    "signed_out": Verb(SIGNING, N, _("signed out")),
    "sign_in_failed": Verb(SIGNING, N, _("did not get in: wrong password")),
    "sign_in_failed/chat_platform": Verb(
        SIGNING, N, _("did not get in: an account of %(it)s that nobody connected")
    ),
    "chat_connected": Verb(SIGNING, N, _("connected an account of %(it)s to sign in by")),
    "chat_disconnected": Verb(SIGNING, N, _("disconnected an account of %(it)s")),
    "chat_set_up": Verb(SCHOOL, F, _("changed how one signs in through %(it)s")),
    "chat_tried": Verb(SCHOOL, F, _("tried signing in through %(it)s")),
    "second_step_failed": Verb(SIGNING, N, _("did not get in: wrong code of the second step")),
    "confirmed/user": Verb(SIGNING, N, _("proved once more who they are")),
    "session_ended": Verb(SIGNING, N, _("signed another device out")),
    "signed_out_everywhere": Verb(
        SIGNING, N, _("signed %(it)s out everywhere (%(count)s devices)")
    ),
    "invited": Verb(SIGNING, N, _("invited %(it)s to sign in")),
    "joined": Verb(SIGNING, N, _("accepted the invitation and chose a password")),
    "password_changed": Verb(SIGNING, N, _("changed the password")),
    "factor_added": Verb(SIGNING, N, _("set up a second step")),
    "factor_dropped": Verb(SIGNING, N, _("took a second step away")),
    "factor_reset": Verb(SIGNING, N, _("reset the second step of %(it)s")),
    "recovery_codes_made": Verb(SIGNING, N, _("made new recovery codes")),
    "token_made": Verb(SCHOOL, F, _("let the program %(it)s ask for data")),
    "read_consents": Verb(LAW, F, _("looked at the consents for %(it)s")),
    "sent_links/consent": Verb(LAW, F, _("asked %(count)s families for their consent by SMS")),
    "worded_message": Verb(SCHOOL, F, _("put the text of a message into other words (%(it)s)")),
    "gave_up_message": Verb(SCHOOL, F, _("gave up a message that was not sent: %(it)s")),
    "sent_again": Verb(SCHOOL, F, _("sent %(count)s messages again")),
    "notices_on": Verb(SIGNING, N, _("switched notices on: %(it)s")),
    "notices_off": Verb(SIGNING, N, _("switched notices off: %(it)s")),
    "set_quiet_hours": Verb(
        SCHOOL, F, _("set the hours in which messages wait, and when the digest goes")
    ),
    "set_up_carrier": Verb(SCHOOL, F, _("set up what carries messages: %(it)s")),
    "token_revoked": Verb(SCHOOL, F, _("shut the program %(it)s out")),
    "token_first_used": Verb(SIGNING, N, _("asked for data for the first time")),
    "read_file": Verb(READING, F, _("opened the file of %(it)s")),
    "read_history": Verb(READING, F, _("looked at what changed in the file of %(it)s")),
    "read_readers": Verb(READING, F, _("looked at who opened the file of %(it)s")),
    "listed_sealed": Verb(READING, F, _("saw which sealed notes there are for %(it)s")),
    "read_form": Verb(READING, F, _("opened a form of the file of %(it)s")),
    "read_photo": Verb(READING, F, _("looked at a photo (%(it)s)")),
    "read_record": Verb(READING, F, _("read a care record")),
    "read_list/child": Verb(READING, F, _("fetched a list of %(count)s children")),
    "read_list/duty": Verb(READING, F, _("fetched a list of %(count)s duties")),
    "read_list/care_record": Verb(READING, F, _("fetched a list of %(count)s care records")),
    "read_figures/board": Verb(READING, F, _("fetched the school's figures")),
    "read_figures/county": Verb(READING, F, _("fetched the county's figures")),
    "listed/child": Verb(READING, F, _("looked at a list of %(count)s children")),
    "listed/class": Verb(READING, F, _("looked at class %(it)s, %(count)s children")),
    "listed/check": Verb(READING, F, _("looked at what is missing in files (%(count)s)")),
    "searched": Verb(READING, F, _("searched; %(count)s children were shown")),
    "listed/tie": Verb(READING, F, _("looked at the list of %(count)s pairs")),
    "kept_on_phone": Verb(READING, F, _("took %(count)s children along on the phone")),
    "transfer_read": Verb(READING, F, _("read the file that came with %(it)s")),
    "printed_list": Verb(TAKING, F, _("took out a list of %(count)s children to print")),
    "printed_contact_cards": Verb(TAKING, F, _("printed %(count)s contact cards (%(it)s)")),
    "printed_file_cards": Verb(TAKING, F, _("printed %(count)s file cards (%(it)s)")),
    "printed_transfer_card": Verb(TAKING, F, _("printed the transfer card of %(it)s")),
    "printed/tie": Verb(TAKING, F, _("printed %(count)s promises")),
    "revealed": Verb(OPENING, F, _("opened a masked field of %(it)s")),
    "dialled": Verb(OPENING, F, _("dialled a masked number of %(it)s")),
    "opened_for/page": Verb(OPENING, F, _("said what a page about many is for (%(it)s)")),
    "safety_round_opened": Verb(SCHOOL, F, _("asked everybody to sign safety agreements (%(it)s)")),
    "changed/safety_round": Verb(SCHOOL, F, _("changed by when safety agreements are signed")),
    "safety_text_saved": Verb(SCHOOL, F, _("changed a safety agreement: %(it)s")),
    "safety_signed": Verb(SCHOOL, F, _("signed safety agreements (%(count)s)")),
    "safety_countersigned": Verb(SCHOOL, F, _("signed opposite in %(count)s safety agreements")),
    "safety_paper_noted": Verb(
        SCHOOL, F, _("noted %(count)s signatures on paper safety agreements")
    ),
    "safety_taken_back": Verb(
        SCHOOL, F, _("took back a signature under a safety agreement: %(it)s")
    ),
    "number_shown": Verb(SCHOOL, F, _("let parents have their own number")),
    "number_hidden": Verb(SCHOOL, F, _("no longer lets parents have their own number")),
    "directory_opened": Verb(
        SCHOOL, F, _("made a link to the teachers' numbers for parents of %(it)s")
    ),
    "directory_closed": Verb(SCHOOL, F, _("closed the link to the teachers' numbers of %(it)s")),
    "refused": Verb(REFUSED, F, _("asked for something not theirs to see or change (%(it)s)")),
    "refused/page": Verb(REFUSED, N, _("asked for a page that is not theirs (%(it)s)")),
    "refused/api": Verb(REFUSED, N, _("a program asked for what it may not (%(it)s)")),
    "refused/integration": Verb(REFUSED, N, _("the program %(it)s was not let in")),
    "opened_file": Verb(FILES, F, _("began the file of %(it)s")),
    "changed_file": Verb(FILES, F, _("changed the file of %(it)s")),
    "closed_file": Verb(FILES, F, _("closed the file of %(it)s")),
    "reopened_file": Verb(FILES, F, _("took %(it)s back and opened the file again")),
    "verified_file": Verb(FILES, F, _("went through the file of %(it)s: it is right")),
    "filled_in": Verb(FILES, F, _("filled in one field for several children")),
    "set_parent": Verb(FILES, F, _("changed what is on file about a parent of %(it)s")),
    "set_relative": Verb(FILES, F, _("changed a relative of %(it)s")),
    "set_contact": Verb(FILES, F, _("changed a phone number of %(it)s")),
    "ordered_calls": Verb(FILES, F, _("changed whom to call first for %(it)s")),
    "set_fact": Verb(FILES, F, _("noted where a parent of %(it)s is")),
    "corrected_fact": Verb(FILES, F, _("corrected where a parent of %(it)s was")),
    "set_group": Verb(FILES, F, _("changed the groups of %(it)s")),
    "dropped_row": Verb(FILES, F, _("took something off the file of %(it)s")),
    "set_portrait": Verb(FILES, F, _("put a photo on the file of %(it)s")),
    "removed_portrait": Verb(FILES, F, _("took the photo off the file of %(it)s")),
    "child_suspended": Verb(FILES, F, _("noted that the studies of %(it)s rest")),
    "child_dropped_out": Verb(FILES, F, _("noted that %(it)s is out of school")),
    "pause_changed": Verb(FILES, F, _("changed how long studies rest (%(it)s)")),
    "child_back": Verb(FILES, F, _("took %(it)s back into class")),
    "transfer_offered": Verb(FILES, F, _("offered the file of %(it)s to another school")),
    "transfer_withdrawn": Verb(FILES, F, _("took the offered file of %(it)s back")),
    "transfer_refused": Verb(FILES, F, _("turned the file of %(it)s down")),
    "transfer_accepted": Verb(FILES, F, _("took over the file of %(it)s")),
    "recorded": Verb(CARE, F, _("recorded care for %(it)s")),
    "recorded/shared_record": Verb(CARE, F, _("recorded something for several together")),
    "corrected": Verb(CARE, F, _("corrected a record about %(it)s")),
    "withdrawn": Verb(CARE, F, _("took a record about %(it)s back")),
    "withdrawn/shared_record": Verb(CARE, F, _("took a record for several back")),
    "let_go": Verb(CARE, F, _("let go of a follow-up for %(it)s")),
    "added_photo": Verb(CARE, F, _("added a photo to a record (%(it)s)")),
    "removed_photo": Verb(CARE, F, _("took a photo off a record (%(it)s)")),
    "excused": Verb(CARE, F, _("excused %(it)s for some days")),
    "excuse_withdrawn": Verb(CARE, F, _("took an excuse of %(it)s back")),
    "stood_in": Verb(CARE, F, _("found who stands in for %(it)s, for %(count)s children")),
    "periods_frozen": Verb(CARE, F, _("closed %(count)s periods that were over")),
    "duties_reconciled": Verb(CARE, F, _("brought the duties up to date")),
    "figures_mended": Verb(CARE, F, _("counted the board's figures again and mended them")),
    "raised_concern": Verb(CARE, F, _("wrote a concern")),
    "added_to_concern": Verb(CARE, F, _("added a line to a concern")),
    "received_concern": Verb(CARE, F, _("received a concern")),
    "acted_on_concern": Verb(CARE, F, _("noted what was done about a concern")),
    "closed_concern": Verb(CARE, F, _("closed a concern")),
    "reopened_concern": Verb(CARE, F, _("opened a concern again")),
    "escalated_concern": Verb(CARE, F, _("turned to the head with a concern nobody received")),
    "raised_incident": Verb(CARE, F, _("raised an incident")),
    "read_incident": Verb(
        OPENING, F, _("opened an incident, with the numbers of %(count)s children")
    ),
    "tried_party": Verb(CARE, F, _("tried to reach somebody in an incident")),
    "seen_by_family": Verb(CARE, F, _("a family said by its link that it saw the school's SMS")),
    "corrected_incident": Verb(CARE, F, _("put a line of an incident right")),
    "led_incident": Verb(CARE, F, _("took the lead in an incident")),
    "handed_incident": Verb(CARE, F, _("handed the lead in an incident over")),
    "added_line_incident": Verb(CARE, F, _("wrote down what was done in an incident")),
    "added_to_incident": Verb(CARE, F, _("named one child more in an incident")),
    "made_grave_incident": Verb(CARE, F, _("said that an incident is grave")),
    "closed_incident": Verb(CARE, F, _("closed an incident")),
    "reopened_incident": Verb(CARE, F, _("opened an incident again")),
    "joined_incident": Verb(CARE, F, _("joined two incidents of one event")),
    "parted_incident": Verb(CARE, F, _("parted two incidents again")),
    "kept_incident_report": Verb(CARE, F, _("kept a version of an incident's report")),
    "handed_in_report": Verb(CARE, F, _("handed in an incident's report")),
    "took_incident_figures": Verb(TAKING, F, _("took out the figures of incidents")),
    "took_report": Verb(TAKING, F, _("took out an incident's report without names")),
    "took_named_report": Verb(TAKING, F, _("took out an incident's report with names")),
    "moved_follow_up": Verb(
        CARE, F, _("put off or handed on what was to be done after an incident")
    ),
    "did_follow_up": Verb(CARE, F, _("did what was to be done after an incident")),
    "looked_at_answer": Verb(SCHOOL, F, _("looked at an answer by SMS that matched nothing")),
    "escalated_incident": Verb(CARE, F, _("sent an incident on to the county office")),
    "read_by_county": Verb(OPENING, F, _("looked at an incident at the county office")),
    "names_by_county": Verb(
        OPENING, F, _("opened the names of %(count)s children in an incident at the county office")
    ),
    "received_by_county": Verb(CARE, F, _("received an incident at the county office")),
    "instructed_by_county": Verb(CARE, F, _("wrote an instruction from the county office")),
    "changed/officer_contact": Verb(SCHOOL, F, _("changed where they are reached for incidents")),
    "changed/rota": Verb(SCHOOL, F, _("changed the rota from %(it)s on")),
    "set_report_form": Verb(SCHOOL, F, _("changed the Word form of incidents' reports")),
    "changed/incident_rules": Verb(SCHOOL, F, _("changed the rules for incidents, version %(it)s")),
    "read_concern": Verb(OPENING, F, _("read a concern")),
    "printed_concern": Verb(TAKING, F, _("printed a concern")),
    "wrote_sealed": Verb(CARE, F, _("wrote a sealed note about %(it)s")),
    "corrected_sealed": Verb(CARE, F, _("corrected a sealed note about %(it)s")),
    "read_sealed": Verb(OPENING, F, _("opened a sealed note about %(it)s")),
    "printed_sealed": Verb(TAKING, F, _("printed a sealed note about %(it)s")),
    "broke_glass": Verb(OPENING, F, _("broke the glass to read the sealed notes of %(it)s")),
    "closed_glass": Verb(OPENING, F, _("ended an emergency access before its time")),
    "reviewed_glass": Verb(OPENING, F, _("signed an emergency access off")),
    "tied": Verb(PAIRING, F, _("gave %(count)s children somebody (%(it)s)")),
    "ended_ties": Verb(PAIRING, F, _("ended %(count)s pairs (%(it)s)")),
    "agreements_noted": Verb(PAIRING, F, _("noted who said yes to a pair, %(count)s times")),
    "agreements_taken_back": Verb(PAIRING, F, _("took a noted yes back, %(count)s times")),
    "kept_pairs": Verb(PAIRING, F, _("kept %(count)s pairs of children who are at home now")),
    "helper_agreed": Verb(PAIRING, F, _("agreed on a study helper for %(it)s")),
    "helper_ended": Verb(PAIRING, F, _("ended a study helper's pair")),
    "pairing_proposed": Verb(PAIRING, F, _("had %(count)s pairs proposed")),
    "pairing_moved": Verb(PAIRING, F, _("moved a child to somebody else in a plan")),
    "pairing_locked": Verb(PAIRING, F, _("locked a pair in a plan")),
    "pairing_unlocked": Verb(PAIRING, F, _("unlocked a pair in a plan")),
    "pairing_dropped": Verb(PAIRING, F, _("threw a plan of pairs away")),
    "pairing_approved": Verb(PAIRING, F, _("approved a plan of pairs")),
    "pairing_wishes_set": Verb(PAIRING, F, _("changed what matters in pairing")),
    "school_opened": Verb(SCHOOL, F, _("set the school up")),
    "keys_rotated": Verb(SCHOOL, F, _("gave newer keys to what is sealed")),
    "master_rotated": Verb(SCHOOL, F, _("gave a newer master key to the keys")),
    "changed/school": Verb(SCHOOL, F, _("changed the school's settings")),
    "changed/calendar": Verb(SCHOOL, F, _("changed the school's calendar")),
    "added_class": Verb(SCHOOL, F, _("added class %(it)s")),
    "changed_class": Verb(SCHOOL, F, _("changed class %(it)s")),
    "employed": Verb(SCHOOL, F, _("added %(it)s to the staff")),
    "changed/staff": Verb(SCHOOL, F, _("changed what is kept about %(it)s")),
    "left": Verb(SCHOOL, F, _("noted that %(it)s left the school")),
    "post_given": Verb(SCHOOL, F, _("gave %(it)s a post")),
    "read_access/staff": Verb(READING, F, _("looked at what %(count)s colleagues can see")),
    "confirmed_access/staff": Verb(SCHOOL, F, _("confirmed what %(count)s colleagues can see")),
    "ended_access": Verb(SCHOOL, F, _("ended what %(it)s should see no longer")),
    "post_ended": Verb(SCHOOL, F, _("ended a post of %(it)s")),
    "clearance_noted": Verb(SCHOOL, F, _("noted a check, training or code of %(it)s")),
    "clearance_corrected": Verb(SCHOOL, F, _("corrected a check, training or code of %(it)s")),
    "shut_out": Verb(SCHOOL, F, _("shut %(it)s out: the check by the police was not clear")),
    "made/care_rule": Verb(SCHOOL, F, _("made the care rule %(it)s")),
    "adopted/care_rule": Verb(SCHOOL, F, _("took over the ready rules %(it)s")),
    "changed/care_rule": Verb(SCHOOL, F, _("changed the care rule %(it)s")),
    "ended/care_rule": Verb(SCHOOL, F, _("ended the care rule %(it)s")),
    "confirmed/new_year": Verb(SCHOOL, F, _("confirmed the turn into school year %(it)s")),
    "called_off/new_year": Verb(SCHOOL, F, _("called the turn into school year %(it)s off")),
    "year_turned": Verb(SCHOOL, F, _("turned the school into school year %(it)s")),
    "year_undone": Verb(SCHOOL, F, _("took the turn into school year %(it)s back")),
    "read_roster": Verb(ROSTERS, F, _("read the roster %(it)s in")),
    "chose_columns": Verb(ROSTERS, F, _("said what a roster's columns are")),
    "decided_rows": Verb(ROSTERS, F, _("decided about rows of a roster")),
    "applied_roster": Verb(ROSTERS, F, _("took a roster over into the files")),
    "undid_roster": Verb(ROSTERS, F, _("took a roster back")),
    "dropped_roster": Verb(ROSTERS, F, _("threw a roster away")),
    "sharing_noted": Verb(LAW, F, _("noted in the sharing register: %(it)s, %(count)s children")),
    "sharing_corrected": Verb(LAW, F, _("corrected a line of the sharing register: %(it)s")),
    "assessment_signed": Verb(LAW, F, _("signed the impact assessment, version %(it)s")),
    "breach_noted": Verb(LAW, F, _("wrote down a breach: %(it)s")),
    "breach_step": Verb(LAW, F, _("added to the record of a breach: %(it)s")),
    "printed_breach_letters": Verb(TAKING, F, _("printed %(count)s letters about a breach")),
    "public_list_made": Verb(LAW, F, _("drew up a public list: %(it)s, %(count)s children")),
    "public_list_approved": Verb(LAW, F, _("approved a public list: %(it)s")),
    "public_list_ended": Verb(LAW, F, _("took a public list down: %(it)s")),
    "self_check_kept": Verb(LAW, F, _("answered the self-check of %(it)s")),
    "pack_made": Verb(TAKING, F, _("made the compliance pack of %(it)s")),
    "saved_draft/rules": Verb(LAW, F, _("wrote on the next rules for children's data")),
    "published_rules": Verb(LAW, F, _("published the rules for children's data")),
    "named_person/rules": Verb(LAW, F, _("put %(it)s in charge of children's data")),
    "listed/consent": Verb(READING, F, _("looked at the consents of %(count)s children")),
    "printed/consent": Verb(TAKING, F, _("printed consent forms for %(count)s children")),
    "read_scan/consent": Verb(OPENING, F, _("looked at a signed consent")),
    "entered_request": Verb(LAW, F, _("wrote down a family's request")),
    "decided_request": Verb(LAW, F, _("answered a family's request")),
    "printed/data_request": Verb(TAKING, F, _("printed the answer to a family's request")),
    "exported/child": Verb(TAKING, F, _("took out everything kept about %(it)s")),
    "asked_forgetting": Verb(LAW, F, _("asked that a child's data be let go of")),
    "dropped_forgetting": Verb(LAW, F, _("left a child's data as it is after all")),
    "forgot_child": Verb(LAW, F, _("let a child's data go for good")),
    "noted_consent": Verb(LAW, F, _("noted a consent for %(it)s")),
    "cleared": Verb(LAW, F, _("let go of data past their time")),
    "set_keeping": Verb(LAW, F, _("changed how long data are kept")),
    "kept_longer": Verb(LAW, F, _("kept a child's data longer")),
    "ended_hold": Verb(LAW, F, _("ended the longer keeping of a child's data")),
    "conduct_signed": Verb(LAW, F, _("confirmed the rules of conduct of %(it)s")),
    "backup_made": Verb(MACHINE, F, _("made the backup %(it)s")),
    "backup_asked": Verb(MACHINE, F, _("asked for a backup")),
    "backup_checked": Verb(MACHINE, F, _("tried whether the backup %(it)s comes back")),
    "restored": Verb(MACHINE, L, _("restored everything from the backup %(it)s")),
    "recovery_code_made": Verb(MACHINE, F, _("made the recovery code of paper %(it)s")),
    "certificate_made": Verb(MACHINE, F, _("made a certificate for %(it)s")),
    "log_read": Verb(LOG, F, _("looked at this log")),
    "log_printed": Verb(LOG, F, _("printed %(count)s entries of this log")),
    "log_exported": Verb(TAKING, F, _("took out %(count)s entries of this log as a file")),
    "log_pruned": Verb(LOG, L, _("let go of %(count)s entries that were past their time")),
    "log_checked": Verb(LOG, F, _("went through the chain of this log")),
    "log_rules_set": Verb(LOG, L, _("changed how long this log is kept and what counts as odd")),
    "anchor_printed": Verb(LOG, F, _("printed the anchor of %(it)s")),
    "anchor_fetched": Verb(LOG, F, _("fetched the anchor of %(it)s as a file")),
    "odd_settled": Verb(LOG, L, _("settled a question about the reading of %(it)s")),
    "reason_noted": Verb(LOG, L, _("noted why much reading is expected of %(it)s")),
}


def verb_of(verb: str, kind: str) -> Verb:
    """Return what is known of a verb; raises KeyError for one that nobody described."""
    return VERBS.get(f"{verb}/{kind}") or VERBS[verb]


def keep_of(verb: str, kind: str) -> str:
    """Return by which rule an entry is kept; one that nobody described as long as a file's."""
    known = VERBS.get(f"{verb}/{kind}") or VERBS.get(verb)
    return known.keep if known else F


def group_keys(group: str) -> list[tuple[str, str]]:
    """Return verb and kind ('' for any) of everything in a group."""
    keys = (key.partition("/") for key, known in VERBS.items() if known.group == group)
    return [(verb, kind) for verb, _slash, kind in keys]


def sentence(verb: str, kind: str, *, it: str, object_id: UUID | None, detail: dict) -> str:
    """Return what was done, in the reader's language, to go on after the person's name."""
    known = VERBS.get(f"{verb}/{kind}") or VERBS.get(verb)
    if known is None:
        return f"{verb} {kind} {it}".strip()
    it = it or (f"…{object_id.hex[-6:]}" if object_id else "—")
    return str(known.sentence) % {"it": it, "count": _count(detail)}


def _count(detail: dict) -> Any:
    for name in ("count", "children"):
        value = detail.get(name)
        if value is not None:
            return len(value) if isinstance(value, list) else value
    return "—"
