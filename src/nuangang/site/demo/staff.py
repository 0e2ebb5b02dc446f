"""The demonstration's staff: 78 with their posts, 31 of them party members."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from nuangang.accounts.models import School, User
from nuangang.accounts.posts import Post
from nuangang.people.actions.staff import staff_search
from nuangang.people.models import Clearance, Department, SchoolClass, Staff, StaffPost
from nuangang.site.demo.invent import VILLAGES, Inventor

SUBJECTS = (
    "语文",
    "数学",
    "英语",
    "物理",
    "化学",
    "生物",
    "历史",
    "地理",
    "道德与法治",
    "体育",
    "音乐",
    "美术",
)
LEADERS = (
    (Post.HEAD, "统筹规划,全面负责留守学生关爱工作"),
    (Post.DEPUTY, "负责留守学生的安全法制教育"),
    (Post.PARTY_SECRETARY, "组织党员教师结对帮扶"),
    (Post.LEAD, "制定计划,组织结对,检查落实"),
    (Post.ACADEMIC_LEAD, "安排学习帮扶"),
    (Post.LOGISTICS_LEAD, "保障寄宿生吃住"),
    (Post.OFFICE_LEAD, "整理档案材料"),
    (Post.LEAGUE_SECRETARY, "组织文学社等兴趣小组"),
    (Post.COUNSELLOR, "心理辅导与跟踪"),
    (Post.DOCTOR, "日常健康检查,小病护理,必要时转诊"),
    (Post.RECORDS_OFFICER, "管理学籍,随时更新留守学生档案"),
    (Post.MONEY_KEEPER, "管理资助款物"),
)
# Held beside another post, as in a school of this size; who holds one of these is no agent parent.
BESIDE = {
    Post.LOGISTICS_LEAD: (Post.ROOM_KEEPER, "管理亲情之家和各功能室"),
    Post.OFFICE_LEAD: (Post.AUDITOR, "查看系统日志,每月核对"),
    Post.LEAGUE_SECRETARY: (Post.SYSTEM_KEEPER, "管理系统、账号和备份"),
}
WITHOUT_CHILDREN = {*BESIDE, Post.MONEY_KEEPER}
OUTSIDE_PHONES = 99_000_000  # past those of all pupils' families
OUTSIDE = (("outside-mentor", "柳树村"), ("", "石桥村"))
DEPARTMENTS = ("德育处", "教导处", "后勤处", "学校办公室", "团委", "亲情之家办公室")
BELONGS = {
    Post.LEAD: "德育处",
    Post.CLASS_TEACHER: "德育处",
    Post.COUNSELLOR: "德育处",
    Post.ACADEMIC_LEAD: "教导处",
    Post.SUBJECT_TEACHER: "教导处",
    Post.LOGISTICS_LEAD: "后勤处",
    Post.DOCTOR: "后勤处",
    Post.ROOM_KEEPER: "亲情之家办公室",
    Post.OFFICE_LEAD: "学校办公室",
    Post.RECORDS_OFFICER: "学校办公室",
    Post.MONEY_KEEPER: "学校办公室",
    Post.LEAGUE_SECRETARY: "团委",
}
LOGINS = {
    Post.HEAD: "head",
    Post.LEAD: "lead",
    Post.COUNSELLOR: "counsellor",
    Post.LOGISTICS_LEAD: "room-keeper",
    Post.OFFICE_LEAD: "auditor",
    Post.LEAGUE_SECRETARY: "keeper",
    Post.DOCTOR: "doctor",
    Post.RECORDS_OFFICER: "records",
    Post.MONEY_KEEPER: "money-keeper",
}


@dataclass
class Team:
    """The staff of a demonstration school, and who teaches which class."""

    staff: list[Staff]
    class_teachers: dict[SchoolClass, Staff]
    head: Staff
    lead: Staff


def employ_team(
    inventor: Inventor,
    school: School,
    classes: list[SchoolClass],
    *,
    size: int,
    party: int,
    since: date,
    with_cast: bool,
) -> Team:
    """Make the staff with their posts and sign-in users; `with_cast` names the visitors' parts."""
    staff = [_person(inventor, school, since) for _ in range(size)]
    for person in inventor.draw.sample(staff, party):
        person.party_member = True
    for person in inventor.draw.sample(staff, max(2, size // 12)):
        person.trained = True
    posts: list[StaffPost] = []
    for person, (post, duty) in zip(staff, LEADERS, strict=False):
        posts.append(StaffPost(school=school, staff=person, post=post, duty=duty, since=since))
        if post in WITHOUT_CHILDREN:
            person.may_mentor = False
        if post in BESIDE:
            more, duty = BESIDE[post]
            posts.append(StaffPost(school=school, staff=person, post=more, duty=duty, since=since))
    teachers = staff[len(LEADERS) : len(LEADERS) + len(classes)]
    class_teachers = dict(zip(classes, teachers, strict=True))
    posts += [
        StaffPost(school=school, staff=t, post=Post.CLASS_TEACHER, klass=k, since=since)
        for k, t in class_teachers.items()
    ]
    posts += _lessons(inventor, school, staff, classes, since)
    _sign_ins(staff, with_cast, teachers)
    departments = Department.objects.bulk_create(
        Department(school=school, name=name) for name in DEPARTMENTS
    )
    of = {row.name: row for row in departments}
    for held in posts:
        held.given_by_name = staff[0].name
        held.department = of.get(BELONGS.get(Post(held.post), ""))
    clearances = _clearances(staff)
    Staff.objects.bulk_create(staff)
    StaffPost.objects.bulk_create(posts)
    Clearance.objects.bulk_create(clearances)
    return Team(staff, class_teachers, staff[0], staff[3])


def _person(inventor: Inventor, school: School, since: date) -> Staff:
    gender = "male" if inventor.chance(0.45) else "female"
    name = inventor.name(gender)
    return Staff(
        school=school,
        name=name,
        search=staff_search(name),
        gender=gender,
        phone=inventor.phone(),
        village=inventor.draw.choice((*VILLAGES, "", "", "")),
        subject=inventor.draw.choice(SUBJECTS),
        since=since,
    )


def _clearances(staff: list[Staff]) -> list[Clearance]:
    """Note everybody's check, training and signed code; some are due soon, one ran out, one has none."""
    today, lead = timezone.localdate(), staff[3]
    rows: list[Clearance] = []
    for place, person in enumerate(staff):
        if place == len(staff) - 3:
            continue
        days_left = {20: 9, 21: 17, len(staff) - 5: -6}.get(place, 60 + place * 3 % 240)
        due = today + timedelta(days=days_left)
        checked = due - timedelta(days=365)
        person.cleared_until, person.safety_trained_on = due, checked
        person.code_signed_on = checked if place % 11 else None
        facts = {
            Clearance.What.CHECK: checked,
            Clearance.What.TRAINING: checked,
            Clearance.What.CODE: person.code_signed_on,
        }
        for what, day in facts.items():
            if day is None:
                continue
            row = Clearance(staff=person, what=what, on=day, by=lead, by_name=lead.name)
            row.school, row.at = person.school, timezone.now()
            if what == Clearance.What.CHECK:
                row.result, row.due, row.organ = Clearance.Result.CLEAR, due, "县公安局"
            rows.append(row)
    return rows


def _lessons(
    inventor: Inventor,
    school: School,
    staff: list[Staff],
    classes: list[SchoolClass],
    since: date,
) -> list[StaffPost]:
    return [
        StaffPost(
            school=school,
            staff=person,
            post=Post.SUBJECT_TEACHER,
            klass=klass,
            subject=person.subject,
            since=since,
        )
        for person in staff[len(LEADERS) :]
        for klass in inventor.draw.sample(classes, min(len(classes), 3))
    ]


def _sign_ins(staff: list[Staff], with_cast: bool, teachers: list[Staff]) -> None:
    """Give everybody a user; nobody has a password, the cast is entered by a click."""
    named = {}
    if with_cast:
        named = {staff[i]: LOGINS[post] for i, (post, _d) in enumerate(LEADERS) if post in LOGINS}
        named[teachers[2]] = "class-teacher"
        named[staff[-1]] = "agent-parent"
        named[staff[-2]] = "subject-teacher"
    prefix = staff[0].school.short_name
    users = []
    for number, person in enumerate(staff, start=1):
        user = User(login=named.get(person, f"{prefix}-{number:03d}"), name=person.name)
        user.set_unusable_password()
        person.user = user
        users.append(user)
    User.objects.bulk_create(users)


def ask_outside(school: School, *, since: date, seed: int) -> None:
    """Let two people from villages be agent parents too: checked, invited, signed in."""
    lead = Staff.objects.of(school).get(posts__post=Post.LEAD)
    inventor = Inventor(seed, phones_from=OUTSIDE_PHONES)
    today = timezone.localdate()
    for number, (login, village) in enumerate(OUTSIDE, start=1):
        person = _person(inventor, school, since)
        person.outside, person.village, person.subject = True, village, ""
        user = User(login=login or f"{school.short_name}-out-{number}", name=person.name)
        user.set_unusable_password()
        user.save()
        person.user, person.cleared_until = user, today + timedelta(days=200)
        person.save()
        Clearance.objects.create(
            school=school, staff=person, what=Clearance.What.CHECK, at=timezone.now(),
            on=today - timedelta(days=165), due=person.cleared_until, organ="县公安局",
            result=Clearance.Result.CLEAR, by=lead, by_name=lead.name,
        )  # fmt: skip
