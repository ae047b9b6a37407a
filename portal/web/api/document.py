"""The API described by itself: an OpenAPI document, in the reader's language."""

from typing import Any

from flask import Response, jsonify, url_for
from flask_babel import gettext

from portal.domain.opendata import CAVEATS, Dimension, TableName
from portal.web.api.blueprint import blueprint
from portal.web.guard import public

Schema = dict[str, Any]
VERSION = "1.0.0"
QUARTER: Schema = {"type": "string", "pattern": r"^[0-9]{4}-Q[1-4]$", "examples": ["2026-Q3"]}
DAY: Schema = {"type": "string", "format": "date"}
TEXT: Schema = {"type": "string"}


@blueprint.get("/openapi.json")
@public
def openapi() -> Response:
    answer = jsonify(_document())
    answer.vary.update(["Accept-Language", "Cookie"])
    return answer


def _document() -> dict[str, Any]:
    release = {"name": "release", "in": "path", "required": True, "schema": QUARTER}
    table = {"name": "table", "in": "path", "required": True, "schema": _codes(TableName)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Jingyue", "version": VERSION, "description": _about()},
        "servers": [{"url": url_for("api.releases").removesuffix("/releases")}],
        "paths": {
            "/releases": {"get": _operation("releases", "Releases")},
            "/releases/{release}": {"get": _operation("release", "Release", release)},
            "/releases/{release}/tables/{table}": {"get": _operation("table", "Table", release, table)},
        },
        "components": {"schemas": _schemas()},
    }


def _about() -> str:
    """What the figures are, and what nobody must read from them: machines are read by people too."""
    return "\n\n".join([gettext("api.about"), *(gettext(f"numbers.caveat.{one}") for one in CAVEATS)])


def _operation(name: str, schema: str, *parameters: Schema) -> Schema:
    answers = {
        "200": _answer("ok", {"$ref": f"#/components/schemas/{schema}"}),
        "304": {"description": gettext("api.answer.same")},
        "429": _answer("busy", {"$ref": "#/components/schemas/Error"}),
    }
    if parameters:
        answers["404"] = _answer("missing", {"$ref": "#/components/schemas/Error"})
    return {
        "operationId": name,
        "summary": gettext(f"api.{name}"),
        "parameters": list(parameters),
        "responses": answers,
    }


def _answer(name: str, schema: Schema) -> Schema:
    return {"description": gettext(f"api.answer.{name}"), "content": {"application/json": {"schema": schema}}}


def _schemas() -> Schema:
    head = {"id": QUARTER, "from": DAY, "until": DAY, "released_on": DAY}
    cell = {"row": TEXT, "column": TEXT, "mothers": _mothers()}
    table = {
        "id": TEXT, "name": _codes(TableName), "rows": _codes(Dimension), "columns": _codes(Dimension),
        "hidden_below": {"type": "integer"}, "rounded_to": {"type": "integer"}, "cells": _list(_object(cell)),
    }  # fmt: skip
    coming = _object({"id": QUARTER, "due_on": DAY})
    return {
        "Error": _object({"error": TEXT}),
        "Releases": _object({"releases": _list(_object(head)), "next_release": coming}),
        "Release": _object(head | {"tables": _list({"$ref": "#/components/schemas/Table"})}),
        "Table": _object(table),
    }


def _mothers() -> Schema:
    return {
        "description": gettext("api.hidden"),
        "oneOf": [{"const": 0}, {"type": "integer", "minimum": 10, "multipleOf": 5}, {"type": "null"}],
    }


def _codes(kind: type[TableName] | type[Dimension]) -> Schema:
    return {"type": "string", "enum": [str(code) for code in kind]}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}
