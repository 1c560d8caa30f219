"""Whoever gives orders: sees a view, answers with orders, has no way to the truth."""
