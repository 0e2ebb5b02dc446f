"""`python -m nuangang.site.rehearsal OPTIONS`: the process that `nuangang rehearse` starts on its scratch folder."""

import json
import os
import sys

import django

REFUSED = 3


def main(options: str) -> int:
    """Rehearse and print the finding as JSON; 1 when it isn't well, 3 when there are schools already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuangang.site.settings")
    django.setup()
    from nuangang.site.rehearsal.running import NotEmptyError, Options, make_ready, rehearse

    try:
        make_ready()
    except NotEmptyError:
        return REFUSED
    found, more = rehearse(Options(**json.loads(options)))
    print(json.dumps({**found.as_dict(), **more}, ensure_ascii=False), flush=True)
    return 0 if found.is_well() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
