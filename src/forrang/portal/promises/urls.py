from django.urls import path

from forrang.portal.promises import views

urlpatterns = [
    path("promises/", views.promises, name="promises"),
    path("promises/new/", views.new, name="new-promise"),
    path("promises/check/", views.check_now, name="check-promises"),
    path("promises/<int:promise>/edit/", views.edit, name="edit-promise"),
    path("promises/<int:promise>/remove/", views.remove, name="remove-promise"),
    path("promises/<int:promise>/restore/", views.restore, name="restore-promise"),
]
