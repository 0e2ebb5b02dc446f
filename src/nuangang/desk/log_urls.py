"""The pages about the log."""

from django.urls import path

from nuangang.desk.views import log, log_chain, log_export, log_odd

urlpatterns = [
    path("log/", log.log, name="log"),
    path("log/export/", log_export.log_export, name="log_export"),
    path("log/odd/", log_odd.log_odd, name="log_odd"),
    path("log/odd/<uuid:pk>/settle/", log_odd.log_odd_settle, name="log_odd_settle"),
    path("log/odd/expected/", log_odd.log_reason, name="log_reason"),
    path("log/rules/", log_odd.log_rules, name="log_rules"),
    path("log/chain/", log_chain.log_chain, name="log_chain"),
    path("log/chain/check/", log_chain.log_check, name="log_check"),
    path("log/anchors/<str:day>/", log_chain.log_anchor, name="log_anchor"),
    path("log/anchors/<str:day>/file.json", log_chain.log_anchor_file, name="log_anchor_file"),
    path("me/log/", log.my_log, name="my_log"),
    path("children/<uuid:pk>/readers/", log.child_readers, name="child_readers"),
    path("county/anchors/", log_chain.county_anchors, name="county_anchors"),
]
