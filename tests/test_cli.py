"""The command line speaks as a person would, under the product's own names."""

import pytest
from django.utils import translation

from nuangang import cli


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield
    translation.deactivate()


def test_help_lists_each_command_with_a_line(capsys) -> None:
    assert cli.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    serve = next(line for line in lines if line.startswith("  serve "))
    assert "until Ctrl-C" in serve
    assert not [line for line in lines if line.strip() in {"serve", "demo", "clock"}]


def test_help_speaks_the_language_of_the_system(monkeypatch, capsys) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    cli.main(["serve-x"])
    assert "没有" in capsys.readouterr().err


def test_mistyped_command_is_met_with_the_likely_one(capsys) -> None:
    assert cli.main(["srve"]) == 2
    assert "Did you mean “serve”?" in capsys.readouterr().err


def test_help_of_a_command_shows_its_options_only(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert "--empty" in shown
    assert "--pythonpath" not in shown


def test_refusal_is_one_sentence_and_an_exit_code(capsys, monkeypatch) -> None:
    monkeypatch.setattr("nuangang.site.management.commands.serve.port_is_free", lambda *_: False)
    assert cli.main(["serve", "--port", "8123"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "8123" in line


def test_django_commands_work_too(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["showmigrations", "--help"])
    assert ended.value.code == 0
    assert "migrations" in capsys.readouterr().out


def test_version(capsys) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("nuangang 0.")
