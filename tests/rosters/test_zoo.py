"""The reader reads every roster of the zoo as its truth says, and refuses what is no roster."""

import contextlib
import multiprocessing
import resource
import time
from typing import Any

import pytest

from nuangang.intake.reading import UnreadableRoster, understand

from .columns import columns
from .expect import judge
from .formats import FORMATS
from .hostile import HOSTILE, ODD, damaged
from .page import bare, case
from .people import TODAY, Town
from .shapes import whole_school
from .zoo import names, roster

ROOM = 700 * 2**20


@pytest.mark.parametrize("name", names())
def test_roster_is_read_as_it_is(name: str) -> None:
    """Children, problems and skipped rows are those of the roster."""
    case = roster(name)
    answer = understand(case.data, case.filename, today=TODAY).as_json()
    assert not judge(case, answer)


def test_the_users_word_on_a_column_counts() -> None:
    """A header nobody knows is read as the user says, and a known one is left out if so said."""
    page = bare([*columns("name class guardian=看护她的人"), *columns("village")])
    child = Town("word").child()
    page.child(columns("name class guardian village"), child)
    made = case("user's word", "xlsx", page)
    word = {("Sheet1", "C"): "guardian_name", ("Sheet1", "D"): None}
    answer = understand(made.data, made.filename, today=TODAY, columns=word).as_json()
    assert answer["children"][0]["guardian_name"] == child.guardian.name
    assert "village" not in answer["children"][0]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_roster_is_refused(name: str) -> None:
    """One sentence, in two seconds of work, in little memory."""
    filename, make = HOSTILE[name]
    ending, words, seconds = _in_a_small_room(make(), filename)
    assert ending == "UnreadableRoster", words
    assert words.strip()
    assert "\n" not in words
    assert len(words) < 200
    assert seconds < 2


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_eats_no_memory(name: str) -> None:
    """The children in it are read, or the file is refused; the machine stays well."""
    filename, make, count = ODD[name]
    ending, words, seconds = _in_a_small_room(make(), filename)
    assert ending in (f"{count} children", "UnreadableRoster"), words
    assert seconds < 2


@pytest.mark.parametrize("form", FORMATS)
def test_a_damaged_file_is_read_or_refused(form: str) -> None:
    """Flipped, cut and doubled bytes end in a reading or in UnreadableRoster, in nothing else."""
    data, filename = roster(f"flat [{form}]").data, FORMATS[form][0]
    for seed in range(12):
        with contextlib.suppress(UnreadableRoster):
            understand(damaged(data, seed), filename, today=TODAY).as_json()


def test_a_whole_school_is_read_in_a_second() -> None:
    """856 rows take under a second of processor time (issue 2)."""
    case = whole_school(856)
    started = time.process_time()
    answer = understand(case.data, case.filename, today=TODAY).as_json()
    assert time.process_time() - started < 1
    assert not judge(case, answer)


def _in_a_small_room(data: bytes, filename: str) -> tuple[str, str, float]:
    """Read in a forked process that may take 700 MB more than it has; return how it ended."""
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_try, args=(theirs, data, filename))
    process.start()
    theirs.close()
    answer: tuple[str, str, float] = ("no answer", "it hung or died", 60.0)
    if mine.poll(30):
        with contextlib.suppress(EOFError):
            answer = mine.recv()
    process.kill()
    process.join()
    return answer


def _try(pipe: Any, data: bytes, filename: str) -> None:
    with open("/proc/self/statm") as sizes:
        room = int(sizes.read().split()[0]) * resource.getpagesize() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    started = time.process_time()
    try:
        read = understand(data, filename, today=TODAY).as_json()["children"]
        ending, words = f"{len(read)} children", repr(read[:2])
    except UnreadableRoster as refusal:
        ending, words = "UnreadableRoster", str(refusal)
    except BaseException as fault:
        ending, words = type(fault).__name__, repr(fault)
    pipe.send((ending, words, time.process_time() - started))
