from django.urls import path
from django.views.generic import RedirectView

from forrang.provider import (
    customers,
    history,
    log_in,
    new_customer,
    operation,
    orders,
    second_steps,
    services,
    stock,
    taking_back,
    two_factor,
    viewing,
)
from forrang.provider.access import for_anybody

A_CUSTOMER = "customers/<slug:public_id>"
A_SERVICE = f"{A_CUSTOMER}/services/<slug:service>"

urlpatterns = [
    path(
        "",
        for_anybody(RedirectView.as_view(pattern_name="provider-customers")),
        name="provider",
    ),
    path("login/", log_in.log_in, name="provider-login"),
    path("login/code/", log_in.code, name="provider-login-code"),
    path("logout/", log_in.log_out, name="provider-log-out"),
    path("customers/", customers.customers, name="provider-customers"),
    path("customers/add/", new_customer.add, name="provider-new-customer"),
    path(f"{A_CUSTOMER}/", customers.customer, name="provider-customer"),
    path(f"{A_CUSTOMER}/second-steps/", second_steps.second_steps, name="provider-second-steps"),
    path(f"{A_CUSTOMER}/view/", viewing.begin, name="provider-view"),
    path("view/end/", viewing.end, name="provider-view-end"),
    path(f"{A_CUSTOMER}/numbers/add/", stock.assign, name="provider-assign"),
    path(
        f"{A_CUSTOMER}/numbers/<slug:digits>/take-back/",
        taking_back.take_back,
        name="provider-take-back",
    ),
    path(f"{A_CUSTOMER}/decline/<slug:what>/", orders.decline_it, name="provider-decline"),
    path(f"{A_SERVICE}/activate/", services.activate_it, name="provider-activate"),
    path(f"{A_SERVICE}/activate/undo/", services.undo_activate, name="provider-undo-activate"),
    path(f"{A_SERVICE}/turn-off/", services.turn_off_it, name="provider-turn-off"),
    path("two-step/", two_factor.overview, name="provider-two-step"),
    path("two-step/codes/", two_factor.codes, name="provider-two-step-codes"),
    path("two-step/codes/new/", two_factor.new_codes, name="provider-two-step-new-codes"),
    path("two-step/off/", two_factor.off, name="provider-two-step-off"),
    path("orders/", orders.orders, name="provider-orders"),
    path("numbers/", stock.numbers, name="provider-numbers"),
    path("trunks/", operation.trunks, name="provider-trunks"),
    path("health/", operation.health, name="provider-health"),
    path("health/read/", operation.read, name="provider-read"),
    path("history/", history.history, name="provider-history"),
]
