"""The pages of the register: children, their files and families, classes, definitions."""

from django.urls import path

from nuangang.desk.views import (
    cards,
    checks,
    child,
    children,
    classes,
    definitions,
    family,
    filling,
    history,
    new_year,
    portraits,
    search,
)
from nuangang.policy.fresh import fresh_factor

_CHILD = "children/<uuid:pk>/"

urlpatterns = [
    path("search/", search.search, name="search"),
    path("children/", children.children, name="children"),
    path("children/checks/", checks.checks, name="checks"),
    path("children/new/", child.child_new, name="child_new"),
    path(_CHILD, child.child, name="child"),
    path(f"{_CHILD}edit/", child.child_edit, name="child_edit"),
    path(f"{_CHILD}reveal/", fresh_factor(child.child_reveal), name="child_reveal"),
    path(f"{_CHILD}verify/", child.child_verify, name="child_verify"),
    path(f"{_CHILD}close/", child.child_close, name="child_close"),
    path(f"{_CHILD}reopen/", child.child_reopen, name="child_reopen"),
    path(f"{_CHILD}history/", history.child_history, name="child_history"),
    path(f"{_CHILD}photo/", portraits.child_photo, name="child_photo"),
    path(f"{_CHILD}photo/remove/", portraits.child_photo_remove, name="child_photo_remove"),
    path(f"{_CHILD}photo.jpg", portraits.child_photo_file, name="child_photo_file"),
    path(f"{_CHILD}card/", cards.file_card, name="file_card"),
    path(f"{_CHILD}contact-card/", cards.contact_card, name="contact_card"),
    path(f"{_CHILD}calls/", family.contacts, name="child_contacts"),
    path(f"{_CHILD}calls/<uuid:contact>/", family.contact, name="child_contact"),
    path(f"{_CHILD}groups/", family.groups, name="child_groups"),
    path(f"{_CHILD}groups/<uuid:group>/", family.group, name="child_group"),
    path(f"{_CHILD}facts/<uuid:fact>/", family.fact, name="child_fact"),
    path(f"{_CHILD}relatives/new/", family.relative, name="child_relative_new"),
    path(f"{_CHILD}relatives/<uuid:relative>/", family.relative, name="child_relative"),
    path(
        f"{_CHILD}relatives/<uuid:relative>/drop/",
        family.relative_drop,
        name="child_relative_drop",
    ),
    path(f"{_CHILD}parent/<str:parent>/", family.parent, name="child_parent"),
    path("classes/", classes.classes, name="classes"),
    path("classes/new/", classes.class_new, name="class_new"),
    path("classes/<uuid:pk>/", classes.class_page, name="class_page"),
    path("classes/<uuid:pk>/edit/", classes.class_edit, name="class_edit"),
    path("classes/<uuid:pk>/fill/<str:code>/", filling.class_fill, name="class_fill"),
    path("classes/<uuid:pk>/file-cards/", cards.class_file_cards, name="class_file_cards"),
    path("classes/<uuid:pk>/cards/", cards.class_contact_cards, name="class_contact_cards"),
    path("new-year/", new_year.new_year, name="new_year"),
    path("new-year/confirm/", new_year.new_year_confirm, name="new_year_confirm"),
    path("new-year/off/", new_year.new_year_off, name="new_year_off"),
    path("new-year/undo/", new_year.new_year_undo, name="new_year_undo"),
    path("new-year/moves/<uuid:pk>/", new_year.new_year_move, name="new_year_move"),
    path("definitions/", definitions.definitions, name="definitions"),
]
