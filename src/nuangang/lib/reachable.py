"""Whether an address can be opened from outside the school's network."""

import ipaddress

_INSIDE = (".local", ".lan", ".home", ".internal", ".localdomain")


def only_inside(host: str) -> bool:
    """Say whether `host` (perhaps with a port) opens only within the building."""
    name = host.rpartition(":")[0].strip("[]") if host.rpartition(":")[2].isdigit() else host
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return "." not in name or name.lower().endswith(_INSIDE)
