"""Made-up children: names are generated, identity numbers lie in area 999999, which no place has."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

TODAY = date(2026, 11, 24)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗石田龙向彭覃冉"
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "令狐", "慕容")
GIVEN = "伟芳娜静敏丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅小文晓雨欣思佳嘉怡子涵宇轩梓萱浩然"
MINORITY = (
    "阿依古丽·买买提",
    "买买提·艾力",
    "扎西·次仁",
    "阿的·木呷",
    "努尔兰·哈山",
    "古丽娜尔·吐尔逊",
)
RARE = ("𠮷", "㛃", "䶮", "喆", "玥", "翀", "昇", "堃", "燚", "犇", "甯", "㼆")
VILLAGES = ("青山村", "石桥村", "龙潭村", "大坪村", "白果村", "柳树湾村")
CITIES = ("广东东莞", "浙江宁波", "福建晋江", "江苏昆山", "上海市松江区", "深圳龙华")
NATIONS = ("汉", "汉", "汉", "汉", "土家", "苗", "侗", "彝")
HEALTH = ("健康", "良好", "一般", "体弱多病", "高血压")
RELATIONS = {
    "paternal_grandfather": ("爷爷", "祖父"),
    "paternal_grandmother": ("奶奶", "祖母"),
    "maternal_grandfather": ("外公", "外祖父", "姥爷", "家公"),
    "maternal_grandmother": ("外婆", "外祖母", "姥姥", "家婆", "嘎婆"),
    "mother": ("母亲", "妈妈", "母女", "母子"),
    "father": ("父亲", "爸爸", "父子"),
    "other_relative": ("姑姑", "叔叔", "舅舅", "大伯", "幺爸", "伯父", "小姨", "嬢嬢", "亲戚"),
    "sibling": ("姐姐", "哥哥"),
    "non_relative": ("邻居", "老师"),
}


@dataclass
class Person:
    """A parent or a carer; `relation` is the contract's word, `kin` the word a teacher types."""

    name: str
    phone: str
    workplace: str = ""
    relation: str = ""
    kin: str = ""
    age: int = 0
    health: str = ""
    id_number: str = ""


@dataclass
class Child:
    """One child with everything a roster could say about it."""

    name: str
    gender: str
    birth: date
    id_number: str
    grade: int
    klass: int
    ethnicity: str
    village: str
    address: str
    boarding: bool
    father: Person
    mother: Person
    guardian: Person
    father_away: bool
    mother_away: bool

    @property
    def both_away(self) -> bool:
        """Whether both parents are away."""
        return self.father_away and self.mother_away


def check_digit(first17: str) -> str:
    """Return the eighteenth character for seventeen digits (domain.md §5.1)."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True)) % 11]


def identity(birth: date, male: bool, serial: int) -> str:
    """Return a valid made-up identity number in area 999999."""
    first17 = f"999999{birth:%Y%m%d}{serial * 2 % 998 + (1 if male else 0):03d}"
    return first17 + check_digit(first17)


class Town:
    """A seeded source of children, so that a case is the same on every machine."""

    def __init__(self, seed: int | str):
        """Start from `seed`."""
        self.rng = random.Random(f"zoo-{seed}")
        self.serial = self.rng.randrange(40, 90)
        self.used: set[str] = {"孙子"}

    def name(self, surname: str = "") -> str:
        """Return a fresh name of two to four characters."""
        while True:
            family = surname or self._surname()
            given = "".join(self.rng.choice(GIVEN) for _ in range(self.rng.choice((1, 2, 2, 2))))
            if family + given not in self.used:
                self.used.add(family + given)
                return family + given

    def _surname(self) -> str:
        return self.rng.choice(COMPOUND) if self.rng.random() < 0.1 else self.rng.choice(SURNAMES)

    def phone(self) -> str:
        """Return a mobile number."""
        return f"1{self.rng.randrange(3, 10)}{self.rng.randrange(10**8, 10**9)}"

    def birth(self, grade: int) -> date:
        """Return a birth date that fits the grade."""
        start = date(TODAY.year - grade - 6, 9, 1)
        return start + timedelta(days=self.rng.randrange(0, 364))

    def child(self, grade: int = 0, klass: int = 0, gender: str = "") -> Child:
        """Return a child of grade 7 to 9 unless told."""
        rng = self.rng
        grade = grade or rng.randrange(7, 10)
        gender = gender or rng.choice(("male", "female"))
        birth, name = self.birth(grade), self.name()
        surname = name[:2] if name[:2] in COMPOUND else name[0]
        village = rng.choice(VILLAGES)
        father = Person(self.name(surname), self.phone(), rng.choice(CITIES), "father", "父亲")
        mother = Person(self.name(), self.phone(), rng.choice(CITIES), "mother", "母亲")
        both = rng.random() < 0.5
        father_away = both or rng.random() < 0.6
        return Child(
            name,
            gender,
            birth,
            self._number(birth, gender == "male"),
            grade,
            klass or rng.randrange(1, 9),
            rng.choice(NATIONS),
            village,
            f"{village}{rng.randrange(1, 9)}组",
            rng.random() < 0.6,
            father,
            mother,
            self.guardian(),
            father_away,
            both or not father_away,
        )

    def _number(self, birth: date, male: bool) -> str:
        while True:
            self.serial += 1
            number = identity(birth, male, self.serial)
            if number not in self.used and not number.endswith("000"):
                self.used.add(number)
                return number

    def guardian(self, relation: str = "") -> Person:
        """Return a carer whose kin word fits the relation."""
        grand = [r for r in RELATIONS if "grand" in r]
        relation = relation or self.rng.choice([*grand, *grand, "other_relative"])
        kin = self.rng.choice(RELATIONS[relation])
        return Person(
            self.name(),
            self.phone(),
            "",
            relation,
            kin,
            self.rng.randrange(50, 76),
            self.rng.choice(HEALTH),
        )

    def children(self, count: int, grade: int = 0, klass: int = 0) -> list[Child]:
        """Return several children, of one class if told."""
        return [self.child(grade, klass) for _ in range(count)]
