"""The data map in words: what is kept, for what, who sees it, how sensitive it is and how long."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuangang.accounts.posts import Post, RegionPostKind
from nuangang.people.purposes import BASES, BY_CODE, Purpose
from nuangang.policy.guards import kind_of
from nuangang.policy.matrix import FIELD_CLASSES, HIDDEN, MASKED, MATRIX, Scope
from nuangang.policy.reasons import CLASS_WORDS
from nuangang.policy.words import EN, SCOPES, ZH
from nuangang.privacy.data_map import DATA_MAP, KEPT_OTHERWISE, MACHINE, PLAIN
from nuangang.privacy.field_words import words_of

ROLES = dict(Post.choices) | dict(RegionPostKind.choices)
EVERYDAY = (PLAIN, MACHINE, "file")


@dataclass(frozen=True)
class Line:
    """Columns of one kind with one purpose and class; `machine` are names in the program, not words."""

    title: str
    purpose: Purpose
    basis: Any
    kept: Any
    sensitive: str
    columns: list[str]
    machine: bool
    seen: list[tuple[str, str]]
    posts: frozenset[str]


def map_in_words(*, q: str = "", purpose: str = "", post: str = "", all: str = "") -> list[Line]:
    """Return the lines of the map, narrowed to a word, a purpose, and what a post sees; no statement.

    The program's own columns are left out of kinds that have others, unless `all` asks for them.
    """
    found = [
        _line(model, str(title), *group)
        for model, (title, groups) in DATA_MAP.items()
        for group in groups
        if all or group[1] != MACHINE or len(groups) == 1
    ]
    return [
        each for each in found
        if (not q or q.casefold() in " ".join([each.title, *each.columns]).casefold())
        and (not purpose or each.purpose.code == purpose)
        and (not post or post in each.posts)
    ]  # fmt: skip


def _line(model: str, title: str, purpose: str, field_class: str, columns: str) -> Line:
    of, used, machine = apps.get_model(model), BY_CODE[purpose], field_class == MACHINE
    fields = [of._meta.get_field(name) for name in columns.split()]
    shown = {} if machine else _shown(of, field_class)
    return Line(
        title,
        used,
        BASES[used.basis],
        KEPT_OTHERWISE.get(model, used.kept),
        "" if field_class in EVERYDAY else str(CLASS_WORDS[field_class]),
        [field.name if machine else words_of(field) for field in fields],
        machine,
        _by_scope(shown),
        frozenset(shown),
    )


def _shown(model: Any, field_class: str) -> dict[str, tuple[Scope, bool]]:
    """Return who reads columns of a class: role → (how far, whether they are masked)."""
    how = FIELD_CLASSES.get(field_class)
    return {
        role: (scopes[0], how is not None and how[role] == MASKED)
        for role, scopes in MATRIX.get(kind_of(model), {}).items()
        if scopes[0] and (how is None or how.get(role, HIDDEN) != HIDDEN)
    }


def _by_scope(shown: dict[str, tuple[Scope, bool]]) -> list[tuple[str, str]]:
    """Return for each scope, the widest first, the posts that reach so far."""
    language = ZH if (get_language() or "").startswith("zh") else EN
    posts = defaultdict(list)
    for role, (scope, is_masked) in shown.items():
        name = str(ROLES[role])
        posts[scope].append(_("%(post)s (masked)") % {"post": name} if is_masked else name)
    comma = "、" if language == ZH else ", "
    return [
        (SCOPES[scope][language], comma.join(posts[scope])) for scope in sorted(posts, reverse=True)
    ]
