"""Registers the views of this face by importing them."""

from portal.web.public import diary, home, leaving, others, paste, quiet, received, report, words
from portal.web.public.blueprint import blueprint

__all__ = ["blueprint", "diary", "home", "leaving", "others", "paste", "quiet", "received", "report", "words"]
