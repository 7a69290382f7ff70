"""The addresses of all sites."""

from django.urls import path

from forrang.site.health import healthz

urlpatterns = [
    path("healthz", healthz),
]
