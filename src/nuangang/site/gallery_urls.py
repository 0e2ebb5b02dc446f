"""The gallery of pieces, for those who build pages."""

from django.urls import path

from nuangang.site import views

urlpatterns = [
    path("", views.components, name="components"),
    path("form", views.components_form, name="components_form"),
]
