"""The body of a table says what its rows say, and nothing that a row could smuggle in."""

from markupsafe import Markup

from nuangang.site.tables import table_body

COLUMNS = [
    {"key": "name", "label": "Name"},
    {"key": "note", "label": 'A "note"', "desk_only": True},
    {"key": "days", "label": "Days", "kind": "number"},
]


def test_texts_are_escaped_and_markup_is_kept():
    row = {"name": "<b>", "url": '/a?b="', "note": Markup("<i>x</i>"), "days": 3}
    html = table_body(COLUMNS, [row])
    assert '<a href="/a?b=&#34;">&lt;b&gt;</a>' in html
    assert "<i>x</i></td>" in html
    assert 'class="desk-only" data-label="A &#34;note&#34;"' in html
    assert '<td role="cell" class="number" data-label="Days">3</td>' in html


def test_what_is_missing_is_blank_and_nought_is_not():
    html = table_body(COLUMNS, [{"name": "x", "note": None, "days": 0}])
    assert 'class="blank desk-only" data-label="A &#34;note&#34;"></td>' in html
    assert ">0</td>" in html


def test_a_box_is_named_by_its_row():
    rows = [{"id": 7, "name": Markup("<a>王小明</a>"), "chosen": True}]
    html = table_body(COLUMNS[:1], rows, "child")
    assert 'name="child" value="7" checked aria-label="王小明"' in html


def test_a_caller_draws_each_cell():
    html = table_body(COLUMNS, [{"name": "x"}], cell=lambda row, column: Markup(column["key"]))
    assert html.count("</td>") == 2
    assert ">days</td>" in html
