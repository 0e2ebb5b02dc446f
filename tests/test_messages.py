"""The translations check finds what a person would stumble over."""

import importlib.util
from pathlib import Path

import pytest

SOURCE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
GREETING = _("Good morning, %(name)s")
def told(n): return ngettext("%(n)s child", "%(n)s children", n) % {"n": n}
MONTH = pgettext("month", "May")
"""
PAGE = "{% trans %}Nobody was\n  left out.{% endtrans %} {{ _('Open') }}"


@pytest.fixture
def messages(tmp_path: Path):
    """Give tools/messages.py, looking at one small app instead of ours."""
    place = Path(__file__).parent.parent / "tools" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.PACKAGE = tmp_path
    (tmp_path / "harbour" / "templates").mkdir(parents=True)
    (tmp_path / "harbour" / "__init__.py").write_text(SOURCE)
    (tmp_path / "harbour" / "templates" / "page.html").write_text(PAGE)
    module.main(["extract"])
    return module


def translate(messages, **changes: str) -> Path:
    """Fill the small app's catalogue, with `changes` by the first word of the source text."""
    words = {"Good": "%(name)s，早上好", "Nobody": "一个都没落下。", "Open": "打开", "May": "五月"}
    words = {**words, "%(n)s": "%(n)s 个孩子", **changes}
    path = messages.po_path("harbour", "zh_Hans")
    lines, first = [], ""
    for line in path.read_text().splitlines():
        if line.startswith("msgid "):
            first = line.split('"')[1].split(" ")[0].rstrip(",.")
        empty = line in {'msgstr ""', 'msgstr[0] ""'} and first
        lines.append(line.replace('""', f'"{words[first]}"') if empty else line)
    path.write_text("\n".join(lines) + "\n")
    return path


def complaints(messages) -> list[str]:
    return list(messages.problems("harbour", "zh_Hans"))


def test_all_texts_of_code_and_pages_are_found(messages) -> None:
    found = {name for _context, name in messages.texts(messages.extracted("harbour"))}
    assert found == {
        "Good morning, %(name)s",
        "%(n)s child",
        "May",
        "Nobody was left out.",
        "Open",
    }


def test_untranslated_texts_are_named(messages) -> None:
    assert len(complaints(messages)) == 5


def test_full_catalogue_is_well_and_stays_so_when_extracted_again(messages) -> None:
    path = translate(messages)
    before = path.read_text()
    assert complaints(messages) == []
    messages.main(["extract", "harbour"])
    assert path.read_text() == before


def test_lost_placeholder_is_found(messages) -> None:
    translate(messages, Good="早上好")
    assert ["placeholders differ" in text for text in complaints(messages)] == [True]


def test_doubtful_translation_is_found(messages) -> None:
    path = translate(messages)
    path.write_text(path.read_text().replace('msgid "Open"', '#, fuzzy\nmsgid "Open"'))
    assert ["not translated" in text for text in complaints(messages)] == [True]


def test_text_gone_from_the_source_is_found(messages, tmp_path: Path) -> None:
    translate(messages)
    (tmp_path / "harbour" / "templates" / "page.html").write_text("{{ _('Open') }}")
    assert ["no longer in the source" in text for text in complaints(messages)] == [True]


def test_one_text_with_two_translations_is_found(messages, tmp_path: Path) -> None:
    translate(messages)
    (tmp_path / "quay").mkdir()
    (tmp_path / "quay" / "__init__.py").write_text("_('Open')")
    messages.main(["extract", "quay"])
    other = messages.po_path("quay", "zh_Hans")
    other.write_text(other.read_text().replace('"Open"\nmsgstr ""', '"Open"\nmsgstr "开放"'))
    assert ["differently" in text for text in messages.clashes("zh_Hans")] == [True]


def test_a_comma_of_the_keyboard_is_found(messages, capsys) -> None:
    translate(messages, Nobody="一个都没落下,都好。")
    assert messages.main(["check"]) == 1
    assert "half-width punctuation" in capsys.readouterr().out
