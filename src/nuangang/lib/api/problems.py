"""What goes wrong in the API, in one shape (RFC 9457), and which answers an address can give."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

TITLES = {
    400: ("unreadable", _("This can't be read")),
    401: ("token", _("No valid token")),
    403: ("forbidden", _("Not allowed")),
    404: ("not-found", _("Not there")),
    405: ("method", _("Not this way")),
    409: ("conflict", _("Something else stands there already")),
    413: ("too-large", _("Too much at once")),
    415: ("media-type", _("Not JSON")),
    422: ("invalid", _("Something is not right")),
    429: ("too-many", _("Too many calls")),
    500: ("failed", _("Our mistake")),
}


class FieldProblem(BaseModel):
    """What is wrong with one field or parameter."""

    field: str = Field(description=gettext_noop("Where: a parameter, or a field of the body."))
    message: str = Field(description=gettext_noop("What is wrong and what to do."))


class ProblemOut(BaseModel):
    """A problem, as application/problem+json."""

    type: str = Field(description=gettext_noop("Which kind of problem; the same for ever."))
    title: str = Field(description=gettext_noop("The kind of problem in words."))
    status: int = Field(description=gettext_noop("The status of the answer once more."))
    detail: str = Field(description=gettext_noop("What happened and what to do."))
    errors: list[FieldProblem] = Field(description=gettext_noop("Each field that is not right."))


class Problem(Exception):
    """Ends a call with a status and words; `errors` are (field, message)."""

    def __init__(
        self,
        status: int,
        detail: Any,
        errors: Sequence[tuple[str, Any]] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.errors = status, detail, errors
        self.headers = headers or {}

    def body(self) -> dict[str, Any]:
        """Return it as ProblemOut has it, in the language in force."""
        name, title = TITLES[self.status]
        return {
            "type": f"/api/v1/docs#{name}",
            "title": str(title),
            "status": self.status,
            "detail": str(self.detail),
            "errors": [{"field": field, "message": str(text)} for field, text in self.errors],
        }


READING = dict.fromkeys((401, 403, 404, 422, 429), ProblemOut)
WRITING = {**READING, **dict.fromkeys((400, 409, 413, 415), ProblemOut)}
