"""Pairing's addresses."""

from django.urls import path

from nuangang.mentoring.views import (
    absences,
    at_home,
    by_hand,
    drafts,
    pairing,
    pairing_list,
    study_helpers,
)

urlpatterns = [
    path("pairing/", pairing.pairing, name="pairing"),
    path("pairing/propose/", pairing.pairing_propose, name="pairing_propose"),
    path("pairing/settings/", pairing.pairing_settings, name="pairing_settings"),
    path("pairing/list/", pairing_list.pairing_list, name="pairing_list"),
    path("pairing/list/agreed/", pairing_list.pairing_agreed, name="pairing_agreed"),
    path("pairing/promises/", pairing_list.pairing_promises, name="pairing_promises"),
    path("pairing/leaving/<uuid:pk>/", pairing.pairing_hand_over, name="pairing_hand_over"),
    path("pairing/draft/", drafts.pairing_draft, name="pairing_draft"),
    path("pairing/draft/<uuid:pk>/rerun/", drafts.pairing_rerun, name="pairing_rerun"),
    path("pairing/draft/<uuid:pk>/drop/", drafts.pairing_drop, name="pairing_drop"),
    path("pairing/draft/<uuid:pk>/approve/", drafts.pairing_approve, name="pairing_approve"),
    path("pairing/pairs/<uuid:pk>/lock/", drafts.pairing_lock, name="pairing_lock"),
    path("pairing/pairs/<uuid:pk>/move/", drafts.pairing_move, name="pairing_move"),
    path("pairing/home/", at_home.pairs_home, name="pairs_home"),
    path("absences/", absences.absences_page, name="absences"),
    path("absences/of/<uuid:pk>/", absences.absence_new, name="absence_new"),
    path("absences/<uuid:pk>/", absences.absence, name="absence"),
    path("absences/<uuid:pk>/off/", absences.absence_off, name="absence_off"),
    path("children/<uuid:pk>/pair/", by_hand.pair_child, name="pair_child"),
    path("children/<uuid:pk>/pair/end/", by_hand.pair_end, name="pair_end"),
    path("helpers/", study_helpers.study_helpers, name="study_helpers"),
    path("classes/<uuid:pk>/helpers/", study_helpers.class_helpers, name="class_helpers"),
    path("children/<uuid:pk>/helper/", study_helpers.helper_agree, name="helper_agree"),
    path("helpers/<uuid:pk>/end/", study_helpers.helper_end, name="helper_end"),
]
