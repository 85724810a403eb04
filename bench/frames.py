"""What a page's server sends: frames and bytes of each run, and which elements they carry.

What it answers to a moving lever without a run (``ui.frame.answers``) counts as a run of one frame.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page, Request, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class Run:
    """One run of the script: whether of fragments alone, and its frames by what they carry."""

    partial: bool
    frames: list[tuple[str, int]] = field(default_factory=list)

    @property
    def kilobytes(self) -> float:
        """All that was sent, in thousand bytes."""
        return sum(size for _, size in self.frames) / 1000


class Frames:
    """Listens to a page's websocket and answers; to be made before the page is opened."""

    def __init__(self, page: Page) -> None:
        """Listen to every websocket that the page opens from now on, and to every answer."""
        self.runs: list[Run] = []
        page.on("websocket", self._opened)
        page.on("requestfinished", self._answered)

    def clear(self) -> None:
        """Forget what was sent so far."""
        self.runs = []

    @property
    def count(self) -> int:
        """How many frames were sent."""
        return sum(len(run.frames) for run in self.runs)

    @property
    def kilobytes(self) -> float:
        """All that was sent, in thousand bytes."""
        return sum(run.kilobytes for run in self.runs)

    def by_content(self, *, partial: bool) -> Iterator[tuple[str, float, float]]:
        """Give what runs of one kind carry: name, frames a run and kilobytes a run, largest first.

        ``partial``: of runs of fragments alone, else of runs of the whole page.
        """
        runs = [run for run in self.runs if run.partial == partial]
        sizes: Counter[str] = Counter()
        counts: Counter[str] = Counter()
        for name, size in (frame for run in runs for frame in run.frames):
            sizes[name] += size
            counts[name] += 1
        for name, size in sizes.most_common():
            yield name, counts[name] / len(runs), size / 1000 / len(runs)

    def _answered(self, request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/ahead"):
            size = request.sizes()["responseBodySize"]
            self.runs.append(Run(partial=True, frames=[("answer", size)]))

    def _opened(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._received)

    def _received(self, payload: bytes | str) -> None:
        if isinstance(payload, str):
            return
        message = ForwardMsg.FromString(payload)
        if message.WhichOneof("type") == "new_session":
            self.runs.append(Run(bool(message.metadata.run.fragment_ids)))
        if self.runs:
            self.runs[-1].frames.append((_named(message), len(payload)))


def _named(message: ForwardMsg) -> str:
    """Say what a frame carries, as exactly as its own names tell."""
    kind = str(message.WhichOneof("type"))
    if kind != "delta":
        return kind
    what = message.delta.WhichOneof("type")
    if what == "add_block":
        return f"block {message.delta.add_block.WhichOneof('type')}"
    if what != "new_element":
        return str(what)
    element = message.delta.new_element
    of = str(element.WhichOneof("type"))
    if of == "bidi_component":
        component = element.bidi_component
        return f"{component.component_name} {component.id.rpartition('-')[2]}"
    return of
