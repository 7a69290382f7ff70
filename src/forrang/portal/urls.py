"""The addresses of the portal: those of its slices."""

from django.urls import include, path, register_converter

from forrang.portal.converters import DigitsConverter, KeysConverter, PointConverter
from forrang.portal.slices import slices

register_converter(DigitsConverter, "digits")
register_converter(KeysConverter, "keys")
register_converter(PointConverter, "point")

urlpatterns = [path("", include(f"{one}.urls")) for one in slices()]
