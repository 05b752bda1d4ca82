"""Runs the site under uvicorn, with limits on what a connection may take."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import uvicorn

from spaceaccord.errors import EnvironmentFault
from spaceaccord.settings import Settings
from spaceaccord.web.app import create_app
from spaceaccord.web.connections import GuardedConnection
from spaceaccord.web.site import Site

# More connections than this are told 503 at once.
_MOST_CONNECTIONS = 1000
_KEEP_ALIVE_SECONDS = 5
_SHUTDOWN_SECONDS = 8


def ensure_port_is_free(settings: Settings) -> None:
    """Do nothing where the address can be listened on.

    Raises:
        EnvironmentFault: it cannot; says why and what to do.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        if error.errno == errno.EADDRINUSE:
            what = f"{where} is taken by another program. Give another port with --port or SPACEACCORD_PORT"
        elif error.errno == errno.EACCES:
            what = f"{where} needs privileges. Give a port of 1024 or above with --port or SPACEACCORD_PORT"
        else:
            what = f"cannot listen on {where}: {error}. Give another with --host and --port"
        raise EnvironmentFault(what) from error


def run(releases: Path, settings: Settings) -> None:
    """Serve the current release in `releases` until the process is told to stop.

    Raises:
        EnvironmentFault: the address is taken, there is no sound release, or the store does not start.
    """
    ensure_port_is_free(settings)
    site = create_app(releases, settings)
    try:
        uvicorn.Server(configure(site, settings)).run()
    except SystemExit:  # how uvicorn ends where the start has failed
        if site.startup_error:
            raise site.startup_error from None
        raise


def configure(site: Site, settings: Settings) -> uvicorn.Config:
    """Return how the site is served: no header of a client is believed, no connection is kept for long."""
    return uvicorn.Config(
        site,
        http=GuardedConnection,
        host=settings.host,
        port=settings.port,
        lifespan="on",
        log_level="info",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        limit_concurrency=_MOST_CONNECTIONS,
        ws="none",
    )
