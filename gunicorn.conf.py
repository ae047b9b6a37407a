"""How the portal is served; docs/decisions/0021 says why. PORT and WEB_CONCURRENCY are read from the environment."""

import logging
import os

from gunicorn.glogging import Logger

wsgi_app = "app:app"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"

# One process with threads: SQLite has exactly one writer, the rate limits count in one memory, and a phone on a bad
# line holds up a thread instead of the portal. On PostgreSQL, WEB_CONCURRENCY adds processes.
worker_class = "gthread"
threads = 8
graceful_timeout = 10

# The socket lets other processes reload or shut down the server; nothing here needs that.
control_socket_disable = True

# Nothing that is written to disk may tell where a mother wrote from: no access log, ...
accesslog = None


class WithoutAddresses(Logger):
    """... and no caller's address in the error log either."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        self.error_log.addFilter(_hide_address)


def _hide_address(record: logging.LogRecord) -> bool:
    message = record.getMessage()
    if "from ip=" in message:
        record.msg, record.args = message.split(" from ip=")[0], ()
    return True


logger_class = WithoutAddresses
