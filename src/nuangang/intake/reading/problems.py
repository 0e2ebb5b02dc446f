"""What can be wrong with a file, a row or a cell, and how we say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROW, CELL, NOTE = "row", "cell", "note"

UNREADABLE: Mapping[str, Promise] = {
    "empty": _("The file is empty. Please choose the roster again."),
    "too_big": _("The file is too big for a roster. Please save the roster alone in a new file."),
    "bomb": _("The file would grow far too big when opened, so it was not opened. Please save the roster as a new file."),
    "cut_off": _("The file is cut off: its end is missing. Please copy or download it again."),
    "damaged": _("The file is damaged and cannot be opened. Open it in WPS or Excel, save it as a new .xlsx file and try again."),
    "encrypted": _("The file has a password. Open it in WPS or Excel, take the password off, save it and try again."),
    "word": _("This is a Word document, not a spreadsheet. Copy its table into WPS or Excel, save it as .xlsx and try again."),
    "slides": _("This is a presentation, not a spreadsheet. Please choose the roster's spreadsheet."),
    "pdf": _("This is a PDF, not a spreadsheet. Please choose the spreadsheet it was printed from."),
    "image": _("This is a picture, not a spreadsheet. Please choose the roster's spreadsheet."),
    "archive": _("This is a packed folder. Unpack it first, then choose the spreadsheet inside."),
    "program": _("This is not a spreadsheet. Please choose the roster's spreadsheet."),
    "no_roster": _("No roster was found in the file: no sheet has a heading row with a column of children's names."),
    "no_children": _("The roster has headings but no child under them."),
}  # fmt: skip

MESSAGES: Mapping[str, Promise] = {
    "missing_name": _("The name is missing. Fill it in, or delete the row."),
    "id_lost_digits": _("The ID number was stored as a number, and its last three digits are lost. Set the column to text, then type the numbers again."),
    "id_length": _("The ID number has %(length)s characters and should have 18. Check it against the household register."),
    "id_charset": _("The ID number holds signs that cannot be in one. Check it against the household register."),
    "id_date": _("The ID number holds a day that does not exist. Check it against the household register."),
    "id_check": _("The ID number is mistyped: its last character does not fit the others. Check it against the household register."),
    "birth_mismatch": _("The date of birth is %(typed)s, but the ID number says %(number)s. Find out which is right."),
    "gender_mismatch": _("The sex given and the one in the ID number differ. Find out which is right."),
    "date_ambiguous": _("%(typed)s can be January or October. Set the column to text and type it as 2012.01 or 2012.10."),
    "date_lunar": _("This is a date of the lunar calendar. Type the date of the ordinary calendar."),
    "date_impossible": _("There is no such day: %(typed)s. Check it."),
    "date_future": _("The date %(typed)s is still to come. Check it."),
    "date_year_only": _("Only a year is given: %(typed)s. Add month and day."),
    "date_unknown": _("This cannot be read as a date: %(typed)s. Type it as 2012-03-15."),
    "century_guessed": _("The year has two digits only; it was read as %(typed)s."),
    "phone_invalid": _("This is not a full phone number: %(typed)s. A mobile number has eleven digits."),
    "phone_lost_digits": _("The phone number was shortened to %(typed)s. Set the column to text, then type the numbers again."),
    "duplicate_id": _("The same ID number stands in row %(row)s of sheet “%(sheet)s” already. Keep one of the two."),
    "duplicate_child": _("The same child (name, sex, birth and class) stands in row %(row)s of sheet “%(sheet)s” already. Keep one of the two."),
    "duplicate_name": _("The same name stands in this class in row %(row)s of sheet “%(sheet)s”. If it is the same child, delete one row."),
    "class_missing": _("The sheet does not say which class the child is in. Fill in grade and class."),
    "class_grade_missing": _("The grade is missing: “%(typed)s” alone does not say which class. Write it as 七(1)班."),
    "class_number_missing": _("Only the grade is given: %(typed)s. Add the class."),
    "class_not_read": _("“%(typed)s” cannot be read as a class. Write it as 七(1)班."),
    "class_running": _("“%(typed)s” is a running class number. Add a column with the grade, or write it as 七(1)班."),
    "class_two_grades": _("“%(typed)s” can be two grades. Write it as 七(1)班."),
    "class_assumed": _("Only the grade is given; it was taken for class 1 of that grade."),
    "class_date": _("Excel made a date of the class; it was read back as %(typed)s."),
    "class_ambiguous": _("%(typed)s can be class 1 or class 10. Set the column to text and write it as 七(1)班."),
    "value_unknown": _("“%(typed)s” was not understood and is left out. Choose one of the usual words."),
    "relation_two": _("“%(typed)s” does not say which person it is. Write 爷爷, 奶奶, 外公 or 外婆."),
    "relation_turned": _("“%(typed)s” says who the child is to the carer; it was turned round. Check that it is right."),
    "relation_unsure": _("“%(typed)s” says who the child is to the carer, but not which grandparent or parent that is. Write 爷爷, 奶奶, 外公 or 外婆."),
    "same_as_above": _("“As above” stands here. Names, numbers and phones are not copied: type it out."),
    "copied_above": _("“As above” stands here; it was read as in the row above. Check that it is right."),
    "label_above": _("The cell is empty; it was read as in the rows above. Check that it is right."),
    "hidden_row": _("The row is hidden in the sheet. Check that the child belongs in the list."),
    "cell_error": _("The cell holds an Excel error and was taken as empty."),
    "name_odd": _("“%(typed)s” does not look like a name. Check it."),
    "name_with_words": _("The words after the name (%(typed)s) were moved to the remarks."),
    "age_odd": _("By the ID number the child is %(age)s years old. Check it."),
    "age_mismatch": _("The age given is %(typed)s; by the ID number it is %(age)s."),
    "roll_mismatch": _("The school-roll number and the ID number differ. That can be right if the ID number was changed."),
    "unread_column": _("No field is known for the column “%(typed)s”. It is shown with the child but not used."),
    "parent_unsure": _("“%(typed)s” does not say whether this is the father or the mother. Use a column for each."),
    "member_unsure": _("The family member's relation is missing or not known, so the name was not used."),
}  # fmt: skip

CODES = {
    "id_length": "id_checksum",
    "id_charset": "id_checksum",
    "id_date": "id_checksum",
    "id_check": "id_checksum",
    "date_ambiguous": "date_unreadable",
    "date_lunar": "date_unreadable",
    "date_impossible": "date_unreadable",
    "date_future": "date_unreadable",
    "date_year_only": "date_unreadable",
    "date_unknown": "date_unreadable",
    "phone_lost_digits": "phone_invalid",
    "duplicate_id": "duplicate_in_file",
    "duplicate_child": "duplicate_in_file",
    "duplicate_name": "duplicate_in_file",
    "class_missing": "class_unknown",
    "class_grade_missing": "class_unknown",
    "class_number_missing": "class_unknown",
    "class_not_read": "class_unknown",
    "class_running": "class_unknown",
    "class_two_grades": "class_unknown",
    "class_ambiguous": "class_unknown",
    "relation_two": "value_unknown",
    "relation_unsure": "value_unknown",
    "name_odd": "value_unknown",
    "parent_unsure": "value_unknown",
    "member_unsure": "value_unknown",
}

WHY_SKIPPED: Mapping[str, Promise] = {
    "title": _("title"),
    "fill_in": _("fill-in line"),
    "header": _("headings"),
    "numbering": _("numbers of the columns"),
    "hint": _("how to fill it in"),
    "blank": _("empty row"),
    "only_number": _("only a running number"),
    "total": _("totals"),
    "signature": _("signatures"),
    "note": _("notes"),
    "example": _("example"),
    "other_person": _("not a child"),
    "continuation": _("second line of the child above"),
    "no_header": _("no heading row with names on this sheet"),
}


class UnreadableRoster(Exception):
    """A file that can't be used; `code` is a key of `UNREADABLE`, `str()` its one sentence."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    def __str__(self) -> str:
        return str(UNREADABLE[self.code])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person should look at; `kind` is a key of `MESSAGES`, `row` as Excel counts."""

    sheet: str
    row: int
    column: str
    field: str
    kind: str
    severity: str
    details: Mapping[str, Any] = made(default_factory=dict)

    @property
    def code(self) -> str:
        """The code other programs know (issue 2)."""
        return CODES.get(self.kind, self.kind)

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return str(MESSAGES[self.kind]) % self.details

    def as_json(self) -> dict[str, Any]:
        """The problem as `import-roster --json` prints it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "field": self.field,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
        }
