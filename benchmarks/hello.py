"""The peer of every page: Flask alone, saying hello. Imported by gunicorn as `benchmarks.hello:app`."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "hello"


@app.get("/healthz")
def healthz() -> str:
    return "well"
