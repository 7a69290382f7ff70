from django.urls import path

from forrang.portal.numbers import keys, views

KEY = "numbers/<digits:number>/keys/<keys:keys>"

urlpatterns = [
    path("numbers/<digits:number>/edit/", views.edit, name="edit-number"),
    path(f"{KEY}/edit/", views.edit_key, name="edit-key"),
    path(f"{KEY}/remove/", keys.remove, name="remove-key"),
    path("numbers/<point:point>/add-key/", keys.add, name="add-key"),
]
