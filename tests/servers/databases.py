"""Fresh databases for tests, on real servers: copies of one template that the migrations made once a run."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.storage.database import Store
from portal.storage.upgrade import upgrade
from tests.servers.home import locked
from tests.servers.postgres import Postgres

KINDS = ("sqlite", "postgresql")


class Databases:
    """Makes databases and throws them away."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.postgres = Postgres(home)

    @contextmanager
    def empty(self, kind: str) -> Iterator[str]:
        """The URL of a database without any table."""
        with self._sqlite(None) if kind == "sqlite" else self._postgresql("template1") as url:
            yield url

    @contextmanager
    def fresh(self, kind: str) -> Iterator[str]:
        """The URL of a database with today's schema and no rows."""
        if kind == "sqlite":
            with self._sqlite(self._sqlite_template()) as url:
                yield url
        else:
            with self._postgresql(self._postgresql_template()) as url:
                yield url

    @contextmanager
    def _sqlite(self, template: Path | None) -> Iterator[str]:
        file = self.home / f"{uuid.uuid4().hex}.sqlite"
        if template:
            shutil.copyfile(template, file)
        yield f"sqlite:///{file}"
        file.unlink(missing_ok=True)

    @contextmanager
    def _postgresql(self, template: str) -> Iterator[str]:
        self.postgres.ensure_running()
        name = f"test_{uuid.uuid4().hex}"
        self.postgres.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self.postgres.url(name)
        self.postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _sqlite_template(self) -> Path:
        template = self.home / "template.sqlite"
        with locked(self.home, "template.sqlite"):
            if not template.exists():
                _bring_up(f"sqlite:///{template}")
        return template

    def _postgresql_template(self) -> str:
        self.postgres.ensure_running()
        done = self.home / "template.postgresql"
        with locked(self.home, "template.postgresql"):
            if not done.exists():
                self.postgres.execute("CREATE DATABASE template_current")
                _bring_up(self.postgres.url("template_current"))
                done.touch()
        return "template_current"


def _bring_up(url: str) -> None:
    store = Store(url)
    upgrade(store)
    store.close()
