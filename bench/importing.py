"""Time the reading in of a whole roster: 1,000 and 856 rows, checked, written and audited, on SQLite.

    .venv/bin/python bench/importing.py [--rounds 3] [--json]

Each round reads a made-up roster (22 columns, the heads and order of bench/reading.py) into an
empty school through the same functions as the page: `read_in`, `confirm`. Seconds are of the wall,
medians; each round's school is new.
"""

import argparse
import csv
import io
import json
import os
import statistics
import tempfile
import time
from pathlib import Path


def rosters(folder: Path, rows: int) -> dict[str, bytes]:
    """Return the same children as .xlsx and as .csv."""
    from reading import write

    path = folder / f"{rows}.xlsx"
    write(path, rows)
    return {"xlsx": path.read_bytes(), "csv": as_csv(path.read_bytes())}


def as_csv(book: bytes) -> bytes:
    """Return the first sheet as a spreadsheet program would export it."""
    from python_calamine import CalamineWorkbook

    out = io.StringIO()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    csv.writer(out).writerows(sheet.to_python())
    return out.getvalue().encode("utf-8-sig")


def read_one(name: str, data: bytes) -> tuple[float, int, int]:
    """Read a roster into a new school; return the seconds, the children and the audit entries."""
    from nuangang.accounts.models import School
    from nuangang.audit.models import Entry
    from nuangang.intake.actions import confirm, read_in
    from nuangang.people.models import Child
    from nuangang.policy.actor import Actor

    called = f"{name} {time.monotonic_ns()}"
    school = School.objects.create(name=called, short_name=called[-20:], first_grade=7)
    actor = Actor(name="bench", school=school)
    began = time.perf_counter()
    batch = read_in(actor, name, data)
    confirm(actor, batch)
    took = time.perf_counter() - began
    return (
        took,
        Child.objects.filter(school_id=school.pk).count(),
        Entry.objects.filter(school_id=school.pk).count(),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NUANGANG_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "nuangang.site.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        found = {}
        files = {rows: rosters(Path(folder), rows) for rows in (1000, 856)}
        for _ in range(asked.rounds):
            for rows, kinds in files.items():
                for kind, data in kinds.items():
                    found.setdefault((rows, kind), []).append(read_one(f"roster.{kind}", data))
    lines = [
        {
            "rows": rows,
            "kind": kind,
            "seconds": round(statistics.median(each[0] for each in rounds), 2),
            "children": rounds[0][1],
            "audited": rounds[0][2],
        }
        for (rows, kind), rounds in found.items()
    ]
    if asked.json:
        print(json.dumps(lines, indent=1))
        return
    for line in lines:
        print("{rows:>5} rows {kind:4} {seconds:6.2f} s  {children} children on file, "
              "{audited} audit entries".format(**line))  # fmt: skip


if __name__ == "__main__":
    main()
