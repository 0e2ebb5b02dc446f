"""Addresses of concerns, sealed notes and the broken glass."""

from django.urls import path

from nuangang.wellbeing.views import concerns, glass, inbox, notes

urlpatterns = [
    path("concerns/", inbox.concerns, name="concerns"),
    path("concerns/new/", concerns.concern_new, name="concern_new"),
    path("concerns/mine/", concerns.concerns_mine, name="concerns_mine"),
    path("concerns/mine/<uuid:pk>/add/", concerns.concern_add, name="concern_add"),
    path("concerns/<uuid:pk>/", inbox.concern, name="concern"),
    path("concerns/<uuid:pk>/receive/", inbox.concern_receive, name="concern_receive"),
    path("concerns/<uuid:pk>/act/", inbox.concern_act, name="concern_act"),
    path("concerns/<uuid:pk>/close/", inbox.concern_close, name="concern_close"),
    path("concerns/<uuid:pk>/reopen/", inbox.concern_reopen, name="concern_reopen"),
    path("concerns/<uuid:pk>/print/", inbox.concern_print, name="concern_print"),
    path("counselling/", notes.counselling, name="counselling"),
    path("legal-aid/", notes.legal_aid, name="legal_aid"),
    path("children/<uuid:pk>/sealed/", notes.sealed_child, name="sealed_child"),
    path("children/<uuid:pk>/counselling/new/", notes.counselling_new, name="counselling_new"),
    path("children/<uuid:pk>/legal-aid/new/", notes.legal_aid_new, name="legal_aid_new"),
    path("children/<uuid:pk>/glass/", glass.glass_break, name="glass_break"),
    path("sealed/<uuid:pk>/", notes.sealed_note, name="sealed_note"),
    path("sealed/<uuid:pk>/mend/", notes.note_mend, name="note_mend"),
    path("sealed/<uuid:pk>/print/", notes.note_print, name="note_print"),
    path("glass/", glass.glass_register, name="glass_register"),
    path("glass/<uuid:pk>/", glass.glass, name="glass"),
    path("glass/<uuid:pk>/close/", glass.glass_close, name="glass_close"),
    path("glass/<uuid:pk>/review/", glass.glass_review, name="glass_review"),
    path("glass/<uuid:pk>/seen/", glass.glass_seen, name="glass_seen"),
]
