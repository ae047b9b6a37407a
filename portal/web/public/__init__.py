"""Registers the views of this face by importing them."""

from portal.web.public.blueprint import blueprint as blueprint
