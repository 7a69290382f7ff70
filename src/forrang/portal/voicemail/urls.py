from django.urls import path

from forrang.portal.voicemail import acting, settings, sound, views

urlpatterns = [
    path("voicemail/", views.messages, name="voicemail"),
    path("voicemail/settings/", settings.settings, name="voicemail-settings"),
    path("voicemail/<str:message>/sound/", sound.listen, name="voicemail-sound"),
    path("voicemail/<str:message>/file/", sound.download, name="voicemail-file"),
    path("voicemail/<str:message>/heard/", acting.heard, name="voicemail-heard"),
    path("voicemail/<str:message>/new/", acting.new, name="voicemail-new"),
    path("voicemail/<str:message>/delete/", acting.delete, name="voicemail-delete"),
    path("voicemail/<str:message>/undo/", acting.undo, name="voicemail-undo"),
]
