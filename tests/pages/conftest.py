"""What pages are tested with: a store with people in it, and a visitor with a cookie."""

from tests.access.conftest import cookie_of, people, quick_passwords, visitor

__all__ = ["cookie_of", "people", "quick_passwords", "visitor"]
