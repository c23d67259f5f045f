"""The page's server: Streamlit's own, which loads what answers need while its first reader is still on the way.

Streamlit runs the page's script at the first visit; left to that, the reader would wait for every import.
"""

from __future__ import annotations

import sys
import threading
import time

_LOOK_SECONDS = 0.1
_PATIENCE_SECONDS = 60.0


def main() -> None:
    """Run Streamlit with the arguments of this process; the assistant is opened beside it once it listens."""
    threading.Thread(target=_prepare, daemon=True, name="waiting").start()
    from streamlit.web.cli import main as streamlit

    streamlit()


def _prepare() -> None:
    """Wait for the server, whose own start comes first, then load."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not _listening():
        if time.monotonic() > end:
            return
        time.sleep(_LOOK_SECONDS)
    from assistant.page.resources import prepare

    # This thread ends with the process, wherever it is; one that loads models must not be cut off.
    threading.Thread(target=prepare, name="prepare").start()


def _listening() -> bool:
    """Whether Streamlit's runtime is there; looked up among what is loaded, so that nothing is loaded for it."""
    runtime = sys.modules.get("streamlit.runtime")
    exists = getattr(runtime, "exists", None)
    return bool(exists and exists())


if __name__ == "__main__":
    main()
