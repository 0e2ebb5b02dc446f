"""Finding a child by whatever somebody types."""

from datetime import date

import pytest

from nuangang.people.actions.family import set_contact, set_relative
from nuangang.people.actions.ties import tie
from nuangang.people.queries import search

TODAY = date(2026, 11, 24)
ID = "99999920150301018X"


@pytest.fixture
def found(cast):
    children = [
        cast.child("张三", id_number=ID, village="柳树村"),
        cast.child("曾子轩"),
        cast.child("单雄", klass=cast.other_class),
        cast.child("吕丽丽"),
        cast.child("李欣怡"),
    ]
    father = set_relative(cast.lead, children[4], "father", {"name": "李大"})
    set_contact(cast.lead, children[4], "13800005678", relative=father)

    def names(words, actor=cast.lead):
        return sorted(search(actor, words, on=TODAY).values_list("name", flat=True))

    return names


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("张三", "张三"), ("三", "张三"), ("zs", "张三"), ("zhangsan", "张三"), ("Zhang", "张三"),
        ("zengzx", None), ("zeng", "曾子轩"), ("ceng", "曾子轩"), ("zzx", "曾子轩"), ("czx", "曾子轩"),
        ("zixuan", "曾子轩"), ("shan", "单雄"), ("dan", "单雄"), ("sx", "单雄"), ("dx", "单雄"),
        ("lvlili", "吕丽丽"), ("lulili", "吕丽丽"), ("018X", "张三"), ("018x", "张三"), (ID, "张三"),
        ("5678", "李欣怡"), ("13800005678", "李欣怡"), ("138-0000-5678", "李欣怡"), ("1380000", None),
        ("七2", "单雄"), ("七(2)班", "单雄"), ("702", "单雄"), ("2026级2班", "单雄"), ("2班", "单雄"),
        ("柳树", "张三"), ("xy 七1", "李欣怡"), ("xy 七2", None), ("八1", None), ("%", None), ("_", None),
    ],
)  # fmt: skip
def test_who_is_found(found, words, name):
    assert found(words) == ([name] if name else [])


def test_only_those_whom_one_may_see(cast, found):
    assert found("shan", cast.teacher) == []
    assert found("zs", cast.teacher) == ["张三"]
    assert found("zs", cast.mentor) == []
    tie(cast.lead, search(cast.lead, "zs", on=TODAY).get(), cast.wang, since=TODAY)
    assert found("zs", cast.mentor) == ["张三"]


def test_the_text_tells_no_number(cast, found):
    child = search(cast.lead, "zs", on=TODAY).get()
    assert "018" not in child.search
    assert child.search.startswith(" zhang,san ")
