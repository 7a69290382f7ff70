from django.urls import path

from forrang.portal.downloads import calls, entries

LIST = "numbers/<point:point>/vip/download/"

urlpatterns = [
    path(f"{LIST}list.csv", entries.as_csv, name="vip-download-csv"),
    path(f"{LIST}list.xlsx", entries.as_xlsx, name="vip-download"),
    path(f"{LIST}example.xlsx", entries.example, name="vip-example"),
    path("calls/download/calls.csv", calls.as_csv, name="calls-download"),
]
