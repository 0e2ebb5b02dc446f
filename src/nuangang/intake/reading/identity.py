"""Who the child is: name, sex, identity number, date of birth, age (domain.md §5.1, §5.7)."""

import re
from datetime import date

from nuangang.intake.reading import choices
from nuangang.intake.reading.draft import Draft
from nuangang.intake.reading.problems import NOTE, ROW
from nuangang.lib import ethnic, idnumber, names, rollnumber, typed_dates
from nuangang.lib.typed_text import plain, says_nothing, tidy

_AFTER_NAME = re.compile(r"^(.+?)\s*[(（\[【](.+?)[)）\]】]\s*[*★☆]*$")
_SCIENCE = re.compile(r"\d{1,2}(?:\.\d+)?E\+?1[4-9]", re.IGNORECASE)
_LOST_TAIL = re.compile(r"\d{15}000")
_ORDINARY_AGES = range(3, 21)


def read_name(draft: Draft) -> bool:
    """Put the name; without one the row is blocked and the answer is False."""
    typed = draft.text("name")
    if typed and draft.copied_above("name"):
        typed = ""
    if match := _AFTER_NAME.match(typed):
        typed = match[1]
        if "gender" not in draft.present and (told := choices.gender(match[2])):
            draft.facts["gender"] = told
        else:
            draft.facts["remark"] = "；".join(filter(None, [match[2], draft.text("remark")]))
        draft.note("name_with_words", "name", typed=match[2])
    name = names.normal(typed).strip("*★☆※#、,，。;；:：")
    if not any(c.isalpha() or names.HAN.match(c) for c in name):
        draft.problem("missing_name", "name", ROW)
        return False
    if len(name) > 30 or any(c.isdigit() or c in "、，,/;；" for c in name):
        draft.note("name_odd", "name", typed=name)
    draft.facts["name"] = name
    return True


def read_identity(draft: Draft, today: date, *, lost_ids: bool) -> None:
    """Put sex, identity number, birth, age and nationality; mismatches are noted, never repaired."""
    number = read_id(draft, "id_number", lost_column=lost_ids)
    _gender(draft, number)
    _birth(draft, number, today)
    _age(draft, number, today)
    _ethnicity(draft)
    _roll(draft, number)


def read_id(draft: Draft, field: str, *, lost_column: bool = False) -> idnumber.IdNumber | None:
    """A sound identity number of any person; a bad one is dropped with its problem.

    Fifteen digits are an old number, kept for grown-ups only.
    """
    value = draft.value(field)
    if value is None or says_nothing(tidy(value)) or value == 0 or draft.copied_above(field):
        return None
    if _other_document(draft, field):
        draft.put("other_id", tidy(value))
        return None
    if _lost(value, lost_column):
        draft.problem("id_lost_digits", field)
        return None
    try:
        found = idnumber.read(tidy(value))
    except idnumber.BadIdNumber as bad:
        if field != "id_number" and re.fullmatch(r"\d{15}", idnumber.clean(value)):
            draft.facts[field] = idnumber.clean(value)
            return None
        _bad_id(draft, field, bad.reason, tidy(value))
        return None
    draft.facts[field] = found.number
    return found


def _other_document(draft: Draft, field: str) -> bool:
    if field != "id_number":
        return False
    kind = draft.text("id_type")
    return bool(kind) and "身份证" not in kind and plain(kind) not in ("1", "01", "居民")


def _lost(value: object, suspicious: bool) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value >= 1e15
    text = (
        idnumber.clean(value)
        if not isinstance(value, str) or "E" not in value.upper()
        else plain(value)
    )
    if _SCIENCE.fullmatch("".join(plain(value).split())):
        return True
    if not _LOST_TAIL.fullmatch(text):
        return False
    return suspicious or idnumber.check_character(text[:17]) != text[17]


def _bad_id(draft: Draft, field: str, reason: str, typed: str) -> None:
    number = idnumber.clean(typed)
    if not any(c.isdigit() for c in number):
        draft.problem("value_unknown", field, typed=typed)
        return
    draft.problem(f"id_{reason}", field, length=len(number))


def _gender(draft: Draft, number: idnumber.IdNumber | None) -> None:
    typed = draft.text("gender")
    ticked = [word for word, _ in draft.ticks.get("gender", [])]
    if not typed and len(ticked) == 1:
        typed = ticked[0]
    found = choices.gender(typed) if typed and not draft.copied_above("gender") else None
    found = found or draft.facts.get("gender")
    if typed and found is None and "gender" in draft.cells:
        draft.problem("value_unknown", "gender", typed=typed)
    if len(ticked) > 1:
        draft.problem("value_unknown", "gender", typed="、".join(ticked))
    if found:
        draft.facts["gender"] = found
        if number and number.gender != found:
            draft.note("gender_mismatch", "gender")
    elif number:
        draft.facts["gender"] = number.gender
        draft.derived["gender"] = "id_number"


def _birth(draft: Draft, number: idnumber.IdNumber | None, today: date) -> None:
    _join_birth(draft)
    found = read_date(draft, "birth", today, number.birth if number else None)
    if found:
        draft.facts["birth"] = found.iso
        if number and not found.agrees(number.birth):
            draft.note("birth_mismatch", "birth", typed=found.iso, number=number.birth.isoformat())
    elif number:
        draft.facts["birth"] = number.birth.isoformat()
        draft.derived["birth"] = "id_number"


def _join_birth(draft: Draft) -> None:
    """Year, month and day in cells of their own."""
    parts = [plain(draft.value(f"birth_{part}") or "") for part in ("year", "month", "day")]
    cell = draft.cells.get("birth_year")
    if "birth" not in draft.cells and cell and parts[0]:
        draft.cells["birth"] = ("-".join(p.rstrip("年月日") for p in parts if p), cell[1])


def read_date(
    draft: Draft, field: str, today: date, known: date | None = None
) -> typed_dates.PartialDate | None:
    """A typed date; what cannot be read is dropped with the reason.

    2008.1 from a number cell is settled by the cell's format or by a `known` date, else dropped.
    """
    value = draft.value(field)
    if value is None or says_nothing(tidy(value)) or draft.copied_above(field):
        return None
    lost_zero = draft.plain_numbers or isinstance(value, float)
    got = typed_dates.read(value, today=today, lost_zero=lost_zero, epoch_1904=draft.epoch_1904)
    if got.why == "ambiguous":
        return _settled(draft, field, got, known)
    if got.why:
        draft.problem(f"date_{got.why}", field, typed=tidy(value))
    elif got.date and got.century_guessed and not (known and got.date.agrees(known)):
        draft.note("century_guessed", field, typed=got.date.iso)
    return got.date


def _settled(
    draft: Draft, field: str, got: typed_dates.DateReading, known: date | None
) -> typed_dates.PartialDate | None:
    january, october = got.candidates
    column = draft.cells[field][1]
    shown = draft.shown(draft.number - 1, column) if draft.shown else ""
    if re.search(r"0\.00(?!0)", shown):
        return october
    agreeing = [c for c in (january, october) if known and c.agrees(known)]
    if agreeing:
        return agreeing[0]
    draft.problem("date_ambiguous", field, typed=tidy(draft.value(field)))
    return None


def _age(draft: Draft, number: idnumber.IdNumber | None, today: date) -> None:
    age = read_age(draft, "age")
    if not number:
        return
    true = (
        today.year
        - number.birth.year
        - ((today.month, today.day) < (number.birth.month, number.birth.day))
    )
    if true not in _ORDINARY_AGES:
        draft.note("age_odd", "id_number", age=true)
    elif age is not None and abs(age - true) > 2:
        draft.note("age_mismatch", "age", typed=age, age=true)


def read_age(draft: Draft, field: str) -> int | None:
    """Put an age in whole years, 12 or 12岁 or 12周岁; anything else is dropped."""
    typed = draft.text(field)
    if not typed:
        return None
    match = re.match(
        r"^(?:约|满)?\s*(\d{1,3})(?:\.\d+)?\s*(?:周?岁|虚岁)?(?:半|多|左右)?$", plain(typed)
    )
    if not match or int(match[1]) > 120:
        draft.problem("value_unknown", field, typed=typed)
        return None
    draft.facts[field] = int(match[1])
    return int(match[1])


def _ethnicity(draft: Draft) -> None:
    typed = draft.text("ethnicity") or next((w for w, _ in draft.ticks.get("ethnicity", [])), "")
    if not typed:
        return
    found = ethnic.read(typed)
    draft.put("ethnicity", found)
    if found is None:
        draft.problem("value_unknown", "ethnicity", typed=typed)


def _roll(draft: Draft, number: idnumber.IdNumber | None) -> None:
    value = draft.value("roll_no")
    if value is None or says_nothing(tidy(value)):
        return
    if isinstance(value, float | int) and value >= 1e15:
        draft.problem("id_lost_digits", "roll_no")
        return
    roll = rollnumber.read(tidy(value))
    draft.facts["roll_no"] = roll or tidy(value)
    part = rollnumber.identity_part(roll) if roll else None
    if number and part and part != number.number:
        draft.problem("roll_mismatch", "roll_no", NOTE)
