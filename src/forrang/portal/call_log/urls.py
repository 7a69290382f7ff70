from django.urls import path

from forrang.portal.call_log import views

urlpatterns = [
    path("calls/", views.calls, name="calls"),
    path("calls/<str:call>/", views.call, name="call"),
]
