"""Registers the views of this face by importing them."""

from portal.web.office.blueprint import blueprint as blueprint
