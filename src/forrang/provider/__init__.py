"""The provider's own site: customers, orders, main numbers, trunks, and what is unwell.

It knows site, storage and domain, and nobody knows it but `site`, which names its addresses. The
provider's people have log-ins and sessions of their own: a customer's never counts here, and theirs
never at a customer's.
"""
