#!/usr/bin/env python3
"""Extract, check and compile the translations: one catalogue for each app and language.

messages.py extract [APP…]   bring the .po files up to date with the source, keeping what is translated
messages.py check [APP…]     fail when a text is untranslated, doubtful, out of date or broken
messages.py compile [APP…]   write the .mo files that Django reads
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "nuangang"
LANGUAGES = ["zh_Hans"]
_CONTEXT = ((1, "c"), 2)
_CONTEXT_PLURAL = ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], None),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], _CONTEXT),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], _CONTEXT_PLURAL),
}
JINJA = {
    "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
    "trimmed": "true",
    "silent": "false",
}
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: nuangang\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
# A comma, colon, semicolon or mark of the keyboard behind a Chinese character is a slip of the hand.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）》][,:;!?](?!//)")
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdfr]|\{\w*[^{}]*\}")


def apps() -> list[str]:
    """Return the names of all apps, in the order of their folders."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def po_path(app: str, language: str) -> Path:
    """Say where the catalogue of `app` in `language` is."""
    return PACKAGE / app / "locale" / language / "LC_MESSAGES" / "django.po"


def sources(app: str) -> Iterator[tuple[str, Path]]:
    """Yield the extraction method and path of every file of `app` whose texts people see.

    The modules beside the apps, such as cli.py, count to `site`.
    """
    beside = PACKAGE.glob("*.py") if app == "site" else ()
    for path in sorted([*beside, *(PACKAGE / app).rglob("*.py")]):
        if not {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts):
            yield "python", path
    for path in sorted((PACKAGE / app / "templates").rglob("*")):
        if path.suffix in {".html", ".txt", ".jinja", ".svg"}:
            yield "jinja2.ext.babel_extract", path


def extracted(app: str) -> Catalog:
    """Return the texts of `app` as its source has them now, with the plural forms of Chinese."""
    catalog = Catalog(locale=LANGUAGES[0])
    for method, path in sources(app):
        options = {} if method == "python" else JINJA
        comments = ["Translators:"]
        for _line, text, notes, context in extract_from_file(
            method, path, keywords=KEYWORDS, comment_tags=comments, options=options
        ):
            catalog.add(text, auto_comments=notes, context=context)
    return catalog


def stored(app: str, language: str) -> Catalog:
    """Return the catalogue of `app` as it is on disk; empty when there is none."""
    path = po_path(app, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def key(message: Message) -> tuple:
    """Return what tells two messages of one catalogue apart."""
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def texts(catalog: Catalog) -> dict[tuple, Message]:
    """Return the messages of `catalog` by key, without its header."""
    return {key(message): message for message in catalog if message.id}


def renewed(app: str, language: str) -> str:
    """Return the text of the .po file as it should be: the source's texts, known translations kept."""
    fresh, known = extracted(app), texts(stored(app, language))
    for name, message in texts(fresh).items():
        old = known.get(name)
        if old and isinstance(old.id, str) == isinstance(message.id, str):
            message.string, message.flags = old.string, old.flags | message.flags
            message.user_comments = old.user_comments
    buffer = io.BytesIO()
    write_po(buffer, fresh, width=98, no_location=True, omit_header=True, sort_output=True)
    return (HEADER.format(language=language) + buffer.getvalue().decode()).rstrip() + "\n"


def extract(names: list[str]) -> int:
    """Write the .po files anew and tell how many texts still want a translation."""
    for app in names:
        if not texts(extracted(app)):
            continue
        for language in LANGUAGES:
            path = po_path(app, language)
            text = renewed(app, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
            missing = [m for m in texts(stored(app, language)).values() if not complete(m)]
            print(f"{app} {language}: {len(missing)} to translate")
    return compile_(names)


def complete(message: Message) -> bool:
    """Say whether every form of `message` is translated and nobody doubts it."""
    forms = [message.string] if isinstance(message.string, str) else list(message.string)
    return all(forms) and not message.fuzzy


def forms(message: Message) -> list[tuple[str, str]]:
    """Return each translated form beside the source text it must carry the placeholders of."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return [(message.id[-1], form) for form in message.string]


def placeholders(text: str) -> list[str]:
    """Return the places of `text` that a value is put into, sorted."""
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def problems(app: str, language: str) -> Iterator[str]:
    """Yield what is wrong with one catalogue, a sentence each."""
    where = f"{app} ({language})"
    wanted, have = texts(extracted(app)), texts(stored(app, language))
    for name in wanted.keys() - have.keys():
        yield f"{where}: not in the catalogue: {name[1]!r}"
    for name in have.keys() - wanted.keys():
        yield f"{where}: no longer in the source: {name[1]!r}"
    for name in wanted.keys() & have.keys():
        message = have[name]
        if isinstance(message.id, str) != isinstance(wanted[name].id, str):
            yield f"{where}: plural in one of source and catalogue only: {name[1]!r}"
        elif not complete(message):
            yield f"{where}: not translated: {name[1]!r}"
        elif any(HALF_WIDTH.search(form) for _source, form in forms(message)):
            yield f"{where}: half-width punctuation in Chinese: {message.string!r}"
        elif any(placeholders(a) != placeholders(b) for a, b in forms(message)):
            yield f"{where}: placeholders differ: {name[1]!r} → {message.string!r}"


def clashes(language: str) -> Iterator[str]:
    """Yield texts that two apps translate differently: Django would show one of the two everywhere."""
    seen: dict[tuple, tuple[str, object]] = {}
    for app in apps():
        for name, message in texts(stored(app, language)).items():
            plural = not isinstance(message.id, str)
            other, translation = seen.setdefault((*name, plural), (app, message.string))
            if all([message.string, translation]) and message.string != translation:
                yield (
                    f"{other} and {app} ({language}) translate {name[1]!r} differently: "
                    f"{translation!r}, {message.string!r}; agree, or tell them apart by pgettext"
                )


def check(names: list[str]) -> int:
    """Print every problem; return 1 if there is one."""
    found = [text for app in names for language in LANGUAGES for text in problems(app, language)]
    found += [text for language in LANGUAGES for text in clashes(language)]
    print(*sorted(found), sep="\n") if found else print("Every text is translated.")
    if found:
        print("Run `.venv/bin/python tools/messages.py extract APP`, translate, and check again.")
    return 1 if found else 0


def compile_(names: list[str]) -> int:
    """Write the .mo files of the catalogues that changed."""
    for app in names:
        for language in LANGUAGES:
            path = po_path(app, language)
            mo = path.with_suffix(".mo")
            if path.exists() and (not mo.exists() or mo.stat().st_mtime < path.stat().st_mtime):
                part = mo.with_suffix(".mo.part")
                with part.open("wb") as file:
                    write_mo(file, stored(app, language))
                part.replace(mo)
    return 0


def main(arguments: list[str]) -> int:
    """Do what the first word asks, for the apps named after it or for all."""
    verbs = {"extract": extract, "check": check, "compile": compile_}
    unknown = set(arguments[1:]) - set(apps())
    if not arguments or arguments[0] not in verbs or unknown:
        print(f"No such app: {', '.join(sorted(unknown))}" if unknown else __doc__)
        return 2
    return verbs[arguments[0]](arguments[1:] or apps())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
