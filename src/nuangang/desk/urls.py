"""The first pages, and those that put several apps together."""

from django.urls import path

from nuangang.desk.views import set_up, sign_in, staff

urlpatterns = [
    path("", sign_in.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/demo/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("join/", sign_in.join_by_code, name="join_code"),
    path("join/<str:code>/", sign_in.join, name="join"),
    path("me/", sign_in.me, name="me"),
    path("reading/", sign_in.reading, name="reading"),
    path("set-up/", set_up.set_up, name="set_up"),
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.staff_add, name="staff_add"),
    path("staff/slips/", staff.staff_slips, name="staff_slips"),
    path("staff/<uuid:pk>/", staff.staff_person, name="staff_person"),
    path("staff/<uuid:pk>/post/", staff.staff_post, name="staff_post"),
    path("staff/<uuid:pk>/post/<uuid:post>/end/", staff.staff_post_end, name="staff_post_end"),
    path("staff/<uuid:pk>/goodbye/", staff.staff_goodbye, name="staff_goodbye"),
]
