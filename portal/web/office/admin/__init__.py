"""Registers the administrator's views by importing them."""

from portal.web.office.admin import handovers, health, hospitals, members, receivers, recipients, retention, vocabulary

__all__ = ["handovers", "health", "hospitals", "members", "receivers", "recipients", "retention", "vocabulary"]
