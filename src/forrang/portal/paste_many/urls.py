from django.urls import path

from forrang.portal.paste_many import asking, views

urlpatterns = [
    path("numbers/<point:point>/vip/paste/", views.paste_many, name="vip-paste"),
    path(
        "numbers/<point:point>/vip/paste/progress/",
        asking.progress,
        name="vip-paste-progress",
    ),
    path(
        "numbers/<point:point>/vip/paste/undo/<int:save>/",
        views.undo_paste,
        name="vip-paste-undo",
    ),
]
