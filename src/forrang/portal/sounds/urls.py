from django.urls import path

from forrang.portal.sounds import by_phone, listening, music, views

urlpatterns = [
    path("sounds/", views.sounds, name="sounds"),
    path("sounds/music/", music.music, name="music"),
    path("sounds/call/", by_phone.ask, name="sound-call"),
    path("sounds/call/now/", by_phone.now, name="sound-call-now"),
    path("sounds/listen/", listening.listen, name="listen"),
    path("sounds/text/<slug:sound>/", listening.text, name="spoken-text"),
    path("sounds/<slug:sound>/edit/", views.edit, name="edit-sound"),
    path("sounds/<slug:sound>/remove/", views.remove, name="remove-sound"),
    path("sounds/<slug:sound>/file/", listening.file, name="sound-file"),
]
