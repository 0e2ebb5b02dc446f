"""The addresses of the rules for children's data."""

from django.urls import path

from nuangang.privacy.views import rules

urlpatterns = [
    path("privacy/rules/", rules.rules, name="data_rules"),
    path("privacy/rules/edit/", rules.rules_edit, name="rules_edit"),
    path("privacy/rules/publish/", rules.rules_publish, name="rules_publish"),
    path("privacy/rules/person/", rules.rules_person, name="rules_person"),
    path("privacy/read/", rules.rules_schools, name="rules_schools"),
    path("privacy/read/<slug:school>/", rules.rules_read, name="rules_read"),
    path("privacy/read/<slug:school>/<int:number>/", rules.rules_read, name="rules_read_version"),
]
