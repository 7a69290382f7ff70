from django.urls import path

from forrang.portal.typed_numbers import views

urlpatterns = [
    path("numbers/<point:point>/vip/typed/", views.entry, name="typed-entry"),
    path("employees/typed/", views.mobile, name="typed-mobile"),
]
