"""Care's own pages."""

from django.urls import path

from nuangang.care.views import duties, excuses, rule_form, rules, shared

urlpatterns = [
    path("duties/", duties.duties, name="duties"),
    path("children/<uuid:pk>/care/", duties.child_care, name="child_care"),
    path("excuses/", excuses.excuses, name="excuses"),
    path("excuses/<uuid:pk>/withdraw/", excuses.excuse_withdraw, name="excuse_withdraw"),
    path("record/shared/<uuid:pk>/", shared.record_for_several, name="record_shared"),
    path("record/shared/<uuid:pk>/undo/", shared.shared_undo, name="shared_undo"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rule_form.rule_new, name="rule_new"),
    path("rules/adopt/<slug:name>/", rules.rules_adopt, name="rules_adopt"),
    path("rules/<uuid:pk>/", rule_form.rule_edit, name="rule_edit"),
    path("rules/<uuid:pk>/end/", rules.rule_end, name="rule_end"),
]
