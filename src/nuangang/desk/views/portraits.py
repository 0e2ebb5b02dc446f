"""The photo on a child's file: shown, put there, replaced, taken off."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nuangang.desk.pictures import bytes_of, jpeg
from nuangang.desk.views.child import fetched
from nuangang.lib.pictures import PictureError
from nuangang.people.actions.consents import MissingConsentError
from nuangang.people.actions.portraits import read_portrait, remove_portrait, set_portrait
from nuangang.people.fields import sight_of
from nuangang.policy.matrix import HIDDEN
from nuangang.policy.rules import may


@may("child", "write")
def child_photo(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a photo on the child's file, or another one."""
    found = fetched(request, pk, "write")
    problem = ""
    if request.method == "POST":
        try:
            set_portrait(request.actor, found, bytes_of(request.FILES.get("photos")))  # type: ignore[attr-defined]
        except PictureError as error:
            problem = str(error.sentence)
        except MissingConsentError as error:
            problem = str(error)
        else:
            messages.success(request, _("The photo is on the file."))
            return redirect("child", pk=pk)
    context = {"child": found, "problem": problem}
    return render(request, "desk/child_photo.html", context, status=422 if problem else 200)


@require_POST
@may("child", "write")
def child_photo_remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Take the photo off the file."""
    remove_portrait(request.actor, fetched(request, pk, "write"))  # type: ignore[attr-defined]
    messages.success(request, _("The photo is taken off and deleted."))
    return redirect("child", pk=pk)


@require_GET
@may("child")
def child_photo_file(request: HttpRequest, pk: str) -> HttpResponse:
    """Return the photo's bytes; the page that shows it records who looked."""
    found = fetched(request, pk)
    if sight_of(request.actor, found).sees("file") == HIDDEN:  # type: ignore[attr-defined]
        raise Http404
    try:
        data = read_portrait(found)
    except FileNotFoundError:
        raise Http404 from None
    return jpeg(data, "photo", keep=True)
