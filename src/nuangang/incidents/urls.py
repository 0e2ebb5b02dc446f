"""Addresses of incidents and their rules."""

from django.urls import path

from nuangang.incidents.views import (
    asking,
    board,
    doing,
    page,
    policy,
    raising,
    report_files,
    reporting,
    rota,
    texting,
)

RULES, COUNTY = "incidents/rules/", "county/incidents/rules/"
urlpatterns = [
    path("incidents/", board.incidents, name="incidents"),
    path("incidents/wall/", board.incidents_wall, name="incidents_wall"),
    path("incidents/list/", board.incidents_list, name="incidents_list"),
    path("incidents/figures/", board.incidents_figures, name="incidents_figures"),
    path("incidents/new/", raising.incident_new, name="incident_new"),
    path(RULES, policy.incident_rules, name="incident_rules"),
    path(f"{RULES}follow/", policy.incident_rules_follow, name="incident_rules_follow"),
    path(f"{RULES}numbers/", policy.incident_numbers, name="incident_numbers"),
    path(f"{RULES}asking/<slug:clock>/", asking.incident_asking, name="incident_asking"),
    path(f"{RULES}<int:number>/", policy.incident_rules_version, name="incident_rules_version"),
    path(f"{RULES}<slug:kind>/", policy.incident_rule, name="incident_rule"),
    path(COUNTY, policy.county_incident_rules, name="county_incident_rules"),
    path(f"{COUNTY}numbers/", policy.county_incident_numbers, name="county_incident_numbers"),
    path(
        f"{COUNTY}asking/<slug:clock>/",
        asking.county_incident_asking,
        name="county_incident_asking",
    ),
    path(f"{COUNTY}<slug:kind>/", policy.county_incident_rule, name="county_incident_rule"),
    path("rota/", rota.rota, name="rota"),
    path("rota/fill/", rota.rota_fill, name="rota_fill"),
    path("rota/<str:day>/<slug:shift>/", rota.rota_shift, name="rota_shift"),
    path("incidents/<uuid:pk>/", page.incident, name="incident"),
    path("incidents/<uuid:pk>/clocks/", page.incident_clocks, name="incident_clocks"),
    path("incidents/<uuid:pk>/lead/", doing.incident_lead, name="incident_lead"),
    path("incidents/<uuid:pk>/known/", doing.incident_known, name="incident_known"),
    path("incidents/<uuid:pk>/hand/", doing.incident_hand, name="incident_hand"),
    path("incidents/<uuid:pk>/line/", doing.incident_line, name="incident_line"),
    path("incidents/<uuid:pk>/grave/", doing.incident_grave, name="incident_grave"),
    path("incidents/<uuid:pk>/child/", doing.incident_child, name="incident_child"),
    path("incidents/<uuid:pk>/close/", doing.incident_close, name="incident_close"),
    path("incidents/<uuid:pk>/reopen/", doing.incident_reopen, name="incident_reopen"),
    path("incidents/<uuid:pk>/reports/", reporting.incident_reports, name="incident_reports"),
    path(
        "incidents/<uuid:pk>/reports/write/",
        reporting.incident_report_write,
        name="incident_report_write",
    ),
    path(
        "incidents/<uuid:pk>/reports/named/",
        reporting.incident_report_named,
        name="incident_report_named",
    ),
    path("incident-reports/<uuid:pk>/", reporting.incident_report, name="incident_report"),
    path(
        "incident-reports/<uuid:pk>/hand/",
        reporting.incident_report_hand,
        name="incident_report_hand",
    ),
    path(
        "incident-reports/<uuid:pk>/file/<slug:form>/",
        report_files.incident_report_file,
        name="incident_report_file",
    ),
    path(
        "incident-reports/<uuid:pk>/named-file/<slug:form>/",
        report_files.incident_report_named_file,
        name="incident_report_named_file",
    ),
    path("incident-deadlines/<uuid:pk>/", doing.incident_attempt, name="incident_attempt"),
    path("incident-deadlines/<uuid:pk>/sms/", texting.incident_text, name="incident_text"),
    path("told/<slug:school>/<str:code>/", texting.incident_seen, name="incident_seen"),
    path("incident-steps/<uuid:pk>/", doing.incident_mend, name="incident_mend"),
    path("incident-follow-ups/<uuid:pk>/", doing.incident_followed, name="incident_followed"),
]
