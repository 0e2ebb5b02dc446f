"""The impact assessment: ready text, signed versions, asked again."""

from datetime import timedelta

from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.privacy.assessment_text import SECTIONS
from nuangang.privacy.models import Assessment, AssessmentDraft, RulesVersion
from nuangang.privacy.queries.assessments import why_again
from nuangang.privacy.tests.cast import PrivacyCast

TODAY = timezone.localdate()


def sign(client, **changed):
    texts = {code: f"{code} 的文字" for code in SECTIONS}
    client.post("/privacy/assessment/edit/", {**texts, **changed})
    return client.post("/privacy/assessment/sign/", {"name": "周校长", "on": TODAY.isoformat()})


def test_it_begins_with_a_ready_text_in_figures(law: PrivacyCast):
    law.child(birth=TODAY.replace(year=TODAY.year - 10, day=1))
    client = law.client(Post.HEAD)
    assert "还没有签署" in client.get("/privacy/assessment/").content.decode()
    page = client.get("/privacy/assessment/edit/").content.decode()
    assert "安平中学" in page
    assert "1个孩子" in page
    assert client.post("/privacy/assessment/edit/", {"purpose": "x"}).status_code == 422


def test_signed_versions_stay_and_nobody_changes_them(law: PrivacyCast):
    client = law.client(Post.HEAD)
    assert sign(client).status_code == 302
    sign(client, rest="更小了")
    first, second = Assessment.objects.order_by("number")
    assert (first.number, second.number, second.answers["rest"]) == (1, 2, "更小了")
    assert not AssessmentDraft.objects.exists()
    assert "rest 的文字" in client.get(f"/privacy/assessment/{first.pk}/").content.decode()
    assert client.post("/privacy/assessment/sign/", {"name": "x"}).status_code == 302
    assert Assessment.objects.count() == 2


def test_it_is_asked_again_after_a_year_and_when_purposes_change(law: PrivacyCast):
    head = law.acting(Post.HEAD)
    assert why_again(head, None, TODAY)
    sign(law.client(Post.HEAD))
    latest = Assessment.objects.get()
    assert not why_again(head, latest, TODAY)
    assert why_again(head, latest, TODAY + timedelta(days=365))
    RulesVersion.objects.create(
        school=law.school, number=1, purposes=[{"code": "care"}], person="林", phone="1",
        valid_from=TODAY, published_at=timezone.now(),
    )  # fmt: skip
    assert why_again(head, latest, TODAY)
