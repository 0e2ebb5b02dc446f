"""The demonstration's pupils and their families, with believable gaps in the files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nuangang.accounts.models import School
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.family import put_contact, put_fact, put_group, put_relative
from nuangang.people.actions.files import new_file
from nuangang.people.models import Child, SchoolClass
from nuangang.people.models.family import Kin, ParentFact, Residence
from nuangang.site.demo.invent import (
    CHARACTERS,
    CITIES,
    FAMILIES,
    HEALTHS,
    HOBBIES,
    JOBS,
    UNITS,
    VILLAGES,
    Inventor,
)

BOTH_AWAY, ONE_AWAY, AT_HOME = "both", "one", "home"
GRANDPARENTS = (
    (Kin.PATERNAL_GRANDMOTHER, "奶奶", 0.46),
    (Kin.PATERNAL_GRANDFATHER, "爷爷", 0.83),
    (Kin.MATERNAL_GRANDMOTHER, "外婆", 0.90),
    (Kin.MATERNAL_GRANDFATHER, "外公", 0.94),
    (Kin.OTHER_RELATIVE, "姑姑", 1.01),
)


@dataclass
class Family:
    """What is drawn for one pupil before it is written."""

    kind: str
    surname: str
    gender: str
    village: str
    birth: date
    joined: date


def enrol(
    inventor: Inventor,
    actor: Any,
    school: School,
    classes: list[SchoolClass],
    *,
    pupils: int,
    left_behind: int,
    year: int,
    write: Callable[[Bundle], Any] = Bundle.write,
) -> list[Child]:
    """Open a file for every pupil and return them; `left_behind` have at least one parent away."""
    kinds = [AT_HOME] * (pupils - left_behind)
    both = round(left_behind * 0.42)
    kinds += [BOTH_AWAY] * both + [ONE_AWAY] * (left_behind - both)
    inventor.draw.shuffle(kinds)
    children = []
    for start in range(0, pupils, 200):
        bundle = Bundle(actor, school)
        for number, kind in enumerate(kinds[start : start + 200], start=start):
            klass = classes[number % len(classes)]
            children.append(_pupil(inventor, bundle, klass, kind, year, number // len(classes)))
        bundle.changes.clear()  # files that were always there have no first day in the history
        write(bundle)
    return children


def _pupil(
    inventor: Inventor, bundle: Bundle, klass: SchoolClass, kind: str, year: int, number: int
) -> Child:
    draw = inventor.draw
    gender = "male" if inventor.chance(0.545) else "female"
    grade = klass.grade_on(year)
    born = inventor.day(date(year - grade - 6, 9, 1), date(year - grade - 5, 8, 31))
    village = draw.choice(VILLAGES)
    family = Family(kind, inventor.surname(), gender, village, born, date(klass.entry_year, 9, 1))
    sloppy = inventor.chance(0.10)
    fields = _basics(inventor, family, klass, number, sloppy)
    child = new_file(bundle, fields)
    child.left_behind = "no" if kind == AT_HOME else kind  # until the label is computed
    _parents(inventor, bundle, child, family, sloppy)
    if kind != AT_HOME:
        _carer(inventor, bundle, child, family, sloppy)
        if inventor.chance(0.08):
            group = draw.choice(("minimum_living", "single_parent", "registered_poor", "disabled"))
            put_group(bundle, child, group, since=family.joined)
    return child


def _basics(
    inventor: Inventor, family: Family, klass: SchoolClass, number: int, sloppy: bool
) -> dict[str, Any]:
    draw = inventor.draw
    return {
        "name": inventor.name(family.gender, family.surname),
        "gender": family.gender,
        "birth": family.birth,
        "id_number": inventor.id_number(family.birth, family.gender),
        "student_number": f"{klass.entry_year}{klass.number:02d}{number + 1:02d}",
        "ethnicity": "汉族" if inventor.chance(0.9) else draw.choice(("苗族", "土家族", "侗族")),
        "klass": klass,
        "boarding": inventor.chance(0.45),
        "rural_household": inventor.chance(0.96),
        "household_registered": True,
        "village": family.village,
        "address": f"{family.village}{draw.randint(1, 12)}组",
        "health": "healthy" if inventor.chance(0.97) else draw.choice(("weak", "ill")),
        "family_situation": "" if sloppy and inventor.chance(0.5) else draw.choice(FAMILIES),
        "character": "" if sloppy and inventor.chance(0.6) else draw.choice(CHARACTERS),
        "hobby": draw.choice(HOBBIES),
        "special_needs": inventor.chance(0.03),
        "joined_on": family.joined,
    }


def _parents(
    inventor: Inventor, bundle: Bundle, child: Child, family: Family, sloppy: bool
) -> None:
    away = {AT_HOME: (), BOTH_AWAY: ("father", "mother")}.get(family.kind)
    if away is None:
        away = ("father",) if inventor.chance(0.8) else ("mother",)
    for order, parent in enumerate(("father", "mother"), start=2):
        is_away = parent in away
        if sloppy and family.kind == AT_HOME and inventor.chance(0.3):
            continue
        place, code = inventor.draw.choice(CITIES) if is_away else ("", "")
        gender = "male" if parent == "father" else "female"
        name = inventor.name(gender, family.surname if parent == "father" else "")
        relative = put_relative(
            bundle,
            child,
            parent,
            {
                "name": name,
                "birth_year": family.birth.year - inventor.draw.randint(21, 34),
                "occupation": "务工" if is_away else inventor.draw.choice(JOBS),
                "health": "良好",
                "workplace": place,
                "work_unit": inventor.draw.choice(UNITS) if is_away else "",
            },
        )
        since = family.joined - timedelta(days=inventor.draw.randint(100, 1500))
        put_fact(
            bundle,
            child,
            parent,
            ParentFact.Kind.RESIDENCE,
            Residence.AWAY if is_away else Residence.HOME,
            since=since if is_away else None,
            place=place,
            place_code=code,
        )
        if not (sloppy and inventor.chance(0.5)):
            put_contact(
                bundle,
                child,
                inventor.phone(),
                relative=relative,
                fields={"call_order": order if is_away else 1, "label": relative.name},
            )


def _carer(inventor: Inventor, bundle: Bundle, child: Child, family: Family, sloppy: bool) -> None:
    if family.kind == ONE_AWAY and inventor.chance(0.7):
        return
    dice = inventor.draw.random()
    kin, word = next((k, w) for k, w, share in GRANDPARENTS if dice < share)
    gender = "male" if "father" in kin else "female"
    surname = family.surname if "paternal" in kin and gender == "male" else ""
    relative = put_relative(
        bundle,
        child,
        kin,
        {
            "name": inventor.name(gender, surname, elder=True),
            "kin_word": word,
            "is_carer": True,
            "birth_year": family.birth.year - inventor.draw.randint(46, 60),
            "health": "" if sloppy and inventor.chance(0.6) else inventor.draw.choice(HEALTHS),
            "occupation": inventor.draw.choice(JOBS),
            "address": child.address,
        },
    )
    if not (sloppy and inventor.chance(0.4)):
        put_contact(
            bundle,
            child,
            inventor.phone(),
            relative=relative,
            fields={"call_order": 1, "label": relative.name},
        )
