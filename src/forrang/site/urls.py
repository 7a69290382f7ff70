"""The addresses of all sites."""

from django.urls import include, path

from forrang.site import preferences, refusals
from forrang.site.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("preferences/", preferences.change, name="preferences"),
    path("provider/", include("forrang.provider.urls")),
    path("", include("forrang.portal.urls")),
]

handler400 = refusals.bad_request
handler403 = refusals.forbidden
handler404 = refusals.not_found
handler500 = refusals.failed
