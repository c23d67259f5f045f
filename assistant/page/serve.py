"""Starts the page's server and waits until it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import PresseschauError
from assistant.page.intake import LIMIT
from assistant.settings import PREFIX, Settings

_START_SECONDS = 60.0  # a cold disk has been seen to take 20
_FLAGS = {
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.toolbarMode": "minimal",
    "runner.magicEnabled": "false",
    "server.address": "localhost",
    "server.enableCORS": "true",
    "server.enableXsrfProtection": "true",
    "server.fileWatcherType": "none",
    "server.headless": "true",
    "server.maxUploadSize": str(LIMIT),
    "server.showEmailPrompt": "false",
    "logger.level": "warning",
    "theme.baseRadius": "0.4rem",
    "theme.headingFont": "serif",
    "theme.light.primaryColor": "#7a1f1f",
    "theme.light.backgroundColor": "#fffefb",
    "theme.light.secondaryBackgroundColor": "#f5f2eb",
    "theme.light.textColor": "#1b1917",
    "theme.dark.primaryColor": "#d9877c",
    "theme.dark.backgroundColor": "#171614",
    "theme.dark.secondaryBackgroundColor": "#24221f",
    "theme.dark.textColor": "#f0ece4",
}


def command(port: int) -> list[str]:
    """How the server is started: everything by flags, since no configuration file of ours is found from elsewhere.

    `-P` keeps the working folder out of the import path: what lies there is not ours to run.
    """
    flags = [f"--{name}={value}" for name, value in {**_FLAGS, "server.port": str(port)}.items()]
    return [sys.executable, "-P", "-m", "assistant.page.server", "run", str(_script()), *flags]


def serve(port: int, settings: Settings) -> int:
    """Run the page at `http://localhost:port` until Ctrl-C; 0 when it was ended so, else the server's exit code.

    Raises PresseschauError if the port is taken or the server does not start.
    """
    _refuse_taken(port)
    environment = {**os.environ, f"{PREFIX}ARCHIVE": str(settings.archive.expanduser().absolute())}
    with _ends_with_us():
        server = subprocess.Popen(command(port), env=environment, stdout=subprocess.DEVNULL)
        try:
            _await(server, port)
            sys.stdout.write(f"Presseschau: http://localhost:{port}  (Ctrl-C ends it)\n")
            sys.stdout.flush()
            _show(f"http://localhost:{port}")
            return server.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            _end(server)


def _script() -> Path:
    """`streamlit_app.py` beside our package, in a checkout as in site-packages; many a folder has one of its own."""
    return Path(__file__).parents[2] / "streamlit_app.py"


def _refuse_taken(port: int) -> None:
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.5)
            if probe.connect_ex((address, port)) == 0:
                raise PresseschauError(f"port {port} is taken", f"choose another: presseschau chat --port {port + 1}")


def _await(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            raise PresseschauError(
                f"the page's server ended with code {server.returncode}", "its last lines above say why"
            )
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1),
        ):
            return
        time.sleep(0.1)
    raise PresseschauError(f"the page did not start within {_START_SECONDS:.0f} s", "try again, or another --port")


def _show(address: str) -> None:
    """Open the page in the reader's browser, where a person sits at a desktop."""
    desktop = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if desktop and sys.stdout.isatty():
        webbrowser.open(address)


@contextlib.contextmanager
def _ends_with_us() -> Iterator[None]:
    """Ctrl-C and a polite end of this process (SIGTERM) both end the server, so that it never outlives us.

    Both are asked for: a command that a script starts in the background begins with Ctrl-C ignored.
    """

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # signals are somebody else's business there
        yield
        return
    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
