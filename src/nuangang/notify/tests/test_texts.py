"""The texts of messages in the school's words: checked, shown as they arrive, kept by version."""

import pytest

from nuangang.audit.models import Entry
from nuangang.incidents.texts import FAMILY
from nuangang.notify.models import SchoolText
from nuangang.notify.wordings import filled, wording, wordings, words_of

PAGE = f"/messages/texts/{FAMILY}/"
OWN = "{学校}：出了急事，请马上给{谁}回电话。"


def test_own_words_go_out_and_the_delivered_ones_come_back(register) -> None:
    school = register.school.pk
    before = words_of(school, FAMILY, school="甲校", who="王老师")
    assert "甲校" in before
    assert register.post("head", PAGE, text=OWN, look="1").status_code == 200
    assert not SchoolText.objects.exists()
    assert register.post("head", PAGE, text=OWN).status_code == 302
    assert (
        words_of(school, FAMILY, school="甲校", who="王老师")
        == "甲校：出了急事，请马上给王老师回电话。"
    )
    assert "学校的写法" in register.get("head", "/messages/texts/").content.decode()
    register.post("head", f"{PAGE}back/")
    assert words_of(school, FAMILY, school="甲校", who="王老师") == before
    page = register.get("head", PAGE).content.decode()
    assert "出了急事" in page
    assert list(SchoolText.objects.values_list("number", flat=True)) == [1, 2]
    assert Entry.objects.filter(verb="worded_message").count() == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{学校}：{孩子} 出事了", "{孩子} 填不进去"),
        ("{学校}：{链接}", "{链接} 填不进去"),
        ("{学校：请回电话", "{学校：请回电话 填不进去"),
        ("请马上回电话", "里面要有 {学校}"),
        ("{学校}" + "请" * 300, "最多 280 个字"),
        ("", "这个字段"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_named_and_what_was_typed_stays(register, text, words) -> None:
    answer = register.post("head", PAGE, text=text)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page or not text
    assert text in page
    assert not SchoolText.objects.exists()


def test_the_length_is_said_in_parts_of_sms(register) -> None:
    page = register.post("head", PAGE, text="{学校}：" + "请" * 66, look="1").content.decode()
    assert "71 个字" in page
    assert "短信算 2 条" in page


def test_who_may_not_set_up_carriers_sees_none_of_it(register) -> None:
    for path in ("/messages/texts/", PAGE):
        assert register.get("mentor", path).status_code == 404
    assert register.post("mentor", PAGE, text=OWN).status_code == 403
    assert register.get("head", "/messages/texts/nothing/").status_code == 404


def test_a_robots_text_keeps_its_keyword_and_no_text_has_a_place_for_a_child(register) -> None:
    answer = register.post("head", "/messages/texts/incident_raised/", text="出事了，快来")
    assert "群机器人要认这个词" in answer.content.decode()
    for each in wordings():
        assert not [name for name in each.places if "child" in name]
        assert "暖港" in each.as_delivered() or not each.to_group


def test_what_is_filled_in_is_not_read_again() -> None:
    assert filled("{谁}", {"who": "{学校}", "school": "甲校"}) == "{学校}"
    assert wording("nothing") is None
