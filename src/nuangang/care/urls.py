"""Care's own pages."""

from django.urls import path

from nuangang.care.views import duties, excuses, rules

urlpatterns = [
    path("duties/", duties.duties, name="duties"),
    path("children/<uuid:pk>/care/", duties.child_care, name="child_care"),
    path("excuses/", excuses.excuses, name="excuses"),
    path("excuses/<uuid:pk>/withdraw/", excuses.excuse_withdraw, name="excuse_withdraw"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.rule_new, name="rule_new"),
    path("rules/adopt/<slug:name>/", rules.rules_adopt, name="rules_adopt"),
    path("rules/<uuid:pk>/", rules.rule_edit, name="rule_edit"),
    path("rules/<uuid:pk>/end/", rules.rule_end, name="rule_end"),
]
