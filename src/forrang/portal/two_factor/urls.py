from django.urls import path

from forrang.portal.two_factor import views

urlpatterns = [
    path("my/two-step/", views.overview, name="two-step"),
    path("my/two-step/codes/", views.codes, name="two-step-codes"),
    path("my/two-step/codes/new/", views.new_codes, name="two-step-new-codes"),
    path("my/two-step/off/", views.off, name="two-step-off"),
]
