"""The addresses of what is shared, assessed, gone wrong, put up in public, handed in and confirmed."""

from django.urls import path

from nuangang.privacy.views import assessments, breaches, conduct, packs, public_lists, sharing

urlpatterns = [
    path("privacy/sharing/", sharing.sharing, name="sharing"),
    path("privacy/sharing/new/", sharing.sharing_new, name="sharing_new"),
    path("privacy/sharing/<uuid:pk>/", sharing.sharing_correct, name="sharing_correct"),
    path("privacy/assessment/", assessments.assessment, name="assessment"),
    path("privacy/assessment/edit/", assessments.assessment_edit, name="assessment_edit"),
    path("privacy/assessment/sign/", assessments.assessment_sign, name="assessment_sign"),
    path("privacy/assessment/<uuid:pk>/", assessments.assessment_signed, name="assessment_signed"),
    path("privacy/breaches/", breaches.breaches, name="breaches"),
    path("privacy/breaches/new/", breaches.breach_new, name="breach_new"),
    path("privacy/breaches/<uuid:case>/", breaches.breach, name="breach"),
    path("privacy/breaches/<uuid:case>/change/", breaches.breach_change, name="breach_change"),
    path("privacy/breaches/<uuid:case>/letters/", breaches.breach_letters, name="breach_letters"),
    path("privacy/lists/", public_lists.public_lists, name="public_lists"),
    path("privacy/lists/new/", public_lists.public_list_new, name="public_list_new"),
    path("privacy/lists/<uuid:pk>/", public_lists.public_list, name="public_list"),
    path("privacy/lists/<uuid:pk>/yes/", public_lists.public_list_yes, name="public_list_yes"),
    path("privacy/lists/<uuid:pk>/end/", public_lists.public_list_end, name="public_list_end"),
    path("notices/<slug:school>/<str:address>/", public_lists.notice, name="notice"),
    path("privacy/pack/", packs.packs, name="packs"),
    path("privacy/pack/<int:year>/check/", packs.self_check, name="self_check"),
    path("privacy/pack/<int:year>/make/", packs.pack_make, name="pack_make"),
    path("me/conduct/", conduct.conduct, name="conduct"),
    path("privacy/conduct/", conduct.conduct_list, name="conduct_list"),
]
