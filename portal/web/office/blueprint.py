"""The blueprint that the views of this face hang on."""

from flask import Blueprint

blueprint = Blueprint("office", __name__, url_prefix="/office")
