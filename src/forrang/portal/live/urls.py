from django.urls import path

from forrang.portal.live import views

urlpatterns = [
    path("live/", views.live_line, name="live"),
]
