from django.urls import path

from forrang.portal.my_page import live, views

urlpatterns = [
    path("my/", views.my_page, name="my-page"),
    path("my/live/", live.stream, name="my-live"),
    path("my/presence/", views.presence, name="my-presence"),
]
