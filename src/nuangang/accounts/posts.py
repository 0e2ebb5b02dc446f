"""The posts a person can hold, with the school's own words for them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Post(TextChoices):
    """What somebody is in charge of in a school; one person may hold several (R6)."""

    HEAD = "head", _("Head")
    PARTY_SECRETARY = "party_secretary", _("Party secretary")
    DEPUTY = "deputy", _("Deputy head")
    LEAD = "lead", _("Moral-education lead")
    ACADEMIC_LEAD = "academic_lead", _("Academic lead")
    LOGISTICS_LEAD = "logistics_lead", _("Logistics lead")
    OFFICE_LEAD = "office_lead", _("Office lead")
    LEAGUE_SECRETARY = "league_secretary", _("League secretary")
    GRADE_LEADER = "grade_leader", _("Grade leader")
    CLASS_TEACHER = "class_teacher", _("Class teacher")
    SUBJECT_TEACHER = "subject_teacher", _("Subject teacher")
    COUNSELLOR = "counsellor", _("Counsellor")
    DOCTOR = "doctor", _("School doctor")
    RECORDS_OFFICER = "records_officer", _("School-roll officer")
    ROOM_KEEPER = "room_keeper", _("Room keeper")
    DORM_KEEPER = "dorm_keeper", _("Dormitory keeper")
    MONEY_KEEPER = "money_keeper", _("Money keeper")
    SYSTEM_KEEPER = "keeper", _("System keeper")
    AUDITOR = "auditor", _("Auditor")
    PRIVACY_PERSON = "privacy_person", _("In charge of children's data")
    STAFF = "staff", _("Staff")
    OUTSIDE_MENTOR = "outside_mentor", _("Outside mentor")


class RegionPostKind(TextChoices):
    """What somebody may do above the schools."""

    COUNTY_VIEWER = "county_viewer", _("County viewer")
    COUNTY_OFFICER = "county_officer", _("County officer")


# Also whoever keeps the whole machine, by a mark on the sign-in user.
KEEPER = Post.SYSTEM_KEEPER.value

# Nobody holds two of these at once: whoever runs the machine or gives the rights can't also be the
# one who reads the log of it (三员, domain.md 4.2).
APART = (
    (Post.AUDITOR, Post.SYSTEM_KEEPER),
    (Post.AUDITOR, Post.HEAD),
    (Post.AUDITOR, Post.DEPUTY),
    (Post.AUDITOR, Post.LEAD),
)

# These open what is sealed, or break the seal: nobody gives them to themselves where another can.
GIVEN_BY_OTHERS = (Post.HEAD, Post.DEPUTY, Post.COUNSELLOR)
GIVE_POSTS = (Post.HEAD, Post.DEPUTY, Post.LEAD)


def kept_apart(post: str, held: set[str]) -> str:
    """Return the post among `held` that nobody may hold beside `post`, '' where there is none."""
    for pair in APART:
        for new, old in (pair, pair[::-1]):
            if post == new and old in held:
                return str(old)
    return ""
