"""What the chain's check says, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

BROKEN = {
    "changed": _("The entry %(entry)s of %(at)s is not what was written (block %(block)s)."),
    "missing": _("The entry %(entry)s of %(at)s was taken out (block %(block)s)."),
    "added": _("The entry %(entry)s of %(at)s was put in later (block %(block)s)."),
    "block_changed": _("Block %(block)s of %(at)s was changed."),
    "block_missing": _("Block %(block)s is gone (noticed at %(at)s)."),
    "not_joined": _("Block %(block)s of %(at)s does not go on from the one before."),
    "young_pruned": _("Block %(block)s of %(at)s was let go of before the law allows."),
    "pruned_untold": _("Entries up to block %(block)s were let go of, and no entry says so."),
    "anchor": _("This anchor is not in the chain: what was before it has been changed."),
}


def broken_text(broken: dict[str, Any]) -> str:
    """Return the first broken place in words."""
    said = {**broken, "at": str(broken.get("at", ""))[:19].replace("T", " ")}
    return str(BROKEN[broken["what"]]) % said
