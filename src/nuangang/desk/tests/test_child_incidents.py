"""What a child's page says of incidents, and to whom."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nuangang.incidents.actions.leading import close_incident
from nuangang.incidents.tests.cast import Cast


def test_a_childs_page_counts_the_incidents_its_reader_may_see(db: None) -> None:
    cast = Cast()
    page, listed = (
        reverse("child", args=[cast.an.pk]),
        f"{reverse('incidents_list')}?child={cast.an.pk}",
    )

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            cast.get(cast.head, page)
        return len(found)

    cast.get(cast.head, page)
    none = asked()
    cast.incident()
    close_incident(
        cast.as_(cast.lead), cast.incident(cast.lead), outcome="well", words="好", lesson="记住"
    )
    cast.incident(cast.lead, kind="mr4")
    cast.incident(drill=True)
    assert asked() == none
    seen = {
        cast.head: ("3", "2"),
        cast.lin: ("2", "1"),
        cast.secretary: ("2", "1"),
        cast.wang: ("1", "1"),
    }
    for reader, (count, running) in seen.items():
        text = cast.get(reader, page)
        assert listed in text, reader.name
        shown = text.split('id="incidents"')[1].split("</section>")[0]
        assert re.findall(r"\d+", re.sub("<[^>]*>", "", shown)) == [count, running], reader.name
    assert 'id="incidents"' not in cast.get(cast.head, reverse("child", args=[cast.bo.pk]))
