"""The addresses of the law's papers: one module for each thing."""

from django.urls import path

from nuangang.privacy.urls import consents, papers, requests, retention, rules
from nuangang.privacy.views import data_map, front

urlpatterns = [
    path("privacy/", front.privacy, name="privacy"),
    path("privacy/data/", data_map.data_map, name="data_map"),
    *rules.urlpatterns,
    *consents.urlpatterns,
    *requests.urlpatterns,
    *retention.urlpatterns,
    *papers.urlpatterns,
]
