"""«Min side»."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forrang.portal.access import for_employees


@for_employees
def my_page(request: HttpRequest) -> HttpResponse:
    """Where somebody answers."""
    person = request.person
    groups = [one for one in person.document.groups if person.mobile in one.members]
    return render(request, "my_page/my_page.html", {"groups": groups})
