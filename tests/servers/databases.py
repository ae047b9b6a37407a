"""Fresh databases for tests, on real servers: copies of one template that the migrations made once a run."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.storage.database import Store
from portal.storage.policies import put_in_force
from portal.storage.upgrade import upgrade
from tests.servers import home
from tests.servers.home import locked
from tests.servers.postgres import Postgres

KINDS = ("sqlite", "postgresql")
ROLES = "jingyue"  # how the names of the faces' roles begin on the server of a test run


class Databases:
    """Makes databases and throws them away."""

    def __init__(self, place: Path) -> None:
        self.home = place
        self.postgres = Postgres(place)

    @classmethod
    @contextmanager
    def of_their_own(cls) -> Iterator["Databases"]:
        """With a folder and a server that nobody else has, for what is no test: both are gone at the end."""
        place = home.make()
        databases = cls(place)
        try:
            yield databases
        finally:
            databases.postgres.stop()
            home.remove(place)

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
        self.postgres.create(name, template)
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
                _bring_up(self.postgres.url("template_current"), roles=ROLES)
                done.touch()
        return "template_current"


def _bring_up(url: str, roles: str = "") -> None:
    store = Store(url)
    upgrade(store)
    if roles:
        put_in_force(store, roles)
    store.close()
