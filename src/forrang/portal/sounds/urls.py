from django.urls import path

from forrang.portal.sounds import listening

urlpatterns = [
    path("sounds/listen/", listening.listen, name="listen"),
    path("sounds/text/<slug:sound>/", listening.text, name="spoken-text"),
    path("sounds/<slug:sound>/file/", listening.file, name="sound-file"),
]
