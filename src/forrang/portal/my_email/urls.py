from django.urls import path

from forrang.portal.my_email import views

urlpatterns = [
    path("my/email/", views.email, name="my-email"),
    path("my/email/<str:token>/", views.confirm, name="my-email-confirm"),
]
"""The address of one's own, and the link by which it is confirmed."""
