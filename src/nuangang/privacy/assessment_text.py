"""The sections of the impact assessment, filled in beforehand with what this system does (PIPL 56)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SECTIONS = {
    "purpose": gettext_lazy("1. What children's data is used for"),
    "need": gettext_lazy("2. Whether that is lawful, justified and necessary"),
    "data": gettext_lazy("3. Which data, of whom, kept for how long"),
    "who": gettext_lazy("4. Who sees what"),
    "others": gettext_lazy("5. What is given to others"),
    "risks": gettext_lazy("6. What could go wrong, and what it would do to a child"),
    "measures": gettext_lazy("7. What is done against it"),
    "rest": gettext_lazy("8. Which risk remains"),
    "decided": gettext_lazy("9. What was decided, by whom"),
}


def ready_text(figures: dict[str, Any]) -> dict[str, str]:
    """Return each section as the product would answer it; `figures`: children, young, staff, school."""
    texts = {
        "purpose": _(
            "%(school)s keeps files of its pupils, above all of those left behind by parents who work away: to know who cares for each child, to pair each with an adult at school, to see that talks, calls and visits take place, to act at once where a child is in danger, and to report the figures the bureau asks for. Nothing is used for advertising, ranking or automatic decisions."
        ),
        "need": _(
            "Schools must keep files on left-behind children and children in difficulty (Law on the Protection of Minors, article 29) and report harm to children (article 11); for this no consent is asked. What goes beyond it, such as photos, likes and wishes, is kept only with the guardians' consent and is off until then. Less data would not do: without phones nobody at home can be reached, without the parents' whereabouts nobody knows who is left behind."
        ),
        "data": _(
            "%(children)s children, %(young)s of them under 14, whose data is all sensitive: name, birth, ID and school-roll number, class, family and who cares at home, phones, address, health as far as care needs it, care records, notes of counselling. Files are kept while the child is enrolled and three years after, then anonymised; the log of who looked is kept three years."
        ),
        "who": _(
            "%(staff)s people work here. Each sees by post: a class teacher the own class, an agent parent the own children, people from outside a thin view. ID numbers are masked and opened only with a reason that is recorded; notes of counselling are sealed. Every reading is recorded."
        ),
        "others": _(
            "To the education bureau figures without names; to another school the file of a child who goes there; in an emergency to the police, a hospital or civil affairs. Each time stands in the sharing register. Nothing leaves the country, and no outside service is used."
        ),
        "risks": _(
            "A password is guessed or a phone is lost: a stranger reads files. Somebody on the staff looks out of curiosity or prints a list that is left lying. The computer is stolen or breaks. A label such as “left behind” leads to a child being looked down on. A wrong phone number leads to a call to the wrong person. For a child this can mean shame, being cheated, or harm by somebody who knows that nobody is at home."
        ),
        "measures": _(
            "Second step at sign-in for those who see much; ID numbers, phones and addresses encrypted; encrypted backups; access by post and by tie, ended at once when somebody leaves; checks by the police and yearly training for everybody near children; a log that cannot be changed; lists in public only with name, school, grade and class, for a time; a plan for breaches; children are never ranked, and a person decides about every risk level."
        ),
        "rest": _(
            "Small, and bearable: what remains is above all carelessness with paper and with phones, met by training and by looking through the log each term."
        ),
        "decided": _(
            "The school goes on as described. To be looked at again in a year, or as soon as purposes or data change."
        ),
    }
    return {code: text % figures for code, text in texts.items()}
