"""The addresses of how long data are kept."""

from django.urls import path

from nuangang.privacy.views import retention

urlpatterns = [
    path("privacy/retention/", retention.retention, name="retention"),
    path("privacy/retention/clear/", retention.retention_clear, name="retention_clear"),
    path("privacy/retention/times/", retention.retention_times, name="retention_times"),
    path("privacy/retention/keep/<uuid:pk>/", retention.retention_keep, name="retention_keep"),
    path("privacy/retention/end/<uuid:pk>/", retention.retention_end, name="retention_end"),
]
