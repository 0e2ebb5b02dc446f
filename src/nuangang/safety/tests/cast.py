"""The people of safety's tests: head, deputy, lead, a class teacher and agent parents who sign."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.models import Region, RegionPost, User
from nuangang.people.models import Staff
from nuangang.people.staff_queries import school_year_on
from nuangang.safety.actions.rounds import open_round
from nuangang.safety.models import Round
from nuangang.safety.queries.owed import Line, all_lines
from nuangang.safety.queries.texts import seal_of
from nuangang.wellbeing.tests.cast import Cast as SealedCast


class Cast(SealedCast):
    """The cast of sealed notes; `opened` asks everybody to sign for this school year."""

    def opened(self, *, due: int = 14) -> Round:
        """Let the head ask everybody, to be signed by so many days from today."""
        today = timezone.localdate()
        year = school_year_on(today)
        return open_round(
            self.as_(self.head), year=year, begins=date(year, 9, 1), ends=date(year + 1, 8, 31),
            sign_by=today + timedelta(days=due),
        )  # fmt: skip

    def lines(self) -> dict[tuple[str, str], Line]:
        """Return every agreement as it stands, by name and post."""
        today = timezone.localdate()
        round_ = Round.objects.get(school=self.school, year=school_year_on(today))
        found = all_lines(self.school.pk, round_, today)
        return {(line.person.name, line.role): line for line in found}

    def send(self, staff: Staff, view: str, *args: Any, **data: Any) -> HttpResponse:
        """Send a form as somebody who has just proved who they are."""
        browser = self.browser(staff)
        session = browser.session
        session["proved"] = timezone.now().isoformat()
        session.save()
        return browser.post(reverse(view, args=args), data)

    def sign(self, staff: Staff, role: str) -> HttpResponse:
        """Let somebody read and sign their agreement for a post."""
        line = self.lines()[(staff.name, role)]
        return self.send(staff, "safety_sign", role=role, seal=seal_of(line.text))

    def above(self, region: Region, kind: str) -> Any:
        """Return somebody with a post above the schools, as `browser` takes them."""
        user = User.objects.create_user(f"{kind}-{region.name}", name=f"{region.name}{kind}")
        post = RegionPost.objects.create(
            user=user, region=region, kind=kind, since=date(2020, 9, 1)
        )
        return SimpleNamespace(pk=post.pk, user=user, name=user.name)

    def key(self, staff: Staff, role: str) -> str:
        """Return what names an agreement in a form."""
        return f"{staff.pk}/{role}"
