"""Employees: who may log in and answer."""
