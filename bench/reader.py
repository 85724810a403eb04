"""A reader without a browser, who moves one lever as a browser does.

While it moves, where it leads to is asked of the server by itself; once it rests, a websocket that
speaks Streamlit's messages tells of it.
"""

import asyncio
import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from deploy.stand import open_url

LEVER = "incidence_multiplier"
# Parts of the page that a browser 1440 by 900 pixels large has out of sight, and says so at rest.
# They would follow 2.5 seconds after the last move, which none of these readers waits for.
_FAR = ["details"]
_KEY = f"-lever_plan.{LEVER}"
_LARGE = re.compile(r'class="figure large".*?class="value">([^<]*)<', re.DOTALL)
# A run asks for the next before its own end is told, so that a page rests once nothing has come
# for this long after the end of a run; seconds.
_QUIET = 0.3


@dataclass
class Reader:
    """One session on the home page.

    ``numbers`` are the large figures that it has a right to see, ``strange`` those it has seen
    besides, ``errors`` what went wrong.
    """

    address: str
    link: Mapping[str, str]
    numbers: set[str]
    strange: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _line: ClientConnection | None = None
    _seen: dict[str, float] = field(default_factory=dict)
    _lever: str = ""
    _epoch: str = ""
    _token: str = ""
    _cookie: str = ""
    _fragment: str = ""
    _page: str = ""
    _sent: int = 0
    _busy: bool = True
    _heard: float = 0.0
    _listening: asyncio.Task[None] | None = None

    async def open(self, patience: float) -> None:
        """Open the page, as a browser does, and wait until it is drawn."""
        parts = urlsplit(self.address)
        _, headers, _ = await asyncio.to_thread(open_url, f"{self.address}/")
        cookie = self._cookie = headers.get("set-cookie", "").partition(";")[0]
        self._line = await connect(
            f"ws://{parts.netloc}{parts.path}/_stcore/stream",
            origin=f"{parts.scheme}://{parts.netloc}",  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": cookie} if cookie else {},
            max_size=None,
            proxy=None,
            compression=None,
            open_timeout=patience,
        )
        self._listening = asyncio.create_task(self._listen(self._line))
        await self._ask(BackMsg(), {})
        await self.settle(patience)
        if not self._lever:
            raise RuntimeError("the page has no lever")

    async def move(self, value: float, number: str, patience: float) -> float:
        """Move the lever; seconds until the large figure is this number, or raise TimeoutError."""
        self._seen.pop(number, None)
        begun = time.perf_counter()
        async with asyncio.timeout(patience):
            for text in await self._answer(value):
                for large in _large_figures(text):
                    self._see(large)
        if number not in self._seen:
            raise TimeoutError
        took = self._seen[number] - begun
        # The thumb rests: the rest of the page follows.
        self._busy = True
        await self._report(value)
        return took

    async def _answer(self, value: float) -> list[str]:
        """Ask where the lever leads to; the texts that it leads to."""
        parts = urlsplit(self.address)
        asked = json.dumps({"of": self._token, "levers": {f"plan.{LEVER}": value}}).encode()
        reading, writing = await asyncio.open_connection(parts.hostname, parts.port)
        lines = [f"POST {parts.path}/ahead HTTP/1.0", f"Host: {parts.netloc}"]
        lines += [f"Content-Length: {len(asked)}", f"Cookie: {self._cookie}", "", ""]
        writing.write("\r\n".join(lines).encode() + asked)
        head, _, told = (await reading.read()).partition(b"\r\n\r\n")
        writing.close()
        if (status := head.split(maxsplit=2)[1]) != b"200":
            self.errors.append(f"a moving lever was answered {status.decode()}")
            return []
        texts: list[str] = json.loads(told)["texts"]
        return texts

    async def settle(self, patience: float) -> None:
        """Wait until the whole page has followed."""
        async with asyncio.timeout(patience):
            while self._busy or time.perf_counter() - self._heard < _QUIET:
                await asyncio.sleep(_QUIET / 3)

    async def close(self) -> None:
        """Leave, as a browser does whose tab is closed."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        if self._line is not None:
            await self._line.close()

    async def _report(self, value: float) -> None:
        """Tell where the lever rests."""
        self._sent += 1
        told: dict[str, Any] = {
            "value": value,
            "resting": True,
            "moved": True,
            "far": _FAR,
            "seq": self._sent,
            "epoch": self._epoch,
        }
        message = BackMsg()
        message.rerun_script.fragment_id = self._fragment
        await self._ask(message, {self._lever: json.dumps({"reading": told})})

    async def _ask(self, message: BackMsg, states: Mapping[str, str]) -> None:
        asked = message.rerun_script
        asked.query_string = urlencode(self.link)
        asked.page_script_hash = self._page
        asked.context_info.url = f"{self.address}/"
        asked.context_info.locale = "en-US"
        asked.context_info.timezone = "UTC"
        asked.widget_states.SetInParent()
        for name, said in states.items():
            asked.widget_states.widgets.add(id=name, json_value=said)
        assert self._line is not None
        await self._line.send(message.SerializeToString())

    async def _listen(self, line: ClientConnection) -> None:
        try:
            async for data in line:
                assert isinstance(data, bytes)
                self._take(ForwardMsg.FromString(data))
        except Exception as problem:
            self.errors.append(f"{type(problem).__name__}: {problem}")
        else:
            self.errors.append("the server closed the connection")

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        self._heard = time.perf_counter()
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take_element(message.delta.new_element, message.delta.fragment_id)
        elif kind == "new_session":
            self._page = message.new_session.page_script_hash
            self._busy = True
        elif kind == "script_finished":
            self._busy = False
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                self.errors.append("the script did not compile")

    def _take_element(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "bidi_component" and element.bidi_component.id.endswith(_KEY):
            self._lever = element.bidi_component.id
            self._fragment = fragment
            lever = json.loads(element.bidi_component.json)[0]
            self._epoch, (self._token, _) = lever["epoch"], lever["ahead"]
        elif kind == "html":
            for number in _large_figures(element.html.body):
                self._see(number)

    def _see(self, number: str) -> None:
        if number not in self.numbers:
            self.strange.append(number)
        self._seen[number] = time.perf_counter()


def _large_figures(body: str) -> Iterator[str]:
    for found in _LARGE.finditer(body):
        yield found[1]
