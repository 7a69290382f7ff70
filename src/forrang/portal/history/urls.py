from django.urls import path

from forrang.portal.history import conflict, undoing, versions, views

urlpatterns = [
    path("history/", views.history, name="history"),
    path("history/<int:version>/", versions.version, name="version"),
    path("history/<int:version>/restore/", versions.restore, name="restore-version"),
    path("history/entries/<int:save>/undo/", undoing.undo_list, name="undo-entries"),
    path("undo/<int:version>/", undoing.undo, name="undo"),
    path("conflict/", conflict.settle, name="settle"),
]
