"""The addresses of the portal: those of its slices."""

from django.urls import include, path, register_converter

from forrang.portal.converters import DigitsConverter
from forrang.portal.slices import slices

register_converter(DigitsConverter, "digits")

urlpatterns = [path("", include(f"{one}.urls")) for one in slices()]
