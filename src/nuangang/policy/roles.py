"""How far a right reaches, and who has rights: the names that the matrix is written in."""

from enum import IntEnum

from nuangang.accounts.posts import Post, RegionPostKind


class Scope(IntEnum):
    """How far somebody's right reaches, from nothing to the region."""

    NONE = 0
    OWN = 1
    TIED = 2
    TAUGHT = 3
    CLASS = 4
    GRADE = 5
    SCHOOL = 6


NONE, OWN, TIED, TAUGHT, CLASS, GRADE, SCHOOL = Scope

HEAD, DEPUTY, LEAD = Post.HEAD.value, Post.DEPUTY.value, Post.LEAD.value
SECRETARY, ACADEMIC = Post.PARTY_SECRETARY.value, Post.ACADEMIC_LEAD.value
GRADE_LEADER, CLASS_TEACHER = Post.GRADE_LEADER.value, Post.CLASS_TEACHER.value
COUNSELLOR, DOCTOR, RECORDS = (
    Post.COUNSELLOR.value,
    Post.DOCTOR.value,
    Post.RECORDS_OFFICER.value,
)
MONEY_KEEPER = Post.MONEY_KEEPER.value
SUBJECT_TEACHER, AUDITOR = Post.SUBJECT_TEACHER.value, Post.AUDITOR.value
PRIVACY = Post.PRIVACY_PERSON.value
STAFF, OUTSIDE = Post.STAFF.value, Post.OUTSIDE_MENTOR.value
COUNTY_VIEWER = RegionPostKind.COUNTY_VIEWER.value
COUNTY_OFFICER = RegionPostKind.COUNTY_OFFICER.value
