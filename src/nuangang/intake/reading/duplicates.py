"""Children who stand in a file twice (domain.md §6.4: never by name alone)."""

from nuangang.intake.reading.draft import Draft
from nuangang.intake.reading.problems import NOTE, ROW
from nuangang.lib.names import comparable


class Duplicates:
    """Remembers every child read so far, over all sheets of a file."""

    def __init__(self) -> None:
        self._ids: dict[str, tuple[str, int]] = {}
        self._keys: dict[tuple[object, ...], tuple[str, int, str]] = {}

    def seen_before(self, draft: Draft) -> bool:
        """Whether the row repeats an earlier child; that is noted, and the row blocked.

        The same name, sex and class without a date of birth is only worth a look.
        """
        facts = draft.facts
        number = facts.get("id_number", "")
        place = (draft.sheet, draft.number)
        if number and number in self._ids:
            sheet, row = self._ids[number]
            draft.problem("duplicate_id", "id_number", ROW, sheet=sheet, row=row)
            return True
        if self._same_child(draft, number):
            return True
        if number:
            self._ids[number] = place
        return False

    def _same_child(self, draft: Draft, number: str) -> bool:
        facts = draft.facts
        key = (
            comparable(facts["name"]),
            facts.get("gender"),
            facts.get("birth"),
            facts.get("grade"),
            facts.get("klass"),
        )
        earlier = self._keys.setdefault(key, (draft.sheet, draft.number, number))
        sheet, row, earlier_number = earlier
        if (sheet, row) == (draft.sheet, draft.number) or (number and earlier_number):
            return False
        if not facts.get("birth"):
            draft.problem("duplicate_name", "name", NOTE, sheet=sheet, row=row)
            return False
        draft.problem("duplicate_child", "name", ROW, sheet=sheet, row=row)
        return True
