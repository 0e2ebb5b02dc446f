"""The addresses of requests about a child's data."""

from django.urls import path

from nuangang.privacy.views import everything, requests

urlpatterns = [
    path("privacy/requests/", requests.data_requests, name="data_requests"),
    path("privacy/requests/<uuid:pk>/", requests.data_request, name="data_request"),
    path(
        "privacy/requests/<uuid:pk>/letter/",
        requests.data_request_letter,
        name="data_request_letter",
    ),
    path("children/<uuid:pk>/data/request/", requests.data_request_new, name="data_request_new"),
    path("children/<uuid:pk>/data/", everything.child_everything, name="child_everything"),
    path(
        "children/<uuid:pk>/data/file/",
        everything.child_everything_file,
        name="child_everything_file",
    ),
    path("children/<uuid:pk>/data/forget/", requests.child_forget, name="child_forget"),
    path("privacy/forget/<uuid:pk>/confirm/", requests.forget_confirm, name="forget_confirm"),
    path("privacy/forget/<uuid:pk>/drop/", requests.forget_drop, name="forget_drop"),
]
