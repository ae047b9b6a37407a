"""How the portal is served; docs/decisions/0021 says why. PORT and WEB_CONCURRENCY are read from the environment."""

import logging
import os

from gunicorn.glogging import Logger

from portal.web.log_line import JsonLines

wsgi_app = "app:app"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"

# One process with threads: SQLite has exactly one writer, and a phone on a bad line holds up a thread instead of the
# portal. On PostgreSQL, WEB_CONCURRENCY adds processes.
worker_class = "portal.serving.LineWorker"
threads = 8
graceful_timeout = 10

# The socket lets other processes reload or shut down the server; nothing here needs that.
control_socket_disable = True

# Nothing that is written to disk may tell where a mother wrote from: no access log, ...
accesslog = None


class JsonLog(Logger):
    """... and of what the server and the portal say only the fields of a closed list."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())
        portal = logging.getLogger("portal")
        portal.handlers, portal.propagate = list(self.error_log.handlers), False
        portal.setLevel(logging.INFO)


logger_class = JsonLog
