"""The templates' environment: what every page can call."""

from functools import lru_cache
from typing import Any

from django import forms
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone, translation
from jinja2 import Environment
from markupsafe import Markup

from nuangang.lib import dates
from nuangang.lib.sparkline import sparkline
from nuangang.site import saying
from nuangang.site.addresses import query, url, url_if
from nuangang.site.assets import asset, styles
from nuangang.site.choices import option_list
from nuangang.site.marks import status
from nuangang.site.plots import weeks_plot
from nuangang.site.tables import shade_body, table_body

_ISO = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


def environment(**options: Any) -> Environment:
    """Return the environment Django's Jinja2 backend uses."""
    env = Environment(  # noqa: S701 - Django's backend passes autoescape=True in the options
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    env.policies["ext.i18n.trimmed"] = True
    saying.install(env)
    env.globals.update(
        asset=asset,
        styles=styles,
        static=static,
        url=url,
        url_if=url_if,
        query=query,
        widget=widget,
        choice_kind=choice_kind,
        icon=icon,
        drawing=icon,
        status=status,
        tone=tone,
        table_body=table_body,
        option_list=option_list,
        shade_body=shade_body,
        weeks_plot=weeks_plot,
        sparkline=sparkline,
        language=translation.get_language,
        now=timezone.localtime,
        today=timezone.localdate,
    )
    env.filters.update(
        date=dates.date_text,
        day=dates.day_text,
        weekday=dates.weekday,
        short_date=dates.short_date,
        moment=dates.moment_text,
        clock=dates.clock_text,
        ago=dates.ago,
        days=dates.days_text,
        days_since=dates.days_since,
    )
    return env


def icon(name: str, label: str = "") -> Markup:
    """Return the drawing `name` of frontend/icons.ts; read aloud only when it has a label."""
    return _drawing(name, str(label), asset("icons.svg"))


@lru_cache(maxsize=1000)
def _drawing(name: str, label: str, sheet: str) -> Markup:
    spoken = 'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    frame = '<svg class="icon" width="18" height="18" ' + spoken
    drawing = Markup(frame + '><use href="{sheet}#{name}"/></svg>')  # noqa: S704
    return drawing.format(label=label, sheet=sheet, name=name)


def choice_kind(bound: BoundField) -> str:
    """Say how to draw a field: 'hidden', 'check', 'chips', 'select', 'text' or 'file'."""
    kind = bound.field.widget
    if kind.is_hidden:
        return "hidden"
    if isinstance(kind, forms.CheckboxInput):
        return "check"
    if isinstance(kind, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "chips"
    if isinstance(kind, forms.Select):
        return "select"
    return "file" if isinstance(kind, forms.FileInput) else "text"


def widget(bound: BoundField, **attrs: Any) -> Markup:
    """Return the field's control with our classes, dates as the browser's own date picker.

    A date that was refused stays as it was typed: the picker would show nothing."""
    for kind, input_type, iso in _ISO:
        if isinstance(bound.field.widget, kind) and not bound.errors:
            bound.field.widget.format = iso  # type: ignore[attr-defined]
            bound.field.widget.input_type = input_type  # type: ignore[attr-defined]
            break
    if (
        isinstance(bound.field.widget, forms.Textarea)
        and bound.field.widget.attrs.get("rows") == "10"
    ):
        attrs.setdefault("rows", "3")
    base = {"select": "form-select", "check": "form-check-input"}.get(
        choice_kind(bound), "form-control"
    )
    given = bound.field.widget.attrs.get("class", "")
    return Markup(bound.as_widget(attrs={"class": f"{base} {given}".strip(), **attrs}))  # noqa: S704


def tone(name: str) -> int:
    """Return one of five colours for a person's initial, always the same for the same name."""
    return sum(map(ord, name)) % 5
