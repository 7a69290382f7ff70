from django.urls import path

from forrang.portal.numbers import views

urlpatterns = [
    path("numbers/<digits:number>/edit/", views.edit, name="edit-number"),
]
