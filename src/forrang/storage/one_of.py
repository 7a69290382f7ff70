"""Whether a column is one of thousands of numbers, asked with one parameter: so many placeholders take
longer to write than to answer.

As a list and not as a subquery, which PostgreSQL would lay beside each row of a table that it has not
counted yet.
"""

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler


def one_of(column: str, numbers: Collection[int], vendor: str) -> tuple[str, list[Any]]:
    """The condition in SQL, and its parameter."""
    if vendor == "postgresql":
        return f"{column} = ANY(%s::bigint[])", [list(numbers)]
    return f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps(list(numbers))]


if TYPE_CHECKING:  # Django's own is not subscriptable
    _Lookup = Lookup[Collection[int]]
else:
    _Lookup = Lookup


class OneOf(_Lookup):
    """`filter(low__one_of=numbers)`."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """The condition."""
        column, before = self.process_lhs(compiler, connection)
        sql, params = one_of(column, self.rhs, connection.vendor)
        return sql, [*before, *params]
