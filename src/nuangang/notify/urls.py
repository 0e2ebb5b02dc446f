"""Addresses of the pages about messages."""

from django.urls import path

from nuangang.notify.views import carriers

urlpatterns = [
    path("messages/carriers/", carriers.carriers, name="carriers"),
    path("messages/carriers/<str:kind>/", carriers.carrier, name="carrier"),
    path("messages/carriers/<str:kind>/try/", carriers.carrier_try, name="carrier_try"),
    path("messages/<uuid:pk>/again/", carriers.message_again, name="message_again"),
]
