"""What the pages are measured on: a name for each set of data, and the command that builds it."""

import json
import subprocess
import sys

# Each is built once into an empty database; WHO then finds whose pages are measured.
COUNTY = ["--schools", "120", "--children", "100000", "--records", "5000000"]
DISTRICT = ["--schools", "12", "--children", "10000", "--records", "500000"]
DATA_SETS = {"demo": ["demo"], "district": ["demo", *DISTRICT], "county": ["demo", *COUNTY]}
WHO = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from nuangang.accounts.models import User
from nuangang.people.models import Child, Tie
from nuangang.people.sessions import SessionStore

def session(login):
    user, kept = User.objects.get(login=login), SessionStore()
    kept[SESSION_KEY], kept[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    kept[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    kept.save()
    return kept.session_key

tie = Tie.objects.filter(adult__user__login="agent-parent", until__isnull=True).first()
logins = ("lead", "agent-parent", "county")
here = Child.objects.filter(school_id=tie.school_id, left_on__isnull=True)
others = here.exclude(pk__in=Tie.objects.filter(adult=tie.adult).values("child_id"))
print("WHO " + json.dumps({"child": str(tie.child_id), "school": str(tie.school_id),
    "children": here.count(), "others": [str(pk) for pk in others.values_list("pk", flat=True)],
    "sessions": {login: session(login) for login in logins}}))
"""


def prepare(environment: dict[str, str], name: str) -> dict:
    """Build the data set where there is none, and sign its people in.

    Migrations are asked for only where one is missing: on SQLite the command looks at every
    reference of the database first, which takes a county of 6 GB half an hour.
    """
    run = [sys.executable, "-m", "django"]
    missing = subprocess.run(
        [*run, "migrate", "--check", "-v0"], env=environment, stdout=subprocess.DEVNULL
    ).returncode
    if missing:
        subprocess.run([*run, "migrate", "-v0"], env=environment, check=True)
    count = "from nuangang.accounts.models import School; print('N', School.objects.count())"
    if "N 0" in _shell(environment, count):
        subprocess.run([*run, *DATA_SETS[name]], env=environment, check=True, stdout=sys.stderr)
    # What the clock owes is done first: else it works, and on SQLite writes, while one measures.
    subprocess.run([*run, "clock", "--once"], env=environment, check=True, stdout=sys.stderr)
    said = _shell(environment, WHO)
    line = next(line for line in said.splitlines() if line.startswith("WHO "))
    return json.loads(line[4:])


def _shell(environment: dict[str, str], code: str) -> str:
    command = [sys.executable, "-m", "django", "shell", "-c", code]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout
