from django.urls import path

from forrang.portal.my_page import views

urlpatterns = [
    path("my/", views.my_page, name="my-page"),
    path("my/presence/", views.presence, name="my-presence"),
]
