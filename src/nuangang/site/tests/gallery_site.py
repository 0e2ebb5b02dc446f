"""Addresses for tests of the frame: the real ones, the gallery, and pages that fail."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.urls import include, path

from nuangang.site import views

PROBE = """
const errors = [];
addEventListener("error", (event) => errors.push(event.message));
addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
const wait = async (test) => {
  for (let tries = 0; !test() && tries < 60; tries++) await new Promise((r) => setTimeout(r, 100));
};
const of = (selector) => document.querySelector(selector);
addEventListener("load", async () => {
  await wait(() => document.documentElement.classList.contains("scripted"));
  const sheet = of("dialog#sheet");
  const state = () => (sheet.open ? "open" : "closed");
  const lamp = of("#content .button-lamp");
  const seen = {
    engine: navigator.userAgent.split("Chrome/")[1],
    scripted: document.documentElement.classList.contains("scripted"),
    lamp: getComputedStyle(lamp).backgroundColor,
    button_height: lamp.offsetHeight,
    columns: [...of(".tiles").children].filter((tile, _, all) => tile.offsetTop === all[0].offsetTop).length,
    page_width: document.documentElement.scrollWidth,
    row_display: getComputedStyle(of(".as-cards tbody tr")).display,
    sheet: [state()],
  };
  of("a[data-sheet]").click();
  await wait(() => sheet.open);
  seen.sheet.push(state(), (of("#sheet-body h1") || {}).textContent);
  of("[data-close-sheet]").click();
  await wait(() => of("#sheet-body").textContent === "");
  seen.sheet.push(state(), of("#sheet-body").textContent);
  document.documentElement.dataset.probe = JSON.stringify({ ...seen, errors });
});
"""


def _raise(error):
    def page(_request):
        raise error

    return page


def _probe(request):
    answer = views.components(request)
    script = b'<script src="/probe.js"></script></head>'
    answer.content = answer.content.replace(b"</head>", script, 1)
    return answer


def _probe_script(_request):
    return HttpResponse(PROBE, content_type="text/javascript")


urlpatterns = [
    path("reading", views.reading, name="reading"),
    path("components/", include("nuangang.site.gallery_urls")),
    path("probe", _probe),
    path("probe.js", _probe_script),
    path("broken", _raise(RuntimeError("on purpose"))),
    path("forbidden", _raise(PermissionDenied())),
    path("odd", _raise(BadRequest())),
]
