"""Generated content for the gallery of pieces; nobody in it exists."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_NAMES = (
    "李欣怡 陈浩 王梓涵 阿依古丽·买买提江 欧阳静怡 刘洋 张小雨 黄子轩 吴婷 周家乐 "
    "徐可馨 孙博文 马晓燕 朱雨桐 胡俊杰 郭思琪 何志强 高雅 林小满 罗天佑"
).split()
_PLACES = ("东莞", "深圳龙岗", "杭州", "昆明", "—")
_STATES = ("met", "waiting", "urgent", "excused")


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Name"), max_length=30)
    born_on = forms.DateField(label=_("Date of birth"), help_text=_("As in the household book."))
    phone = forms.CharField(label=_("Mobile phone"), required=False)
    relation = forms.ChoiceField(
        label=_("Who cares at home"),
        choices=[("", _("choose")), ("g", _("Grandmother")), ("m", _("Mother"))],
    )
    aspects = forms.MultipleChoiceField(
        label=_("What you talked about"),
        choices=[("s", _("Study")), ("l", _("Daily life")), ("f", _("Feelings"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mood = forms.ChoiceField(
        label=_("How the child is"),
        choices=[("1", _("well")), ("2", _("so-so")), ("3", _("sad"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("In your words"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=_("The family knows and agrees"))
    photo = forms.FileField(label=_("Photo"), required=False)


def _row(number: int) -> dict[str, Any]:
    name = _NAMES[number % len(_NAMES)]
    return {
        "id": str(number),
        "url": "#child",
        "name": name,
        "class": f"{'七八九'[number % 3]}({number % 4 + 1})",
        "place": _PLACES[number % len(_PLACES)],
        "met": number % 6,
        "state": _STATES[number % 4],
        "days": number * 7 % 41,
    }


def _week(number: int) -> dict[str, Any]:
    values = [] if number > 12 else [number * 5 % 17 + 8, number * 3 % 7, number % 4]
    return {"label": str(number), "values": values or [0, 0, 0], "now": number == 12}


def _menu() -> list[dict[str, Any]]:
    items = (
        (_("Today"), "sun", True),
        (_("Board"), "chart", False),
        (_("Children"), "people", True),
        (_("Pairing"), "link", False),
        (_("Ask for help"), "flag", True),
        (_("Messages"), "message", True),
        (_("Rosters"), "upload", False),
        (_("School"), "gear", False),
        (_("Me"), "me", True),
    )
    return [
        {"label": label, "url": "#", "icon": icon, "on_phone": phone, "active": at == 0}
        | ({"badge": 3} if icon == "message" else {})
        for at, (label, icon, phone) in enumerate(items)
    ]


def gallery(data: Mapping[str, str]) -> dict[str, Any]:
    """Return what site/components.html shows; `data` may name the page of the long list."""
    every = [_row(number) for number in range(130)]
    rows = [row for row in every if data.get("q", "") in row["name"]]
    today = timezone.localdate()
    return {
        "menu": _menu(),
        "page_of_rows": Paginator(rows, 40).get_page(data.get("page")),
        "few": every[:3],
        "q": data.get("q", ""),
        "count": len(rows),
        "form": SampleForm(prefix="new"),
        "wrong_form": SampleForm(
            {"wrong-born_on": "2014-13-40", "wrong-mood": "2"}, prefix="wrong"
        ),
        "weeks": [_week(number) for number in range(1, 21)],
        "series": [_("Talks"), _("Calls"), _("Visits")],
        "last_talk": today - timedelta(days=18),
        "classes": [
            {
                "label": f"{grade}({room})",
                "url": "#class",
                "cells": [
                    {"done": (room * 3 + kind * 5) % 12, "total": 11, "url": "#list"}
                    for kind in range(4)
                ]
                + [{"done": 0, "total": 0, "url": ""}],
            }
            for grade in "七八九"
            for room in range(1, 4)
        ],
    }
