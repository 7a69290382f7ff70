from django.urls import path

from forrang.portal.paste_many import views

urlpatterns = [
    path("numbers/<digits:number>/vip/paste/", views.paste_many, name="vip-paste"),
    path(
        "numbers/<digits:number>/vip/paste/undo/<int:save>/",
        views.undo_paste,
        name="vip-paste-undo",
    ),
]
