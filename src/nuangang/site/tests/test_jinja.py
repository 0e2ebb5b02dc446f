"""What templates can call."""

from datetime import date
from uuid import uuid4

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines
from django.urls import reverse
from django.utils import translation
from markupsafe import Markup

from nuangang.site.addresses import query, url, url_if
from nuangang.site.gallery import SampleForm
from nuangang.site.jinja import choice_kind, widget
from nuangang.site.marks import status


def render(text, **context):
    return engines.all()[0].from_string(text).render(context)


def test_query_changes_one_filter_and_forgets_the_page():
    asked = QueryDict("q=李&class=7&page=3")
    assert query(asked, q=None) == "?class=7"
    assert query(asked, sort="-name") == "?q=%E6%9D%8E&class=7&sort=-name"
    assert query(asked, page=4).endswith("&page=4")
    assert query(asked, kind=["a", "b"]).endswith("kind=a&kind=b")


def test_addresses_are_what_django_makes_of_them():
    one, other = uuid4(), uuid4()
    assert url("children") == reverse("children")
    assert url("child", one) == url("child", pk=one) == reverse("child", kwargs={"pk": one})
    assert url("child", pk=other) == reverse("child", kwargs={"pk": other})
    assert url("child", pk=str(one)) == url("child", pk=one)
    assert url_if("no_such_page") == ""


def test_texts_are_escaped_also_inside_translations():
    with translation.override("en"):
        html = render("{% import 'ui.html' as ui %}{{ ui.sealed(who, '1 May') }}", who="<b>")
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("language", "text"), [("zh-hans", "2025年11月4日 周二"), ("en", "4 Nov 2025 Tue")]
)
def test_dates_are_said_in_the_readers_language(language, text):
    with translation.override(language):
        assert render("{{ day|date }}", day=date(2025, 11, 4)) == text


def test_a_date_is_picked_but_a_refused_one_stays_as_typed():
    assert 'type="date"' in widget(SampleForm()["born_on"])
    filled = SampleForm(initial={"born_on": date(2014, 3, 5)})
    assert 'value="2014-03-05"' in widget(filled["born_on"])
    refused = SampleForm({"born_on": "2014-13-40"})
    assert 'value="2014-13-40"' in widget(refused["born_on"])
    assert 'type="date"' not in widget(refused["born_on"])


def test_every_kind_of_field_is_drawn_with_its_label_help_and_error():
    form = SampleForm({"mood": "2"})
    html = render(
        "{% import 'ui.html' as ui %}{{ ui.form_errors(form) }}{{ ui.fields(form) }}", form=form
    )
    for bound in form:
        assert html.count(f'name="{bound.html_name}"') == (
            3 if choice_kind(bound) == "chips" else 1
        )
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_born_on_helptext id_born_on_error"' in html
    assert 'value="2" id="id_mood_1" checked' in html
    assert 'href="#id_name"' in html


def test_hidden_fields_have_no_label():
    class Hidden(forms.Form):
        op = forms.CharField(widget=forms.HiddenInput)

    html = render("{% import 'ui.html' as ui %}{{ ui.fields(form) }}", form=Hidden())
    assert "<label" not in html
    assert 'type="hidden"' in html


def test_a_mark_is_drawn_once_and_still_escaped():
    assert status("met") == '<span class="status met"><i aria-hidden="true">●</i>已完成</span>'
    assert status("urgent", Markup("<b>1</b>")).endswith("<b>1</b></span>")
    assert status("urgent", "<b>1</b>").endswith("&lt;b&gt;1&lt;/b&gt;</span>")
    with translation.override("en"):
        assert status("met").endswith("done</span>")


def test_sentences_of_templates_follow_the_reader_and_escape_what_is_put_in():
    text = "{{ _('Sign out') }} {{ _('%(num)s rows', num=many) }} {{ _('100%%') }}"
    assert render(text, many="<3").endswith("&lt;3 rows 100%")
    with translation.override("en"):
        assert render(text, many=3) == "Sign out 3 rows 100%"
    assert not render(text, many=3).startswith("Sign out")
