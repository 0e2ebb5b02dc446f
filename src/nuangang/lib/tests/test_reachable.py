"""Whether an address can be opened from outside."""

import pytest

from nuangang.lib.reachable import only_inside


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("192.168.1.20:8443", True),
        ("10.0.0.7", True),
        ("[::1]:8000", True),
        ("localhost:8000", True),
        ("school.local", True),
        ("School.LAN:8443", True),
        ("pc-7", True),
        ("nuangang.example.cn", False),
        ("nuangang.example.cn:8443", False),
        ("8.8.8.8:443", False),
    ],
)
def test_only_inside(host: str, inside: bool) -> None:
    assert only_inside(host) is inside
