"""The demonstration's concerns, sealed notes and one broken glass that waits to be signed off."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, Staff, StaffPost, Tie
from nuangang.wellbeing.actions.concerns import (
    act_on_concern,
    close_concern,
    raise_concern,
    receive_concern,
)
from nuangang.wellbeing.actions.glass import break_glass, close_glass
from nuangang.wellbeing.actions.notes import open_note, write_note

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CONCERNS = (
    (
        "今天两顿饭都没怎么吃，说爸爸过年又不回来了。放学后一个人坐在操场边，叫了几次才走。",
        "操场边，放学后", "today", 1 * HOUR, "new",
    ),
    (
        "胳膊上有两道青印子，问起来只说是自己碰的，说周末不想回家。",
        "第二节课后，教室", "today", 26 * HOUR, "received",
    ),
    (
        "上课老是睡觉，同桌说晚上在被窝里看手机到很晚。",
        "上午的课", "week", 9 * DAY, "closed",
    ),
)  # fmt: skip
NOTES = (
    (
        14, {
            "setting": "one", "source": "class_teacher", "level": "watch", "minutes": "35",
            "trouble": "“我妈打电话只问成绩，不问我过得好不好。”", "seen": "一直抠指甲，说到妈妈时哭了。",
            "goal": "先让孩子愿意来谈。", "method": "听孩子说，一起画了一张“家里的人”。",
            "result": "走的时候说下周还来。",
        },
    ),
    (
        7, {
            "setting": "one", "source": "self", "level": "watch", "minutes": "40",
            "trouble": "“我给妈妈写了一封信，不知道要不要寄。”", "seen": "比上次放松，主动说了两件班里的事。",
            "method": "陪孩子读了一遍信。", "result": "决定寄出去。",
        },
    ),
)  # fmt: skip
REASON = "孩子早上没到校，家里和代理家长都联系不上，要知道孩子心里有事时会去哪里。"


def tell_sealed(school: School, now: datetime) -> None:
    """Write three concerns, the counsellor's notes of two children, and a glass the head broke."""
    head, lead, counsellor = (
        _holder(school, post) for post in (Post.HEAD, Post.LEAD, Post.COUNSELLOR)
    )
    children = _children(school)
    _concerns(school, children, lead, counsellor, now)
    notes = _notes(counsellor, children[3:5], now)
    _glass(head, children[3], notes[0], now)


def _holder(school: School, post: Post) -> Any:
    held = StaffPost.objects.of(school).filter(post=post).values("staff__user_id").order_by("pk")
    return actor_for(held[0]["staff__user_id"])


def _children(school: School) -> list[Child]:
    """Return children of the visitor's agent parent first, then others who are paired."""
    ties = Tie.objects.of(school).filter(until__isnull=True).select_related("child")
    rows = ties.order_by("pk").filter(adult__user__login="agent-parent")[:3]
    own = [tie.child for tie in rows]
    others = ties.exclude(adult__user__login="agent-parent").order_by("pk")[: 6 - len(own)]
    return own + [tie.child for tie in others]


def _concerns(
    school: School, children: list[Child], lead: Any, counsellor: Any, now: datetime
) -> None:
    writers = Staff.objects.of(school).filter(user__login__in=("agent-parent", "class-teacher"))
    actors = [actor_for(user) for user in writers.order_by("pk").values_list("user_id", flat=True)]
    for number, (words, place, urgency, ago, state) in enumerate(CONCERNS):
        at = now - ago
        made = raise_concern(
            actors[number % len(actors)], once=uuid4(), children=[children[number]], words=words,
            place=place, happened_on=at.date(), urgency=urgency, now=at,
        )  # fmt: skip
        if state == "new":
            continue
        receive_concern(lead, made, now=at + HOUR)
        act_on_concern(
            counsellor, made, kind="talked", words="单独谈了二十分钟，先不追问，约好明天再来。",
            said="talked", now=at + 2 * HOUR,
        )  # fmt: skip
        if state == "closed":
            close_concern(
                lead, made, words="奶奶把手机收到周末才给，同桌说这周没再睡。", said="settled",
                now=at + 5 * DAY,
            )  # fmt: skip


def _notes(counsellor: Any, children: list[Child], now: datetime) -> list[Any]:
    today = now.date()
    first, second = (
        write_note(
            counsellor, children[0], "counselling", once=uuid4(),
            happened_on=today - days * DAY, next_on=today - (days - 7) * DAY, body=body,
            now=now - days * DAY,
        )
        for days, body in NOTES
    )  # fmt: skip
    body = {
        "setting": "one",
        "source": "peer",
        "trouble": "“他们不带我打球。”",
        "level": "ordinary",
    }
    write_note(
        counsellor, children[1], "counselling", once=uuid4(), happened_on=today - 3 * DAY,
        next_on=today + 4 * DAY, body=body, now=now - 3 * DAY,
    )  # fmt: skip
    return [second, first]


def _glass(head: Any, child: Child, note: Any, now: datetime) -> None:
    at = now - 2 * DAY
    glass = break_glass(head, child, REASON, now=at)
    open_note(head, note, now=at + timedelta(minutes=2))
    close_glass(head, glass, now=at + timedelta(minutes=6))
