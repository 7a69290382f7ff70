from django.urls import path

from forrang.portal.password import confirming, views

urlpatterns = [
    path("password/", views.password, name="password"),
    path("password/code/", views.code, name="password-code"),
    path("my/confirm/", confirming.own, name="confirm-mobile"),
    path("employees/<digits:mobile>/confirm/", confirming.employee, name="confirm-employee"),
]
