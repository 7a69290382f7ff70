from django.urls import path

from forrang.portal.vip_list import live, views

LIST = "numbers/<point:point>/vip/"

urlpatterns = [
    path(LIST, views.vip_list, name="vip-list"),
    path(f"{LIST}live/", live.stream, name="vip-list-live"),
    path(f"{LIST}add/", views.add, name="vip-entry-add"),
    path(f"{LIST}<int:entry>/edit/", views.edit, name="vip-entry-edit"),
    path(f"{LIST}<int:entry>/remove/", views.remove, name="vip-entry-remove"),
    path(f"{LIST}undo/<int:save>/", views.undo, name="vip-entry-undo"),
]
