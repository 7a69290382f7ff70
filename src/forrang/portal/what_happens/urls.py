from django.urls import path

from forrang.portal.what_happens import views

urlpatterns = [
    path("what-happens/", views.what_happens, name="what-happens"),
]
