from django.urls import path

from forrang.portal.employees import live, presence, views

urlpatterns = [
    path("employees/", views.employees, name="employees"),
    path("employees/live/", live.stream, name="employees-live"),
    path("employees/add/", views.add, name="add-employee"),
    path("employees/<digits:mobile>/edit/", views.edit, name="edit-employee"),
    path("employees/<digits:mobile>/remove/", views.remove, name="remove-employee"),
    path("employees/<digits:mobile>/presence/", presence.presence, name="employee-presence"),
]
