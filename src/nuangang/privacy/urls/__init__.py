"""The addresses of the law's papers: one module for each thing."""

from django.urls import path

from nuangang.privacy.urls import papers
from nuangang.privacy.views import front

urlpatterns = [
    path("privacy/", front.privacy, name="privacy"),
    *papers.urlpatterns,
]
