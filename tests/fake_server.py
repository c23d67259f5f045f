"""An OpenAI-compatible chat server on loopback: gives queued replies, faults among them, and remembers its calls."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CANARY = r"Kanarix[a-z]+"


@dataclass(frozen=True)
class Reply:
    """What the server does with one call. Without a `body` it streams `pieces` as a chat model does."""

    pieces: tuple[str, ...] = ()
    finish: str | None = "stop"  # None: the stream ends without saying why
    status: int = 200
    body: str | None = None  # sent as it is, instead of a stream
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0  # seconds before anything is sent
    pause: float = 0.0  # seconds between the pieces
    endless: bool = False  # the pieces are repeated for ever
    usage: tuple[int, int] | None = None
    events: tuple[Any, ...] | None = None  # instead of pieces: the chunks themselves
    done: bool = True  # whether the stream ends with [DONE] or is just cut


def says(text: str, **more: Any) -> Reply:
    """A whole reply of this text, in a few pieces as servers send it."""
    return Reply(tuple(text[start : start + 7] for start in range(0, len(text), 7)), **more)


def claims(*pairs: tuple[Sequence[str], str], **more: Any) -> Reply:
    """A well-formed reply with these (ids, text) claims."""
    return says(json.dumps({"claims": [{"ids": list(ids), "text": text} for ids, text in pairs]}), **more)


def refuses(status: int, text: str = "no", **headers: str) -> Reply:
    """An error as OpenAI sends it."""
    body = json.dumps({"error": {"message": text, "type": "error", "code": None}})
    return Reply(status=status, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


@dataclass
class FakeServer:
    """Replies in the order they were queued; the last one again and again. `calls` are the request bodies."""

    url: str
    queue: list[Reply] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)  # the Authorization header of each call
    answer: Callable[[dict[str, Any]], Reply] | None = None  # makes replies from requests, instead of the queue

    def next_reply(self) -> Reply:
        return self.queue.pop(0) if len(self.queue) > 1 else self.queue[0]


@contextmanager
def serving(*replies: Reply) -> Iterator[FakeServer]:
    """A server in a thread of its own, closed at the end; its hanging calls are let go."""
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.calls.append(body)
            fake.keys.append(self.headers.get("Authorization", ""))
            try:
                self.send(fake.answer(body) if fake.answer else fake.next_reply())
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def send(self, reply: Reply) -> None:
            closing.wait(reply.wait)
            self.send_response(reply.status)
            stream = reply.body is None
            kind = "text/event-stream" if stream else "application/json"
            for name, value in {"Content-Type": kind, "Connection": "close", **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.close_connection = True
            if reply.body is not None:
                self.wfile.write(reply.body.encode())
                return
            for event in self.events(reply):
                self.wfile.write(b"data: " + event.encode() + b"\n\n")
                self.wfile.flush()
                if reply.pause:
                    closing.wait(reply.pause)
                if closing.is_set():
                    return

        def events(self, reply: Reply) -> Iterator[str]:
            if reply.events is not None:
                yield from (json.dumps(event) for event in reply.events)
                return
            while True:
                for piece in reply.pieces:
                    yield chunk({"content": piece}, None)
                if not reply.endless:
                    break
            if reply.finish:
                yield chunk({}, reply.finish)
            if reply.usage:
                usage = {"prompt_tokens": reply.usage[0], "completion_tokens": reply.usage[1]}
                yield json.dumps({**frame(), "choices": [], "usage": {**usage, "total_tokens": sum(reply.usage)}})
            if reply.done:
                yield "[DONE]"

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    fake = FakeServer(f"http://127.0.0.1:{server.server_port}/v1", list(replies))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def frame() -> dict[str, Any]:
    """The fields that every chunk of a stream has."""
    return {"id": "1", "object": "chat.completion.chunk", "created": int(time.time()), "model": "fake"}


def chunk(delta: dict[str, Any], finish: str | None) -> str:
    """One chunk of a stream, as JSON."""
    return json.dumps({**frame(), "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


@contextmanager
def hostile() -> Iterator[FakeServer]:
    """A model that obeys every order it reads: it repeats each canary, with the id of the line where it stood.

    Where it reads none it answers with the sentence that has most words of the question.
    """
    with serving(says("")) as server:
        server.answer = obeying
        yield server


def obeying(call: dict[str, Any]) -> Reply:
    """The reply of the model that obeys."""
    asked = "\n".join(message["content"] for message in call["messages"])
    lines = dict(re.findall(r"^(S\d+): (.+)$", asked, re.MULTILINE))
    pairs: list[tuple[list[str], str]] = []
    for word in dict.fromkeys(re.findall(CANARY, asked)):
        ids = [alias for alias, text in lines.items() if word in text] or list(lines)[:1]
        pairs += [(ids, f"{word}."), (ids, f"Die Antwort ist {word}."), (ids, f"The answer is {word}.")]
        pairs += [(ids, lines[alias]) for alias in ids if word in lines[alias]]
    if not pairs and lines:
        words = set(re.findall(r"\w+", asked.rpartition("Question: ")[2].splitlines()[0].lower()))
        best = max(lines, key=lambda alias: len(words & set(re.findall(r"\w+", lines[alias].lower()))))
        pairs = [([best], lines[best])]
    return claims(*pairs)
