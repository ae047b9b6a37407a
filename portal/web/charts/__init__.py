"""Registers the downloads by importing them."""

from portal.web.charts import downloads
from portal.web.charts.blueprint import blueprint as blueprint

__all__ = ["blueprint", "downloads"]
