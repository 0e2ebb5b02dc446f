"""The page of the machine says how the backups are, and shows the recovery code once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nuangang.accounts.models import School, User
from nuangang.audit.models import Entry
from nuangang.machine.notes import notes, remember
from nuangang.machine.recovery import groups_of, new_recovery_code, read_code, recovery
from nuangang.people.models import Staff, StaffPost

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def house(tmp_path, settings):
    settings.VAR = tmp_path


@pytest.fixture
def school():
    return School.objects.create(code="a", name="甲校", short_name="甲")


def somebody(school, post: str) -> Client:
    user = User.objects.create_user(post, name=post)
    staff = Staff.objects.create(school=school, user=user, name=post)
    StaffPost.objects.create(school=school, staff=staff, post=post, since="2020-01-01")
    client = Client()
    client.force_login(user)
    session = client.session
    session["cast"] = True
    session.save()
    return client


def text(client: Client, address: str = "/machine/") -> str:
    return client.get(address).content.decode()


def test_no_backup_and_no_paper_are_said_plainly(school):
    page = text(somebody(school, "head"))
    assert "还没有备份" in page
    assert "还没有恢复码" in page


def test_good_backup_shows_its_place_and_a_late_one_alarms(school):
    head = somebody(school, "head")
    good = {"path": "/mnt/usb/x.age", "size": 5_000_000, "rows": 1234, "mark": ""}
    remember(good={**good, "at": timezone.now().isoformat()})
    page = text(head)
    assert "/mnt/usb/x.age" in page
    assert "已重新打开核对" in page
    remember(good={**good, "at": (timezone.now() - timedelta(days=3)).isoformat()})
    assert "最近一次可用的备份" in text(head)


def test_failure_after_a_good_one_is_shown_with_its_reason(school):
    now = timezone.now()
    remember(good={"at": (now - timedelta(hours=9)).isoformat(), "path": "/b/x.age", "size": 1,
                   "rows": 1}, failed={"at": now.isoformat(), "why": "磁盘满了"})  # fmt: skip
    assert "磁盘满了" in text(somebody(school, "head"))


@pytest.mark.parametrize(("days", "paper", "due"), [(1, True, False), (1, False, True),
                                                    (400, True, True)])  # fmt: skip
def test_drill_is_asked_for_once_a_term_and_with_the_paper(school, days, paper, due):
    at = timezone.now() - timedelta(days=days)
    remember(drill={"at": at.isoformat(), "paper": paper, "rows": 7})
    assert ("restore --check" in text(somebody(school, "head"))) == due


def test_head_makes_the_code_once_and_nothing_here_keeps_it(school, tmp_path):
    head = somebody(school, "head")
    page = head.post("/machine/recovery-code/").content.decode()
    mark = recovery().mark
    assert f"{mark}.age" in page
    code = "".join(part.split("</code>")[0] for part in page.split("<code>")[1:16])
    assert str(read_code(code).to_public()) == recovery().recipient
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert code.encode() not in kept
    assert notes().asked
    assert Entry.objects.get(verb="recovery_code_made").label == mark
    assert mark in text(head)
    assert code[:4] not in text(head)


def test_keeper_backs_up_and_makes_no_code(school):
    keeper = somebody(school, "keeper")
    assert keeper.post("/machine/backup/").status_code == 302
    assert notes().asked
    assert keeper.post("/machine/recovery-code/").status_code == 403
    assert recovery() is None


@pytest.mark.parametrize("post", ["class_teacher", "lead"])
def test_others_find_no_such_page(school, post):
    assert somebody(school, post).get("/machine/").status_code == 404


def test_on_a_countys_machine_no_head_makes_the_code_or_sees_places(school):
    School.objects.create(code="b", name="乙校", short_name="乙")
    remember(good={"at": timezone.now().isoformat(), "path": "/srv/x.age", "size": 1, "rows": 1})
    head = somebody(school, "head")
    head.post("/machine/recovery-code/")
    assert recovery() is None
    assert "/srv/x.age" not in text(head)


def test_typed_code_may_have_gaps_small_letters_and_its_long_beginning():
    code, made = new_recovery_code(timezone.now())
    for typed in (code, code.lower(), "-".join(groups_of(code)), " ".join(groups_of(code))):
        assert str(read_code(typed).to_public()) == made.recipient
