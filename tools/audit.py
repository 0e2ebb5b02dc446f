"""Ask the open list of vulnerabilities (OSV) about every locked package: `./test audit`.

A known vulnerability fails. An unreachable list fails nothing, since a school or a machine of the tests
may have no line to it, but says plainly that nothing was asked.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any

from locked import Locked, locked

ADDRESS = os.environ.get("NUANGANG_ADVISORIES", "https://api.osv.dev/v1/querybatch")
# id of a vulnerability → why it does not concern us; each wants looking at again at every release.
ACCEPTED: dict[str, str] = {}
_AT_ONCE = 200


def main(arguments: list[str]) -> int:
    """Print what is known; return 1 for a vulnerability, or, with --must, when nobody answered."""
    packages = locked()
    try:
        found = [*_ask(packages)]
    except (OSError, ValueError) as error:
        print(f"NOT AUDITED: the list of vulnerabilities can't be reached ({error}).")
        print(f"{len(packages)} locked packages were not looked up. Run it where there is a line.")
        return 1 if "--must" in arguments else 0
    for each, ids in found:
        print(f"{each.name} {each.version} ({each.ecosystem}): {', '.join(ids)}")
    print(f"{len(packages)} locked packages looked up, {len(found)} with known vulnerabilities.")
    return 1 if found else 0


def _ask(packages: list[Locked]) -> list[tuple[Locked, list[str]]]:
    found = []
    for at in range(0, len(packages), _AT_ONCE):
        some = packages[at : at + _AT_ONCE]
        for each, told in zip(some, _answers(some), strict=True):
            ids = [vuln["id"] for vuln in told.get("vulns", []) if vuln["id"] not in ACCEPTED]
            if ids:
                found.append((each, ids))
    return found


def _answers(packages: list[Locked]) -> list[dict[str, Any]]:
    queries = [
        {"package": {"ecosystem": each.ecosystem, "name": each.name}, "version": each.version}
        for each in packages
    ]
    body = json.dumps({"queries": queries}).encode()
    request = urllib.request.Request(ADDRESS, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)["results"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
