"""What is done in pairing: proposing, mending, approving, handing over, and study helpers."""

from nuangang.mentoring.actions.approving import Approved, approve
from nuangang.mentoring.actions.by_hand import end_pair, pair_one
from nuangang.mentoring.actions.drafts import drop, hand_over, propose, rerun_open
from nuangang.mentoring.actions.mending import lock_pair, move_pair, unlock_pair
from nuangang.mentoring.actions.study_helpers import agree_on_helper, end_helper
from nuangang.mentoring.actions.wishes import set_wishes

__all__ = [
    "Approved",
    "agree_on_helper",
    "approve",
    "drop",
    "end_helper",
    "end_pair",
    "hand_over",
    "lock_pair",
    "move_pair",
    "pair_one",
    "propose",
    "rerun_open",
    "set_wishes",
    "unlock_pair",
]
