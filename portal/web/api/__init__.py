"""Registers the views of the API by importing them."""

from portal.web.api import document, releases
from portal.web.api.blueprint import blueprint

__all__ = ["blueprint", "document", "releases"]
