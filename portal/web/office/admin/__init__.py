"""Registers the administrator's views by importing them."""

from portal.web.office.admin import health, hospitals, members, recipients, retention, vocabulary

__all__ = ["health", "hospitals", "members", "recipients", "retention", "vocabulary"]
