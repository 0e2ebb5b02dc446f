"""Which schools of the county have made their compliance pack."""

from django.test import Client
from django.utils import timezone

from nuangang.accounts.models import Region, RegionPost, School, User
from nuangang.accounts.posts import Post
from nuangang.privacy.models import Pack
from nuangang.privacy.tests.cast import PrivacyCast
from nuangang.privacy.tests.conftest import law

__all__ = ["law"]


def test_the_county_sees_who_has_made_it_in_its_own_schools(law: PrivacyCast):
    county = Region.objects.create(level="county", name="云岭县")
    School.objects.filter(pk=law.school.pk).update(region=county)
    School.objects.create(short_name="wei", name="未做中学", region=county)
    year = timezone.localdate().year - 1
    counts = {"under_14": 731, "from_14_to_17": 12}
    for school in (law.school, law.other_school):
        Pack.objects.create(
            school=school, year=year, counts=counts, sha256="x", size=1, at=timezone.now()
        )
    viewer = User.objects.create_user("viewer", name="县里")
    RegionPost.objects.create(user=viewer, region=county, kind="county_viewer", since="2020-01-01")
    browser = Client()
    browser.force_login(viewer)
    page = browser.get("/county/packs/").content.decode()
    assert "安平中学" in page
    assert "731" in page
    assert "未做中学" in page
    assert "北山中学" not in page
    open_ones = browser.get("/county/packs/", {"state": "open"}).content.decode()
    assert "安平中学" not in open_ones
    assert "未做中学" in open_ones
    assert law.client(Post.HEAD).get("/county/packs/").status_code == 404
