from django.urls import path

from forrang.portal.services import views

urlpatterns = [
    path("services/", views.services, name="services"),
    path("services/read/", views.read, name="services-read"),
    path("services/order/", views.order_it, name="services-order"),
    path("services/withdraw/", views.withdraw_it, name="services-withdraw"),
]
