"""Who is to be paired, as the solver takes them out of the rows."""

from datetime import date, timedelta

from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.mentoring.actions import set_wishes
from nuangang.mentoring.roll import roll_of
from nuangang.mentoring.school_wishes import SchoolWishes
from nuangang.mentoring.tests.cast import Cast, other_school
from nuangang.people.models import Contact, Kin, Relative, Staff

TODAY = timezone.localdate()


def adults(cast: Cast, **more) -> dict:
    roll = roll_of(cast.as_(cast.lead).school, TODAY)
    names = {pk: row["name"] for pk, row in roll.adults.items()}
    return {names[one.id]: one for one in roll.adults_to_pair(**more)}


def test_children_are_the_left_behind_who_are_here_and_whoever_is_tied(cast: Cast) -> None:
    cast.child("不留守", left_behind="no")
    cast.child("走了", left_on=TODAY)
    cast.child("未来", joined_on=TODAY + timedelta(days=1))
    tied = cast.child("爸爸回来了", left_behind="no")
    cast.tie(tied, cast.li)
    other_school()
    roll = roll_of(cast.school, TODAY)
    names = {row["name"] for row in roll.children.values()}
    assert names == {"安安", "波波", "晨晨", "丹丹", "爸爸回来了"}


def test_a_tie_counts_in_whole_years(cast: Cast) -> None:
    roll = roll_of(cast.school, date(2022, 8, 31))
    assert roll.years(cast.an.pk) == 1
    assert roll_of(cast.school, date(2022, 9, 1)).years(cast.an.pk) == 2
    assert roll.years(cast.dan.pk) == 0


def test_party_members_have_two_at_least_and_outsiders_no_least(cast: Cast) -> None:
    cast.person("村医", "doctor", outside=True)
    quotas = {name: one.quota for name, one in adults(cast).items()}
    assert quotas == {"王老师": 1, "李老师": 1, "徐老师": 2, "村医": 0}


def test_posts_say_whose_class_somebody_teaches(cast: Cast) -> None:
    cast.post(cast.wang, Post.SUBJECT_TEACHER, klass=cast.class_1)
    cast.post(cast.wang, Post.CLASS_TEACHER, klass=cast.class_2, until=TODAY)
    wang = adults(cast)["王老师"]
    assert wang.classes == {cast.class_1.pk}
    assert wang.class_teacher_of == frozenset()


def test_who_left_or_leaves_is_not_eligible(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.wang.pk).update(until=TODAY)
    found = adults(cast, leaving=cast.li.pk)
    assert {name for name, one in found.items() if one.eligible} == {"徐老师"}
    assert set(found) == {"王老师", "李老师", "徐老师"}


def test_the_school_says_which_kinds_of_people_may(cast: Cast) -> None:
    cast.post(cast.wang, Post.SUBJECT_TEACHER, klass=cast.class_1)
    set_wishes(cast.as_(cast.lead), SchoolWishes(pool=("teachers", "party")))
    found = adults(cast)
    assert {name for name, one in found.items() if one.eligible} == {"王老师", "徐老师"}


def test_the_same_fathers_phone_makes_brothers_and_sisters(cast: Cast) -> None:
    for child, number in ((cast.an, "x1"), (cast.dan, "x1"), (cast.chen, "x2")):
        father = Relative.objects.create(school=cast.school, child=child, kin=Kin.FATHER)
        Contact.objects.create(
            school=cast.school, child=child, relative=father, number="1", number_index=number
        )
    found = {one.id: one.siblings_group for one in roll_of(cast.school, TODAY).children_to_pair()}
    assert found[cast.an.pk] == found[cast.dan.pk] is not None
    assert found[cast.chen.pk] != found[cast.an.pk]
    assert found[cast.bo.pk] is None


def test_the_roll_takes_as_many_statements_for_twice_the_rows(
    cast: Cast, django_assert_num_queries
) -> None:
    for place in range(6):
        cast.tie(cast.child(f"孩子{place}"), cast.person(f"老师{place}", f"t{place}"))
    cast.as_(cast.lead)
    with django_assert_num_queries(5):
        roll_of(cast.school, TODAY).children_to_pair()
