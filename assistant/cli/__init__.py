"""The `presseschau` command. Every command goes through the public API; what it prints is made in `terminal`.

Imports of weight stand inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from typing import NoReturn

from assistant.cli import archive, asking, events  # noqa: F401 - each adds its commands
from assistant.cli.application import app
from assistant.errors import PresseschauError

__all__ = ["app", "main"]


def main() -> NoReturn:
    """The entry point: exit code 0 done, 1 an error said in one line on stderr, 2 wrong usage, 130 stopped."""
    try:
        app()
    except PresseschauError as error:
        _end(1, str(error))
    except KeyboardInterrupt:
        _end(130, "stopped; what was stored is kept, run it again to go on")
    except Exception as error:  # noqa: BLE001 - the last stop before a user, who shall see no traceback
        _end(1, f"a defect of ours, {type(error).__name__}: details are in {_report(error)}")
    sys.exit(0)


def _end(code: int, line: str) -> NoReturn:
    sys.stderr.write(f"presseschau: {line}\n")
    sys.exit(code)


def _report(error: Exception) -> str:
    """Write the traceback where it can be sent from; gives the file's path."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="presseschau-", suffix=".log", delete=False, encoding="utf-8"
    ) as report:
        traceback.print_exception(error, file=report)
    return report.name
