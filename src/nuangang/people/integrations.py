"""From a token to an actor: the same person as behind a session, with less."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.integrations import TooManyCallsError, count_call, integration_of
from nuangang.accounts.models import Integration
from nuangang.audit.actions import Person, record
from nuangang.lib.dates import day_text
from nuangang.people.actors import actor_for
from nuangang.policy.actor import Actor
from nuangang.policy.integrations import TokenActor, acting_for

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="nuangang"'}


def let_in(request: HttpRequest) -> TokenActor:
    """Put the token's actor and integration on the request, or end the call with a Problem.

    Only the header counts: a session cookie opens nothing here, so no page can be made to call.
    """
    from nuangang.lib.api.problems import Problem  # brings pydantic, which no page needs

    kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
    found = integration_of(token.strip()) if kind.lower() == "bearer" else None
    if found is None:
        text = _("Send “Authorization: Bearer …” with a token from the page Integrations.")
        raise Problem(401, text, headers=_CHALLENGE)
    now = timezone.now()
    try:
        count_call(found, now)
    except TooManyCallsError as wait:
        text = _("Too many calls this minute. Wait %(seconds)d s.") % {"seconds": wait.seconds}
        raise Problem(429, text, headers={"Retry-After": str(wait.seconds)}) from None
    request.integration = found  # type: ignore[attr-defined]
    request.actor = _acting(found, now)  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined]


def _acting(found: Integration, now: datetime) -> TokenActor:
    from nuangang.lib.api.problems import Problem

    person = behind(found)
    if found.is_open(now) and person is not None:
        granted = frozenset(found.scopes)
        return acting_for(person, granted, name=found.name, pk=found.pk)
    program = Person(found.name, found.user_id, found.school_id)
    record(program, "refused", kind="integration", object_id=found.pk, label=found.name)
    raise Problem(401, _why_not(found, now), headers=_CHALLENGE)


def behind(integration: Integration) -> Actor | None:
    """Return the person the token acts for, None when they may not act there any more."""
    actor = actor_for(integration.user_id, staff_id=integration.staff_id)
    if actor is None:
        return None
    if integration.region_id:
        return _in_region(actor, integration)
    there = (actor.school_id, actor.staff_id) == (integration.school_id, integration.staff_id)
    return actor if there else None


def _in_region(actor: Actor, integration: Integration) -> Actor | None:
    if integration.region_id not in actor.region_ids:
        return None
    return replace(actor, region_ids=frozenset({integration.region_id}))


def _why_not(found: Integration, now: datetime) -> str:
    if found.revoked_at:
        return _("This token was revoked.")
    if now >= found.expires_at:
        when = day_text(timezone.localdate(found.expires_at))
        return _("This token ended on %(day)s. Make a new one.") % {"day": when}
    return _("The person this token acts for is not there any more. Make a new one.")
