"""The blueprint that the downloads hang on; below the office, so that its cookie reaches them."""

from flask import Blueprint

blueprint = Blueprint("charts", __name__, url_prefix="/office/charts")
