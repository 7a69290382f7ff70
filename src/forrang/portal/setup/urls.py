from django.urls import path

from forrang.portal.setup import views

urlpatterns = [
    path("setup/", views.setup, name="setup"),
    path("setup/live/", views.stream, name="setup-live"),
]
