"""Addresses of safety agreements and the directory."""

from django.urls import path

from nuangang.safety.views import agreement, directory, rates, texts

urlpatterns = [
    path("safety/", rates.safety, name="safety"),
    path("safety/list/", rates.safety_list, name="safety_list"),
    path("safety/list.csv", rates.safety_sheet, name="safety_sheet"),
    path("safety/round/", rates.safety_round, name="safety_round"),
    path("safety/mine/", agreement.my_safety, name="my_safety"),
    path("safety/sign/", agreement.safety_sign, name="safety_sign"),
    path("safety/countersign/", agreement.safety_countersign, name="safety_countersign"),
    path("safety/paper/", agreement.safety_paper, name="safety_paper"),
    path("safety/print/", agreement.safety_print, name="safety_print"),
    path(
        "safety/of/<uuid:staff>/<slug:role>/", agreement.safety_agreement, name="safety_agreement"
    ),
    path("safety/back/<uuid:pk>/", agreement.safety_take_back, name="safety_take_back"),
    path("safety/texts/", texts.safety_texts, name="safety_texts"),
    path("safety/texts/<slug:role>/", texts.safety_text, name="safety_text"),
    path("directory/", directory.directory, name="directory"),
    path("directory/print/", directory.directory_print, name="directory_print"),
    path("directory/mine/", directory.my_number, name="my_number"),
    path("directory/<uuid:pk>/", directory.directory_class, name="directory_class"),
    path("directory/<uuid:pk>/link/", directory.directory_link, name="directory_link"),
    path(
        "teachers/<slug:school>/<str:address>/", directory.directory_public, name="directory_public"
    ),
]
