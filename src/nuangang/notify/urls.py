"""Addresses of the pages about messages."""

from django.urls import path

from nuangang.notify.views import answers, carriers, inbox, push, texts, wishes

urlpatterns = [
    path("messages/", inbox.notices, name="notices"),
    path("messages/news/", inbox.notices_news, name="notices_news"),
    path("messages/mine/", wishes.wishes, name="my_wishes"),
    path("messages/push/key/", push.push_key, name="push_key"),
    path("messages/push/on/", push.push_on, name="push_on"),
    path("messages/push/<uuid:pk>/off/", push.push_off, name="push_off"),
    path("messages/hours/", wishes.school_wishes, name="school_wishes"),
    path("messages/read/", inbox.notices_read, name="notices_read"),
    path("messages/<uuid:pk>/", inbox.notice, name="my_notice"),
    path("messages/<uuid:pk>/read/", inbox.notice_read, name="my_notice_read"),
    path("messages/answers/", answers.answers, name="answers"),
    path("messages/answers/<uuid:pk>/seen/", answers.answer_seen, name="answer_seen"),
    path("sms/in/<slug:school>/<str:secret>/", answers.sms_in, name="sms_in"),
    path("messages/texts/", texts.message_texts, name="message_texts"),
    path("messages/texts/<str:code>/", texts.message_text, name="message_text"),
    path("messages/texts/<str:code>/back/", texts.message_text_back, name="message_text_back"),
    path("messages/carriers/", carriers.carriers, name="carriers"),
    path("messages/carriers/<str:kind>/", carriers.carrier, name="carrier"),
    path("messages/carriers/<str:kind>/try/", carriers.carrier_try, name="carrier_try"),
    path("messages/costs/", carriers.message_costs, name="message_costs"),
    path("messages/again/", carriers.messages_again, name="messages_again"),
    path("messages/<uuid:pk>/give-up/", carriers.message_give_up, name="message_give_up"),
    path("messages/<uuid:pk>/again/", carriers.message_again, name="message_again"),
]
