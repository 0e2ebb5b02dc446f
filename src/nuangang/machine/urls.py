"""The addresses of the machine's pages."""

from django.urls import path

from nuangang.machine import trust, views

urlpatterns = [
    path("machine/", views.machine, name="machine"),
    path("machine/pulse/", views.pulse, name="pulse"),
    path("machine/backup/", views.backup_now, name="backup_now"),
    path("machine/recovery-code/", views.recovery_code, name="recovery_code"),
    path("trust/", trust.trust, name="trust"),
    path("trust/ca.crt", trust.authority, name="trust_authority"),
]
