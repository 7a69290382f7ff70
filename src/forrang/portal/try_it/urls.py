from django.conf import settings
from django.urls import path

from forrang.portal.try_it import views

# No page and no button of this exists outside the demo.
urlpatterns = (
    [
        path("try/", views.try_it, name="try-it"),
        path("try/live/", views.stream, name="try-live"),
        path("try/call/", views.call, name="try-call"),
        path("try/press/", views.press, name="try-press"),
        path("try/hang-up/", views.hang_up, name="try-hang-up"),
        path("try/telephones/<digits:mobile>/", views.telephone, name="try-telephone"),
    ]
    if settings.FORRANG_DEMO
    else []
)
