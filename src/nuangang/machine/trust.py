"""The one page that needs no trust: how a phone or PC learns to trust the school's own certificate."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nuangang.lib.qr import qr_code
from nuangang.machine.certificates import Certificate, current, folder
from nuangang.policy.rules import public


@public
def trust(request: HttpRequest) -> HttpResponse:
    """Show what to do on each kind of device, with the fingerprint to compare."""
    told = _told()
    here = f"http://{request.get_host()}/trust/"
    context = {
        "certificate": told,
        "qr": qr_code(here, scale=5),
        "here": here,
        "secure": f"https://{settings.SECURE_SSL_HOST or told.main_name}/",
        "lines": [told.fingerprint[at : at + 11] for at in range(0, 95, 12)],
    }
    return render(request, "machine/trust.html", context)


@public
def authority(_request: HttpRequest) -> HttpResponse:
    """Hand out the authority's certificate, which holds no secret."""
    told = _told()
    name = f"nuangang-{told.fingerprint[:5].replace(':', '')}.crt"
    data = (folder() / "ca.pem").read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="application/x-x509-ca-cert", headers=headers)


def _told() -> Certificate:
    told = current()
    if told is None:
        raise Http404
    return told
