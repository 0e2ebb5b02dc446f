"""The people of incidents' tests: An with a grandmother at home and a mother far away, and who leads."""

from typing import Any
from uuid import uuid4

from nuangang.incidents.actions.raising import raise_incident
from nuangang.incidents.models import Deadline, Incident, of
from nuangang.people.models import Child, Contact, Relative, Staff
from nuangang.wellbeing.tests.cast import Cast as SealedCast

HOME, AWAY = "13800000001", "13800000002"
WORDS = "从双杠上摔下来，右手不能动"


class Cast(SealedCast):
    """The head, a deputy, the lead, a counsellor, class teachers and agent parents; An's family on file."""

    def __init__(self) -> None:
        super().__init__()
        self.family(self.an)

    def family(self, child: Child) -> None:
        """Put a grandmother at home and a mother far away on a child's file."""
        own = {"school": self.school, "child": child}
        gran = Relative.objects.create(
            **own, kin="paternal_grandmother", name="张桂花", is_carer=True
        )
        mother = Relative.objects.create(**own, kin="mother", name="刘芳")
        Contact.objects.create(**own, relative=mother, number=AWAY, call_order=1)
        Contact.objects.create(**own, relative=gran, number=HOME, call_order=2)

    def incident(self, by: Staff | None = None, *children: Child, **more: Any) -> Incident:
        """Let somebody raise an injury of An, or something about these children."""
        given = {"kind": "injury", "words": WORDS, "once": uuid4(), **more}
        return raise_incident(self.as_(by or self.wang), children=children or [self.an], **given)

    def due(self, incident: Incident, party: str) -> Deadline:
        """Return the one deadline of a party."""
        return of(incident, Deadline).select_related("incident").get(party=party, what="tell")
