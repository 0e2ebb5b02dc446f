"""The pages about checks, trainings and signed codes."""

from django.urls import path

from nuangang.desk.views import clearances

urlpatterns = [
    path("staff/checks/", clearances.staff_checks, name="staff_checks"),
    path("staff/checks/enter/", clearances.checks_enter, name="checks_enter"),
    path("staff/checks/sheet/", clearances.checks_sheet, name="checks_sheet"),
    path("staff/checks/list/", clearances.checks_list, name="checks_list"),
    path("staff/checks/rule/", clearances.checks_rule, name="checks_rule"),
    path("staff/<uuid:pk>/checks/", clearances.checks_person, name="checks_person"),
    path(
        "staff/<uuid:pk>/checks/<uuid:clearance>/", clearances.checks_correct, name="checks_correct"
    ),
    path(
        "staff/<uuid:pk>/checks/<uuid:clearance>/scan.jpg",
        clearances.checks_scan,
        name="checks_scan",
    ),
]
