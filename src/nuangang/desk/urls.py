"""The first pages, and those that put several apps together."""

from django.urls import path

from nuangang.desk import register_urls
from nuangang.desk.views import (
    board,
    county,
    record,
    rosters,
    set_up,
    sign_in,
    staff,
    staff_import,
    today,
)

urlpatterns = [
    *register_urls.urlpatterns,
    path("", sign_in.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/demo/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("join/", sign_in.join_by_code, name="join_code"),
    path("join/<str:code>/", sign_in.join, name="join"),
    path("me/", sign_in.me, name="me"),
    path("board/", board.board, name="board"),
    path("board/term/", board.board_term, name="board_term"),
    path("county/", county.county, name="county"),
    path("today/", today.today, name="today"),
    path("record/", record.record, name="record"),
    path("record/several/", record.record_several, name="record_several"),
    path("record/<uuid:together>/undo/", record.record_undo, name="record_undo"),
    path("record/<uuid:pk>/mend/", record.record_mend, name="record_mend"),
    path("record/<uuid:pk>/withdraw/", record.record_withdraw, name="record_withdraw"),
    path("set-up/", set_up.set_up, name="set_up"),
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.staff_add, name="staff_add"),
    path("staff/import/", staff_import.staff_import, name="staff_import"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/<uuid:pk>/", rosters.roster, name="roster"),
    path("rosters/<uuid:pk>/columns/", rosters.roster_columns, name="roster_columns"),
    path("rosters/<uuid:pk>/decide/", rosters.roster_decide, name="roster_decide"),
    path("rosters/<uuid:pk>/confirm/", rosters.roster_confirm, name="roster_confirm"),
    path("rosters/<uuid:pk>/undo/", rosters.roster_undo, name="roster_undo"),
    path("rosters/<uuid:pk>/drop/", rosters.roster_drop, name="roster_drop"),
    path("staff/slips/", staff.staff_slips, name="staff_slips"),
    path("staff/<uuid:pk>/", staff.staff_person, name="staff_person"),
    path("staff/<uuid:pk>/post/", staff.staff_post, name="staff_post"),
    path("staff/<uuid:pk>/post/<uuid:post>/end/", staff.staff_post_end, name="staff_post_end"),
    path("staff/<uuid:pk>/goodbye/", staff.staff_goodbye, name="staff_goodbye"),
]
