"""A program that asks the API with a token, for the tests of every app."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from nuangang.accounts.integrations import make_integration
from nuangang.audit.actions import Person
from nuangang.people.models import Staff
from nuangang.policy.integrations import OF_SCHOOL

EVERYTHING = OF_SCHOOL
LATER = datetime(2027, 3, 1, tzinfo=UTC)


def token_for(staff: Staff, *scopes: str, until: datetime = LATER) -> str:
    """Make a token that acts for somebody on the staff; all scopes unless told."""
    _made, token = make_integration(
        Person(staff.name, staff.user_id, staff.school_id),
        name="家校平台",
        purpose="试一试",
        scopes=scopes or EVERYTHING,
        expires_at=until,
        user_id=staff.user_id,
        staff_id=staff.pk,
        school_id=staff.school_id,
    )
    return token


class Program:
    """Calls the API with one token, in one language."""

    def __init__(self, token: str, language: str = "en") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}

    def get(self, path: str, **asked: Any) -> Any:
        """Get an address below /api/v1/."""
        return self.client.get(f"/api/v1/{path}", asked, headers=self.headers)

    def post(self, path: str, body: Any, content_type: str = "application/json") -> Any:
        """Post JSON to an address below /api/v1/."""
        address = f"/api/v1/{path}"
        return self.client.post(address, body, content_type=content_type, headers=self.headers)

    def pages(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        """Return the items of a whole list, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.get(path, **asked).json()
            found += page["items"]
            if page["next"] is None:
                return found
            asked["after"] = page["next"]


def program(staff: Staff, *scopes: str) -> Program:
    """Return a program with a token for somebody on the staff."""
    return Program(token_for(staff, *scopes))
