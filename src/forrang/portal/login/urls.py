from django.urls import path

from forrang.portal.login import change, entering, views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.log_in, name="login"),
    path("login/code/", entering.code, name="login-code"),
    path("login/company/", views.choose_company, name="choose-company"),
    path("logout/", views.log_out, name="log-out"),
    path("my/password/", change.change_password, name="change-password"),
]
