from django.urls import path

from forrang.portal.groups import editing, views

urlpatterns = [
    path("groups/", views.groups, name="groups"),
    path("groups/live/", views.stream, name="groups-live"),
    path("groups/new/", editing.new, name="new-group"),
    # names may have a slash
    path("groups/<path:name>/edit/", editing.edit, name="edit-group"),
    path("groups/<path:name>/remove/", views.remove, name="remove-group"),
]
