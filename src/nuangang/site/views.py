"""Pages of the frame itself: how somebody likes to read, and the gallery of pieces."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.policy.rules import public
from nuangang.site.gallery import SampleForm, gallery

_YEAR = 365 * 24 * 3600
_CHOICES = {
    "type": ("type", {"large", "normal"}),
    "contrast": ("contrast", {"high", "normal"}),
    "language": (settings.LANGUAGE_COOKIE_NAME, {code for code, _name in settings.LANGUAGES}),
}


@public
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Keep the chosen letter size, contrast or language in a cookie and go back."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, (cookie, values) in _CHOICES.items():
        if request.POST.get(name) in values:
            response.set_cookie(cookie, request.POST[name], max_age=_YEAR, samesite="Lax")
    return response


@public
def components(request: HttpRequest) -> HttpResponse:
    """Show every piece that pages are made of, with generated content."""
    return render(request, "site/components.html", gallery(request.GET))


@public
def components_form(request: HttpRequest) -> HttpResponse:
    """Show the gallery's form, over the gallery when scripts run; nothing is kept."""
    form = SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Recorded"), extra_tags=reverse("components_form"))
        return redirect("components")
    status = 422 if request.method == "POST" else 200
    return render(request, "site/components_form.html", {"form": form}, status=status)
