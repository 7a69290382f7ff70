"""«Hva skjer når noen ringer?»."""

from django.http import HttpResponse
from django.shortcuts import render

from forrang.portal.access import for_administrators
from forrang.portal.tenancy import PersonRequest
from forrang.portal.what_happens.answer import answered
from forrang.portal.what_happens.forms import QuestionForm
from forrang.portal.what_happens.parts import Answer
from forrang.site.exchange import who_answers


@for_administrators
def what_happens(request: PersonRequest) -> HttpResponse:
    """The question, and what the exchange says to it."""
    person = request.person
    form = QuestionForm(request.GET if "from" in request.GET else None, person)
    answer: Answer | None = None
    away = False
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        found = who_answers(values["caller"], values["to"], form.at, values.get("keys", ""))
        if found:
            answer = answered(person, values["caller"], values["to"], found)
        else:
            away = True
    context = {"form": form, "answer": answer, "away": away}
    return render(request, "what_happens/what_happens.html", context)
