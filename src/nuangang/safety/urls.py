"""Addresses of safety agreements and the directory."""

from django.urls import path

from nuangang.safety.views import agreement, rates, texts

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
]
