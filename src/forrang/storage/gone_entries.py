"""Entries that somebody took away while another had them open."""

from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.entries import EntryList
from forrang.storage.entry_saves import NoSuchEntry, Save, save_of


@with_connection
def save_that_removed(the_list: EntryList, id: int) -> Save:
    """The save that took an entry away. Raises `NoSuchEntry` when none is kept that did: the list
    never had it, or it went in another way.
    """
    saves = models.EntrySave.objects.filter(customer_id=the_list.customer, list_id=the_list.list_id)
    for save in saves.order_by("-pk").values_list("pk", flat=True):
        made = save_of(the_list, save)  # one by one: those that pasted are large
        if any(row.id == id for row in made.after):
            break
        if any(row.id == id for row in made.before):
            return made
    raise NoSuchEntry(f"entry {id}")
