"""docs/security.md speaks of every requirement of ASVS 5.0 up to level 2, and of files and tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("docs/security.md", "docs/security.zh-CN.md", "SECURITY.md", "THREAT_MODEL.md")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (yes|partly|\*\*no\*\*|–) \| (.+) \|$", re.M)
# Sections with the numbers of their requirements at level 1 or 2; level 3 is left out.
SECTIONS = """
1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4
3.4:1-6 3.5:1-5 3.7:1-2 4.1:1-3 4.2:1 4.3:1-2 4.4:1-4 5.1:1 5.2:1-3 5.3:1-2 5.4:1-3
6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3 6.8:1-4 7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5
7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1 9.1:1-3 9.2:1-4 10.1:1-2 10.2:1-2 10.3:1-4
10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1
12.1:1-3 12.2:1-2 12.3:1-4 13.1:1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3
15.1:1-3 15.2:1-3 15.3:1-7 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1 17.2:1-4
17.3:1-2
"""


def required() -> list[str]:
    """Return the number of every requirement at level 1 or 2."""
    found = []
    for section, numbers in (line.split(":") for line in SECTIONS.split()):
        for part in numbers.split(","):
            first, _dash, last = part.partition("-")
            found += [f"{section}.{n}" for n in range(int(first), int(last or first) + 1)]
    return found


def page() -> str:
    return (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_requirement_has_one_line():
    assert len(required()) == 253
    assert [number for number, *_rest in ROW.findall(page())] == required()


def test_each_line_shows_something_or_says_why():
    for number, _asked, state, shown in ROW.findall(page()):
        assert len(shown) > 3, number
        if state == "partly":
            assert len(shown) > 20, number


@pytest.mark.parametrize("name", PAGES)
def test_each_file_and_test_that_is_named_exists(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for span in re.findall(r"`([\w./:-]+)`", text):
        path, _colons, test = span.partition("::")
        if not re.search(r"\.(py|md|toml)$", path) and not path.endswith("/"):
            continue
        places = [base / path for base in (ROOT, ROOT / "src" / "nuangang")]
        place = next((place for place in places if place.exists()), None)
        assert place is not None, span
        assert not test or f"def {test}(" in place.read_text(encoding="utf-8"), span
    for link in re.findall(r"\]\(([\w./-]+)\)", text):
        assert (ROOT / name).parent.joinpath(link).exists(), link


def test_the_counts_are_the_tables():
    states = [state for _number, _asked, state, _shown in ROW.findall(page())]
    said = re.search(r"(\d+) met, (\d+) partly, (\d+) not, (\d+) that don't apply", page())
    assert said
    counted = [states.count(s) for s in ("yes", "partly", "**no**", "–")]
    assert [int(n) for n in said.groups()] == counted
