"""nuangang pair: propose agent parents from the command line."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuangang.accounts.queries import school_called
from nuangang.mentoring.actions import approve, propose
from nuangang.mentoring.actions.drafts import look
from nuangang.mentoring.pairs import Proposal
from nuangang.mentoring.queries.drafts import counts_of, sentence
from nuangang.mentoring.reasons import reason_text, unmet_text
from nuangang.mentoring.roll import Roll
from nuangang.policy.actor import Actor

CANNOT_BE_DONE = 2


class Command(BaseCommand):
    """Propose an agent parent for every left-behind child of a school."""

    help = (
        "Propose an agent parent for every left-behind child. The proposal is kept as a draft that"
        " a person approves on the page, unless --check or --approve says otherwise."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the school, how far to go, and how to answer."""
        parser.add_argument("--school", default="", help="the school's code or short name")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--check", action="store_true", help="say what would be proposed; write nothing"
        )
        how.add_argument(
            "--approve", action="store_true", help="write the pairs at once, from today on"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Exit 0 with a proposal, 2 when the school isn't known."""
        school = school_called(options["school"])
        if school is None:
            self.stderr.write(_("No school of this code or short name is here."))
            raise SystemExit(CANNOT_BE_DONE)
        actor = Actor(name=str(_("command line")), school=school)
        roll, proposal = look(actor)
        if options["check"]:
            said = _("Nothing was written (--check).")
        else:
            said = self._write(actor, approving=options["approve"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(roll, proposal), ensure_ascii=False))
        else:
            self._tell(roll, proposal, said)

    def _write(self, actor: Actor, *, approving: bool) -> str:
        plan = propose(actor)
        if not approving:
            return _("The draft is kept; approve it on the page “Pairing”.")
        done = approve(actor, plan, since=timezone.localdate())
        made = done.made if done else 0
        text = ngettext(
            "%(num)d new pair holds from today on.", "%(num)d new pairs hold from today on.", made
        )
        return text % {"num": made}

    def _tell(self, roll: Roll, proposal: Proposal, said: str) -> None:
        self.stdout.write(sentence(counts_of(roll, proposal), proposal.loads))
        for one in proposal.unmet:
            self.stdout.write(f"  {unmet_text(one.rule, one.count)}")
        self.stdout.write(said)


def as_json(roll: Roll, proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as the command's contract has it: ids as text, names beside them."""
    names = {pk: row["name"] for rows in (roll.children, roll.adults) for pk, row in rows.items()}
    return {
        "pairs": [
            {
                "child": str(pair.child),
                "child_name": names[pair.child],  # type: ignore[index]
                "adult": str(pair.adult),
                "adult_name": names[pair.adult],  # type: ignore[index]
                "kept": pair.kept,
                "reasons": [
                    {"code": r.code, **r.params, "text": reason_text(r.code, r.params)}
                    for r in pair.reasons
                ],
            }
            for pair in proposal.pairs
        ],
        "loads": [
            {**asdict(load), "adult": str(load.adult), "adult_name": names[load.adult]}  # type: ignore[index]
            for load in proposal.loads
        ],
        "unmet": [
            {
                "rule": one.rule,
                "count": one.count,
                "who": [{"id": str(pk), "count": count} for pk, count in one.who],
                "message": unmet_text(one.rule, one.count),
            }
            for one in proposal.unmet
        ],
        "objective": proposal.objective,
        "seconds": round(proposal.seconds, 4),
    }
