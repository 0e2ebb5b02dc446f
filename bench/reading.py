"""Measure how fast and how small the reading of rosters is: 856 and 50,000 rows of made-up children.

Run with `.venv/bin/python bench/reading.py`; each size is read in a process of its own.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 11, 24)
HEAD = (
    "序号 学籍号 姓名 性别 民族 出生日期 身份证号 年级 班级 家庭住址 是否寄宿 留守类型 父亲姓名 父亲电话 父亲务工地点 "
    "母亲姓名 母亲电话 母亲务工地点 监护人姓名 与学生关系 监护人电话 备注"
).split()
FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = "欣怡子轩浩然梓涵诗雨俊杰佳豪思彤雨桐明宇晨曦婷文博嘉丽强芳伟"


def row(number: int, dice: random.Random) -> list[object]:
    """One made-up child; the ID number lies in an area that does not exist."""
    from nuangang.lib.idnumber import made_up

    grade = dice.randint(7, 9)
    birth = date(2020 - grade, 9, 1) + timedelta(days=dice.randint(0, 364))
    name = dice.choice(FAMILY) + "".join(dice.sample(GIVEN, 2))
    boy = dice.random() < 0.5
    identity = made_up(birth, dice.randint(0, 499) * 2 + boy, f"9{number % 100000:05d}")
    phone = [f"1{dice.randint(3, 9)}{dice.randint(0, 999999999):09d}" for _ in range(3)]
    return [
        number, "G" + identity, name, "男" if boy else "女", "汉族", birth.isoformat(), identity,
        "七八九"[grade - 7] + "年级", f"{dice.randint(1, 8)}班", f"红星镇大石村{dice.randint(1, 12)}组",
        dice.choice("是否"), dice.choice(["双亲留守", "父外出", "母外出"]), name[0] + "大明", phone[0], "广东东莞",
        "陈小红", float(phone[1]), "浙江宁波", name[0] + "老栓", dice.choice(["爷爷", "奶奶", "外公"]), phone[2], "",
    ]  # fmt: skip


def write(path: Path, rows: int) -> None:
    """An .xlsx roster of that many children."""
    import xlsxwriter

    dice = random.Random(rows)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("花名册")
    sheet.merge_range(0, 0, 0, len(HEAD) - 1, "红星初级中学2026—2027学年度第一学期留守儿童花名册")
    sheet.write_row(1, 0, HEAD)
    for number in range(1, rows + 1):
        sheet.write_row(number + 1, 0, row(number, dice))
    book.close()


def measure(path: Path) -> None:
    """Read one file and print what it took."""
    from django.conf import settings

    settings.configure(USE_I18N=False)
    from nuangang.intake.reading import understand

    data = path.read_bytes()
    start, wall = time.process_time(), time.perf_counter()
    reading = understand(data, path.name, today=TODAY)
    cpu, waited = time.process_time() - start, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(reading.children):>6} children {len(reading.problems):>6} problems  "
        f"CPU {cpu:6.2f} s  wall {waited:6.2f} s  peak {peak:5.0f} MB  file {len(data) / 2**20:.1f} MB"
    )


def main() -> None:
    """Make both files, read each in a fresh process."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for rows in (856, 50_000):
            path = Path(folder) / f"roster-{rows}.xlsx"
            write(path, rows)
            subprocess.run([sys.executable, __file__, str(path)], check=True, env=os.environ)


if __name__ == "__main__":
    main()
