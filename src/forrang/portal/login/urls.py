from django.urls import path

from forrang.portal.login import views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.log_in, name="login"),
    path("login/company/", views.choose_company, name="choose-company"),
    path("logout/", views.log_out, name="log-out"),
]
