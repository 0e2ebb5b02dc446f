"""The demonstration's safety agreements: asked at the start of the school year, most signed by now."""

from datetime import date, timedelta

from nuangang.accounts.models import School
from nuangang.people.actors import actor_for
from nuangang.people.models import SchoolClass, Staff
from nuangang.people.staff_queries import school_year_on
from nuangang.safety.actions.directory import choose_posts, open_link, show_number
from nuangang.safety.actions.rounds import open_round
from nuangang.safety.actions.signing import note_paper, sign_own
from nuangang.safety.queries.directory import USUAL
from nuangang.safety.queries.owed import Line, all_lines

LEFT, WAITING = 9, 7


def sign_agreements(school: School, head: Staff, lead: Staff, today: date) -> None:
    """Let the head ask everybody; most have signed, some wait for the level above, some are late."""
    year, actor = school_year_on(today), actor_for(head.user_id)
    round_ = open_round(
        actor, year=year, begins=date(year, 9, 1), ends=date(year + 1, 8, 31),
        sign_by=today + timedelta(days=5),
    )  # fmt: skip
    lines = all_lines(school.pk, round_, today)
    done, waiting = _shared_out(lines)
    on = max(date(year, 9, 1), today - timedelta(days=30))
    note_paper(actor_for(lead.user_id), round_, done, on=on, name_above="", place="德育处 3 号柜")
    for line in waiting:
        person = Staff.objects.of(school).get(pk=line.person.id)
        if signer := actor_for(person.user_id):
            sign_own(signer, round_, [line])


def give_numbers(school: School, head: Staff, teachers: dict[SchoolClass, Staff]) -> None:
    """Let the head publish the usual posts; two class teachers gave their own number, one class has a link."""
    choose_posts(actor_for(head.user_id), USUAL)
    for number, (klass, teacher) in enumerate(list(teachers.items())[1:3]):
        actor = actor_for(teacher.user_id)
        show_number(actor, teacher.phone)
        if actor and number:
            open_link(actor, klass)


def _shared_out(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return who has signed on paper with the level above, and who has signed alone."""
    below = [line for line in lines if line.level > 1]
    rest = [line for place, line in enumerate(below) if place % LEFT == 4]
    one_side = [line for place, line in enumerate(rest) if place < WAITING and place % 2]
    late = {line.key for line in rest}
    return [line for line in below if line.key not in late], one_side
