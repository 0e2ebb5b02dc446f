"""The addresses of consents."""

from django.urls import path

from nuangang.privacy.views import child_consents, consents, on_phone

urlpatterns = [
    path("privacy/consents/", consents.consents, name="consents"),
    path("classes/<uuid:pk>/consents/", consents.consents_class, name="consents_class"),
    path("classes/<uuid:pk>/consents/print/", consents.consents_print, name="consents_print"),
    path("classes/<uuid:pk>/consents/sms/", consents.consents_sms, name="consents_sms"),
    path("children/<uuid:pk>/consents/", child_consents.child_consents, name="child_consents"),
    path("privacy/consents/scan/<uuid:pk>.jpg", child_consents.consent_scan, name="consent_scan"),
    path("privacy/say/<slug:school>/", on_phone.consent_code, name="consent_code"),
    path("privacy/say/<slug:school>/<str:code>/", on_phone.consent_say, name="consent_say"),
]
