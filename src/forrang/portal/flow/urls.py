from django.urls import path

from forrang.portal.flow import views

urlpatterns = [
    path("numbers/<digits:number>/", views.flow, name="flow"),
]
