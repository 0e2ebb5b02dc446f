"""The first pages."""

urlpatterns: list = []
