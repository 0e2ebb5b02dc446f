"""What the desk keeps of a child: its columns for the data map, what the family is handed, what goes."""

from django.utils.translation import gettext_lazy as _

from nuangang.desk.models import Pause, Transfer
from nuangang.privacy.data_map import FILE, MACHINE, PLAIN, mapped
from nuangang.privacy.forgetting import GONE, of_child, part
from nuangang.privacy.queries.everything import WORK, handed_out, kept_back

mapped(
    "desk.Transfer",
    _("Transfers"),
    [
        (FILE, PLAIN, "child_name from_on other_name note answer"),
        (
            FILE, MACHINE,
            "id school offer way state other_school child made_by made_at answered_by answered_at",
        ),
    ],
)  # fmt: skip
mapped(
    "desk.Pause",
    _("Pauses"),
    [
        (FILE, PLAIN, "kind since back_by until reason told_on told_how"),
        (FILE, MACHINE, "id school child excuse made_by made_at"),
    ],
)
mapped(
    "desk.NewYear",
    _("The move into a new school year"),
    [(FILE, MACHINE, "id school year state choices confirmed_by confirmed_at done_at undo")],
)
handed_out("desk.Transfer", of_child(Transfer))
handed_out("desk.Pause", of_child(Pause))
kept_back("desk.NewYear", WORK)
part(
    "transfers", _("Names and notes of transfers"), of_child(Transfer),
    child_name=GONE, note="", answer="",
)  # fmt: skip
part("pauses", _("Reasons of pauses"), of_child(Pause), reason="", told_how="")
