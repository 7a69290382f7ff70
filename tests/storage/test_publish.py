"""Publishing: one transaction, one way, nothing written that is there already."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.call_setup import CallSetup, Choice, Menu, Queue
from forrang.domain.document import Document, Service, read_document, write_document
from forrang.domain.employee import Employee
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.prompt import Prompt
from forrang.domain.schema import DocumentFault
from forrang.domain.vip_list import VipList
from forrang.storage import models
from forrang.storage.changes import ChangeKind, changes_after, latest_seq
from forrang.storage.merge import Collision, merge
from forrang.storage.people import confirm_mobile
from forrang.storage.publish import Published, publish, publishing
from forrang.storage.setups import NoSuchCustomer, current_setup, current_setups, whole_document

from .documents import a_customer, fjord, nordlys, numbers

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

DESK = CallSetup(queue=Queue("Desk"))
OLA = Employee("Ola", PhoneNumber("+4790000002"))


def _kinds(after: int = 0) -> list[str]:
    return [str(one.kind) for one in changes_after(after, 5000)]


def _fault(document: Document, **how: Any) -> str:
    with pytest.raises(DocumentFault) as refused:
        publish(document, "test", **how)
    return str(refused.value)


def test_a_new_customer() -> None:
    published = publish(nordlys(), "provider", "the first")
    assert (published.created, published.version) == (True, 1)
    assert published.services == {Service.VIP_LIST: True}
    assert published.entries.added == 4
    assert _kinds() == ["setup", "service", *["entry_added"] * 4]
    version = models.SetupVersion.objects.get()
    assert (version.number, version.by, version.note) == (1, "provider", "the first")


def test_publishing_again_leaves_no_trace() -> None:
    first = publish(nordlys(), "provider")
    again = publish(nordlys(), "somebody")
    assert not again.changed
    assert (again.customer, again.version) == (first.customer, 1)
    assert latest_seq() == 6
    assert models.SetupVersion.objects.count() == 1
    assert set(models.VipEntry.objects.values_list("changed_by", flat=True)) == {"provider"}


def test_a_version_holds_no_secret_and_no_entry() -> None:
    publish(nordlys(), "provider")
    kept = str(models.SetupVersion.objects.get().document)
    assert "411 11 111" not in kept
    assert "password" not in kept
    assert "nordlys-kari" not in kept


def test_the_setup_that_the_exchange_reads() -> None:
    published = publish(nordlys(), "provider")
    setup = current_setup(published.customer)
    assert (setup.customer, setup.version) == (published.customer, 1)
    assert setup.document.services == (Service.VIP_LIST,)
    assert setup.document.main_numbers[0].vip is not None
    assert setup.document.main_numbers[0].vip.entries == ()
    assert setup.document.employees == tuple(
        replace(one, password=None) for one in nordlys().employees
    )
    assert current_setups() == [setup]
    with pytest.raises(NoSuchCustomer):
        current_setup(published.customer + 1)


def test_reading_all_setups_takes_as_many_queries_as_reading_one(
    exactly_queries: Any,
) -> None:
    for at in range(5):
        publish(a_customer(f"Customer {at}", str(22_000_000 + at)), "provider")
    with exactly_queries(3):
        assert len(current_setups()) == 5


def test_a_service_is_switched_without_a_new_version() -> None:
    published = publish(a_customer(), "provider")
    off = publish(replace(a_customer(), services=()), "Eva")
    assert (off.version, off.new_version, off.services) == (1, False, {Service.VIP_LIST: False})
    change = changes_after(latest_seq() - 1, 1)[0]
    assert change.kind is ChangeKind.SERVICE
    assert change.what == {"service": "vip-list", "active": False}
    row = models.Service.objects.get()
    assert (row.activated, row.deactivated_by) == (None, "Eva")
    assert current_setup(published.customer).document.services == ()
    on = publish(a_customer(), "Eva")
    assert on.services == {Service.VIP_LIST: True}
    row.refresh_from_db()
    assert (row.activated_by, row.deactivated) == ("Eva", None)


def test_the_list_keeps_its_entries_without_the_service() -> None:
    publish(a_customer(entries=numbers(41_000_000, 3)), "provider")
    off = replace(a_customer(entries=numbers(41_000_000, 3)), services=())
    assert not publish(off, "provider").entries


def test_another_customers_number_is_refused() -> None:
    publish(nordlys(), "provider")
    seq = latest_seq()
    theirs = a_customer("Fjord", "22 33 44 55")
    told = "main_numbers[0].number: +4722334455 belongs to another customer"
    assert _fault(theirs) == told
    assert latest_seq() == seq
    assert not models.Customer.objects.filter(name="Fjord").exists()


def test_a_number_that_was_given_up_may_be_taken_and_its_entries_do_not_come_along() -> None:
    publish(a_customer("Nordlys", entries=numbers(41_000_000, 2)), "provider")
    publish(a_customer("Nordlys", "22 33 44 56"), "provider")
    publish(a_customer("Fjord", "22 33 44 55"), "provider")
    vip = whole_document("Fjord").main_numbers[0].vip
    assert vip is not None
    assert vip.entries == ()
    assert models.VipEntry.objects.count() == 0


def test_a_list_that_is_left_out_loses_its_entries() -> None:
    publish(a_customer(entries=numbers(41_000_000, 2)), "provider")
    without = a_customer()
    number = replace(without.main_numbers[0], vip=None)
    published = publish(replace(without, main_numbers=(number,)), "provider")
    assert published.entries.removed == 2
    assert _kinds(4) == ["setup", "entry_removed", "entry_removed"]


def test_two_customers_cannot_have_one_name() -> None:
    publish(a_customer("Nordlys"), "provider")
    publish(a_customer("Fjord", "22 33 44 77"), "provider")
    renamed = replace(whole_document("Fjord"), customer="Nordlys")
    assert _fault(renamed) == "customer: another customer has this name"


def test_an_id_of_nobody_makes_a_new_customer_with_it() -> None:
    """A dump is put back into an empty installation."""
    publish(replace(a_customer(), id="abc"), "provider")
    assert whole_document("abc").customer == "Nordlys"
    assert _fault(replace(a_customer(), id="xyz")).startswith("id: a customer of this name")


def test_texts_that_are_too_long() -> None:
    told = "at most 200 characters are expected"
    assert _fault(replace(a_customer(), customer="N" * 201)) == f"customer: {told}"
    assert _fault(replace(a_customer(), id="n" * 41)) == "id: at most 40 characters are expected"
    long = replace(a_customer().groups[0], name="R" * 201)
    groups = (*a_customer().groups, long)
    assert _fault(replace(a_customer(), groups=groups)) == f"groups[1].name: {told}"


def test_several_documents_are_one_transaction() -> None:
    with pytest.raises(DocumentFault), publishing("provider") as publisher:
        publisher.publish(nordlys())
        publisher.publish(a_customer("Fjord", "22 33 44 55"))
    assert models.Customer.objects.count() == 0
    assert latest_seq() == 0


def test_accounts_and_memberships() -> None:
    published = publish(nordlys(), "provider")
    kari = models.Membership.objects.get(account__mobile="+4790000001")
    assert (kari.administrator, kari.customer_id) == (True, published.customer)
    assert kari.mobile_confirmed is not None
    assert kari.account.check_password("nordlys-kari")
    assert not kari.account.check_password("")
    assert models.Membership.objects.filter(administrator=True).count() == 1


def test_somebody_who_leaves_keeps_their_account_and_password() -> None:
    publish(nordlys(), "provider")
    document = nordlys()
    group = replace(document.groups[0], members=document.groups[0].members[:1])
    published = publish(
        replace(document, employees=document.employees[:2], groups=(group,)), "provider"
    )
    assert published.people
    assert models.Membership.objects.count() == 2
    assert models.Account.objects.get(mobile="+4790000003").check_password("nordlys-aisha")


def test_a_password_is_set_when_it_is_another_and_kept_when_it_is_left_out() -> None:
    publish(nordlys(), "provider")
    before = models.Account.objects.get(mobile="+4790000001").password
    assert publish(nordlys(), "provider").passwords == 0
    assert publish(whole_document("Nordlys Tannklinikk AS"), "provider").passwords == 0
    assert models.Account.objects.get(mobile="+4790000001").password == before
    kari = replace(nordlys().employees[0], password="another")
    other = replace(nordlys(), employees=(kari, *nordlys().employees[1:]))
    assert publish(other, "provider").passwords == 1
    assert models.Account.objects.get(mobile="+4790000001").check_password("another")


def test_an_employee_of_two_customers_has_one_account() -> None:
    publish(a_customer("Nordlys"), "provider")
    publish(a_customer("Fjord", "22 33 44 77"), "provider")
    assert models.Account.objects.count() == 1
    assert models.Membership.objects.count() == 2


def test_customers_see_nothing_of_each_other() -> None:
    one, other = publish(nordlys(), "provider"), publish(fjord(), "provider")
    for published, secrets in ((one, ["Per", "Liv", "0011", "4477"]), (other, ["Kari", "4455"])):
        dump = str(write_document(whole_document(published.name)))
        setup = str(current_setup(published.customer))
        for secret in secrets:
            assert secret not in dump
            assert secret not in setup
    assert {one.customer for one in changes_after(0, 5)} == {one.customer}


# an administrator's save


def _saved(setup: Document, based_on: int) -> Published:
    return publish(setup, "+4790000001", based_on=based_on)


def _started() -> Document:
    published = publish(a_customer(entries=numbers(41_000_000, 2)), "provider")
    return current_setup(published.customer).document


def _with_wait(setup: Document, seconds: float) -> Document:
    number = setup.main_numbers[0]
    queue = replace(number.setup.queue, max_wait_seconds=seconds)
    changed = replace(number, setup=replace(number.setup, queue=queue))
    return replace(setup, main_numbers=(changed, *setup.main_numbers[1:]))


def test_a_save_leaves_entries_services_and_passwords_alone() -> None:
    setup = _started()
    kari = replace(setup.employees[0], password="taken over")
    saved = _saved(replace(_with_wait(setup, 60.0), services=(), employees=(kari, OLA)), based_on=1)
    assert (saved.version, saved.services, saved.passwords) == (2, {}, 0)
    assert not saved.entries
    assert models.VipEntry.objects.count() == 2
    assert not models.Account.objects.get(mobile="+4790000001").check_password("taken over")
    assert current_setup(saved.customer).document.services == (Service.VIP_LIST,)


def test_whom_an_administrator_adds_is_not_confirmed() -> None:
    setup = _started()
    _saved(replace(setup, employees=(*setup.employees, OLA)), based_on=1)
    ola = models.Membership.objects.get(account__mobile=OLA.mobile)
    assert ola.mobile_confirmed is None
    publish(replace(whole_document("Nordlys"), employees=(*setup.employees, OLA)), "provider")
    ola.refresh_from_db()
    assert ola.mobile_confirmed is not None


def test_a_mobile_is_told_as_unconfirmed_until_it_is_confirmed() -> None:
    setup = _started()
    saved = _saved(replace(setup, employees=(*setup.employees, OLA)), based_on=1)
    assert current_setup(saved.customer).document.unconfirmed == (OLA.mobile,)
    assert whole_document("Nordlys").unconfirmed == ()
    before = latest_seq()
    assert confirm_mobile(saved.customer, OLA.mobile)
    assert not confirm_mobile(saved.customer, OLA.mobile)
    assert current_setup(saved.customer).document.unconfirmed == ()
    (change,) = changes_after(before, 10)
    assert (change.kind, change.what) == (ChangeKind.SETUP, {"version": saved.version})


def test_a_save_cannot_take_a_number() -> None:
    setup = _started()
    new = replace(setup.main_numbers[0], number=PhoneNumber("+4722334466"), vip=None)
    told = _fault(replace(setup, main_numbers=(*setup.main_numbers, new)), based_on=1)
    assert told == "main_numbers[1].number: +4722334466 is not assigned to this customer"


def test_saves_of_different_parts_are_laid_on_each_other() -> None:
    setup = _started()
    _saved(_with_wait(setup, 60.0), based_on=1)
    saved = _saved(replace(setup, employees=(*setup.employees, OLA)), based_on=1)
    newest = current_setup(saved.customer)
    assert newest.version == 3
    assert newest.document.main_numbers[0].setup.queue.max_wait_seconds == 60
    assert OLA in newest.document.employees


def test_taking_a_menu_away_collides_with_a_change_of_its_list() -> None:
    base = _with_keys(Choice("1", setup=DESK), Choice("2", setup=DESK, vip=VipList(on=True)))
    mine = replace(base, main_numbers=(replace(base.main_numbers[0], setup=DESK),))
    listed = Choice("2", setup=DESK, vip=VipList(on=True, overflow_after=None))
    theirs = _with_keys(Choice("1", setup=DESK), listed)
    with pytest.raises(Collision) as collision:
        merge(base, mine, theirs, 2)
    assert ("main_numbers", "+4722334455") in collision.value.parts
    other = _with_keys(Choice("1", "Sales", DESK), base.main_numbers[0].setup.menu.choices[1])
    assert merge(base, other, theirs, 2) == _with_keys(Choice("1", "Sales", DESK), listed)


def _with_keys(*choices: Choice) -> Document:
    menu = CallSetup(menu=Menu(Prompt(say="Press 1"), choices))
    number = MainNumber(PhoneNumber("+4722334455"), menu)
    return Document("A", groups=(AnswerGroup("Desk"),), main_numbers=(number,))


def test_saves_of_the_same_part_collide() -> None:
    setup = _started()
    _saved(_with_wait(setup, 60.0), based_on=1)
    seq = latest_seq()
    with pytest.raises(Collision) as collision:
        _saved(_with_wait(setup, 90.0), based_on=1)
    assert collision.value.parts == [("main_numbers", "+4722334455")]
    assert collision.value.newest == 2
    assert latest_seq() == seq
    assert not _saved(_with_wait(setup, 60.0), based_on=1).changed


def test_what_is_right_alone_may_be_wrong_together() -> None:
    """One removes the group that the other one uses."""
    document = write_document(a_customer())
    document["groups"].append({"name": "Salg"})
    published = publish(read_document(document), "provider")
    setup = current_setup(published.customer).document
    _saved(replace(setup, groups=setup.groups[:1]), based_on=1)
    number = setup.main_numbers[0]
    queue = replace(number.setup.queue, group="Salg")
    changed = replace(number, setup=replace(number.setup, queue=queue))
    told = _fault(replace(setup, main_numbers=(changed,)), based_on=1)
    assert told == "main_numbers[0].setup.queue.group: there is no group Salg"


# writers at the same time


def _at_once(count: int, work: Any) -> list[Any]:
    start = threading.Barrier(count)

    def run(at: int) -> Any:
        start.wait()
        try:
            return work(at)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return [one.result() for one in [threads.submit(run, at) for at in range(count)]]


def test_a_customer_is_created_once() -> None:
    published = _at_once(4, lambda at: publish(_with_wait(a_customer(), 60.0 + at), "provider"))
    assert sorted(one.version for one in published) == [1, 2, 3, 4]
    assert sum(one.created for one in published) == 1
    assert [one.what["version"] for one in changes_after(0, 99) if one.kind == "setup"] == [
        1, 2, 3, 4,
    ]  # fmt: skip


def test_a_number_is_given_to_one_of_two() -> None:
    def take(at: int) -> bool:
        try:
            publish(a_customer(f"Customer {at}"), "provider")
        except DocumentFault:
            return False
        return True

    assert sorted(_at_once(4, take)) == [False, False, False, True]
    assert models.Customer.objects.count() == 1
