"""A report while it is written: what it begins with, which names stand in it, what is kept in the end."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nuangang.accounts.posts import Post
from nuangang.incidents.forms.reporting import HEAD, KEEP, REPLACE, ReportForm
from nuangang.incidents.kinds import Clock, Party, What
from nuangang.incidents.models import Deadline, Incident, IncidentReport
from nuangang.incidents.queries.naming import names_around
from nuangang.incidents.queries.page import children_of
from nuangang.incidents.queries.report_facts import facts_of
from nuangang.incidents.queries.reports import Version, body_of
from nuangang.incidents.report_shape import headed, mark_of, sections_of
from nuangang.incidents.report_text import begun, printed, title_of
from nuangang.incidents.standing_in import (
    NUMBERS,
    Name,
    found_in,
    replaced,
    without_numbers,
)
from nuangang.lib.ids import new_id
from nuangang.people.models import StaffPost, holding
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.calendar import school_day_now

OFFICE = "学校办公室"
TO = {
    Party.BUREAU.value: "县教育局", Party.TOWNSHIP.value: "镇（乡）人民政府", Party.POLICE.value: "公安机关",
    Party.CIVIL.value: "民政部门", Party.CDC.value: "疾病预防控制中心",
}  # fmt: skip


@dataclass
class Draft:
    """One report being written, for one reader."""

    actor: Actor
    incident: Incident
    now: datetime
    named: bool
    kind: str
    issue: int
    versions: list[Version]
    corrects: IncidentReport | None
    left: list[Name] = field(default_factory=list)
    numbers: bool = False

    def __post_init__(self) -> None:
        self.sections = sections_of(self.incident.clock, self.kind)
        self.children = children_of(self.actor, self.incident)
        self.names = names_around(self.actor, self.incident, self.children, self.now)
        self.texts: dict[str, str] = {}

    @property
    def mark(self) -> str:
        """Return 首报, 续报二, 终报 …"""
        return mark_of(self.kind, self.issue, corrected=self.corrects is not None)

    @property
    def must(self) -> bool:
        """Say whether names stand in it that can't be left there."""
        return self.numbers or any(self._blocks(name) for name in self.left)

    def _blocks(self, name: Name) -> bool:
        return name.never or (name.must and not self.named)

    def form(self, data: Any) -> ReportForm:
        """Return the form, begun with what is known or with the version that is put right."""
        return ReportForm(
            data, sections=self.sections, named=self.named, corrects=self.corrects is not None,
            initial={} if data else {**self._begin(), "once": new_id()},
        )  # fmt: skip

    def _begin(self) -> dict[str, str]:
        if self.corrects is not None:
            return self._as_before(self.corrects)
        since = None
        if self.kind == IncidentReport.Kind.PROGRESS:
            since = max((v.row.at for v in self.versions), default=None)
        facts = facts_of(
            self.actor, self.incident, self.children, names=self.names, named=self.named,
            since=since, now=self.now,
        )  # fmt: skip
        head = {
            "title": title_of(self.incident.clock, facts.school), "to": self._addressed(),
            "signer": self._signer(), "contact": OFFICE,
        }  # fmt: skip
        return {**head, **begun(self.incident.clock, self.kind, facts)}

    def _as_before(self, report: IncidentReport) -> dict[str, str]:
        body = body_of(report)
        clean = self._clean if not self.named else str
        return {key: clean(text) for key, text in body.get("typed", {}).items()}

    def _addressed(self) -> str:
        rows = visible(self.actor, Deadline).filter(
            incident_id=self.incident.pk, what=What.TELL, party__in=list(TO)
        )
        parties = set(rows.values_list("party", flat=True)) or {Party.BUREAU.value}
        return "、".join(words for party, words in TO.items() if party in parties)

    def _signer(self) -> str:
        """Return the head's name; of a report of harm nobody's, it is signed by hand."""
        if self.incident.clock == Clock.REPORT:
            return ""
        rows = StaffPost.objects.filter(
            holding(school_day_now(self.now)), school_id=self.incident.school_id, post=Post.HEAD
        )
        return rows.values_list("staff__name", flat=True).order_by("pk").first() or ""

    def _clean(self, text: str) -> str:
        return without_numbers(replaced(text, self._standing()))

    def _standing(self) -> list[Name]:
        """Return the names to put other words for: in a version with names only whom no version names."""
        return [name for name in self.names if name.never] if self.named else self.names

    def take(self, form: ReportForm) -> bool:
        """Take over what was typed; False while names stand in it that nobody has decided about."""
        self.texts = form.texts()
        asked = form.cleaned_data["names"]
        if asked == REPLACE:
            self.texts = {key: self._put_right(key, text) for key, text in self.texts.items()}
        checked = [text for key, text in self.texts.items() if not self._is_free(key)]
        self.left = found_in(checked, self._standing())
        self.numbers = not self.named and any(
            NUMBERS.search(self.texts[s.key]) for s in self.sections
        )
        return not self.must and (not self.left or asked == KEEP)

    def _is_free(self, key: str) -> bool:
        """Say whether a colleague may stand there by name: whoever signs and whom to ask back."""
        return key in ("signer", "contact") and self.incident.clock != Clock.REPORT

    def _put_right(self, key: str, text: str) -> str:
        if self._is_free(key):
            return text
        return (
            self._clean(text)
            if key not in HEAD and not self.named
            else replaced(text, self._standing())
        )

    def body(self) -> dict[str, Any]:
        """Return what the version says, as it is kept."""
        kept = [
            (s, words) for s in self.sections if (words := printed(self.texts[s.key], self.kind))
        ]
        return {
            **{key: self.texts[key] for key in HEAD}, "unit": self.incident.school.name,
            "parts": [[headed(number, s), words] for number, (s, words) in enumerate(kept)],
            "typed": self.texts,
        }  # fmt: skip
