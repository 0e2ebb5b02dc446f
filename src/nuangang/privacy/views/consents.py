"""Consents: the list, and the forms, slips and SMS of a class."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from nuangang.audit.actions import record
from nuangang.lib.asked import one_of
from nuangang.lib.ids import id_of
from nuangang.lib.qr import qr_code
from nuangang.lib.reachable import only_inside
from nuangang.notify.actions import NoCarrierError, carrier_for
from nuangang.notify.models import Channel
from nuangang.people.models import Child, SchoolClass
from nuangang.people.purposes import BY_CODE
from nuangang.people.queries import classes, school_year_of
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may
from nuangang.privacy.actions.consents import take_forms
from nuangang.privacy.actions.links import LASTS, make_links, send_links
from nuangang.privacy.forms.consents import ClassForm
from nuangang.privacy.queries import consents as asking
from nuangang.privacy.queries.rules import latest_version
from nuangang.privacy.school_settings import privacy_settings

PER_PAGE = 50
MOST_FORMS = 120
_ONLY_INSIDE = gettext_lazy(
    "Nothing was sent: this address opens only within the school, and parents far away would see "
    "nothing. Open this page by the school's public name (docs/https.md), or print the slips."
)


@may("consent")
def consents(request: HttpRequest) -> HttpResponse:
    """List the children with what was answered for each, narrowed as the address asks."""
    actor = request.actor  # type: ignore[attr-defined]
    on, chosen = timezone.localdate(), _asked(request)
    year = school_year_of(actor, on)
    rows = asking.children_asked(actor, on)
    if chosen["klass"]:
        rows = rows.filter(klass_id=chosen["klass"])
    found = asking.narrowed(actor, rows, purpose=chosen["purpose"], state=chosen["state"])
    page = Paginator(asking.by_class(found), PER_PAGE).get_page(request.GET.get("page"))
    record(actor, "listed", kind="consent", count=len(page.object_list))
    mine = [k for k in classes(actor, year) if asking.reaches(actor, k.pk)]
    context = {
        "page": page,
        "lines": asking.lines_of(actor, page.object_list),
        "purposes": asking.asked_purposes(actor),
        "chosen": chosen,
        "year": year,
        "klasses": [(str(k.pk), k.name_on(year)) for k in mine],
        "states": list(asking.ANSWERED.items()),
        "may_write": actor.may("consent", "write"),
        "has_sms": carrier_for(actor.school_id, Channel.SMS) is not None,
    }
    return render(request, "privacy/consents.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {
        "klass": str(id_of(request.GET.get("klass")) or ""),
        "purpose": one_of(request.GET.get("purpose"), BY_CODE),
        "state": one_of(request.GET.get("state"), asking.ANSWERED),
    }


def _klass(request: HttpRequest, pk: str) -> tuple[SchoolClass, str, list[Child]]:
    """Return a class whose consents the actor may write down, its name and its children."""
    actor = request.actor  # type: ignore[attr-defined]
    klass, on = fetch(actor, SchoolClass, pk), timezone.localdate()
    if not asking.reaches(actor, klass.pk, "write"):
        raise Http404
    rows = asking.children_asked(actor, on, "write").filter(klass_id=klass.pk)
    rows = rows.order_by("search", "pk")
    return klass, klass.name_on(school_year_of(actor, on)), list(rows)


@may("consent", "write")
def consents_class(request: HttpRequest, pk: str) -> HttpResponse:
    """Take in the returned forms of a class: a tap for each child."""
    actor = request.actor  # type: ignore[attr-defined]
    klass, name, children = _klass(request, pk)
    purposes = asking.asked_purposes(actor)
    states = asking.lines_of(actor, children)
    waiting = [line.child for line in states if not line.all_answered]
    form = ClassForm(
        request.POST or None,
        children=waiting,
        guardians=asking.guardians(actor.school_id, waiting),
        purposes=purposes,
        staff=asking.witnesses(actor),
        initial={"on": timezone.localdate(), "witness": str(actor.staff_id)}
        | _filled(request, waiting),
    )
    if request.method == "POST" and form.is_valid():
        count = take_forms(actor, form.answers(), **form.how())
        said = ngettext("%(num)s form is entered.", "%(num)s forms are entered.", count)
        messages.success(request, said % {"num": count})
        return redirect(f"{reverse('consents')}?klass={klass.pk}")
    context = {
        "klass": klass,
        "name": name,
        "form": form,
        "purposes": purposes,
        "done": len(states) - len(waiting),
    }
    return render(
        request, "privacy/consents_class.html", context, status=422 if form.errors else 200
    )


def _filled(request: HttpRequest, children: list[Child]) -> dict[str, str]:
    """Return the answer all rows begin with where the page is asked for it: then few are changed."""
    fill = request.GET.get("fill", "")
    return {f"a_{c.pk.hex}": fill for c in children} if fill in ("all", "none") else {}


@require_POST
@may("consent", "write")
def consents_print(request: HttpRequest, pk: str) -> HttpResponse:
    """Print the forms of a class, or the reminders of those who didn't answer, each with its code."""
    actor = request.actor  # type: ignore[attr-defined]
    klass, name, children = _klass(request, pk)
    if "open" in request.POST:
        lines = asking.lines_of(actor, children)
        children = [line.child for line in lines if not line.all_answered]
    children = children[:MOST_FORMS]
    codes = make_links(actor, children)
    context = {
        "klass": klass,
        "name": name,
        "sheets": [_sheet(request, child, codes[child.pk]) for child in children],
        "purposes": asking.asked_purposes(actor),
        "version": latest_version(actor),
        "charge": privacy_settings(actor.school),
        "reminder": "open" in request.POST,
        "until": timezone.localdate() + LASTS,
    }
    return render(request, "privacy/consents_print.html", context)


@require_POST
@may("consent", "write")
def consents_sms(request: HttpRequest, pk: str) -> HttpResponse:
    """Send the guardians of those who didn't answer a link by SMS."""
    actor = request.actor  # type: ignore[attr-defined]
    klass, _name, children = _klass(request, pk)
    waiting = [line.child for line in asking.lines_of(actor, children) if not line.all_answered]
    back = redirect(f"{reverse('consents')}?klass={klass.pk}")
    if only_inside(request.get_host()):
        messages.error(request, _ONLY_INSIDE)
        return back
    try:
        sent = send_links(actor, waiting, lambda code: _say_address(request, code))
    except NoCarrierError:
        messages.error(request, _("The school can't send SMS yet; the head sets it up."))
        return back
    told = ngettext("%(num)s SMS is on its way.", "%(num)s SMS are on their way.", sent)
    rest = len(waiting) - sent
    more = ngettext(
        "%(num)s child has no mobile number of a guardian, or was written to today.",
        "%(num)s children have no mobile number of a guardian, or were written to today.",
        rest,
    )
    messages.success(request, told % {"num": sent} + (" " + more % {"num": rest} if rest else ""))
    return back


def _say_address(request: HttpRequest, code: str) -> str:
    school = request.actor.school.short_name  # type: ignore[attr-defined]
    return request.build_absolute_uri(reverse("consent_say", args=[school, code]))


def _sheet(request: HttpRequest, child: Child, code: str) -> dict[str, Any]:
    school = request.actor.school.short_name  # type: ignore[attr-defined]
    address = _say_address(request, code)
    return {
        "name": child.name,
        "code": "-".join(code[n : n + 4] for n in range(0, len(code), 4)),
        "qr": qr_code(address, scale=2, mask=3),
        "address": request.build_absolute_uri(reverse("consent_code", args=[school])),
    }
