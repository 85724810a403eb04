"""The workers of a cluster of ``dask.distributed``, as an executor."""

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import mutualmodel
from mutualmodel.command.asked import RefusedError
from mutualmodel.command.speech import _

if TYPE_CHECKING:
    from distributed import Client

# Seconds within which a scheduler has to answer.
_ANSWERS_WITHIN = 5


@contextmanager
def workers_at(address: str | None) -> Iterator[Executor | None]:
    """Give the workers that a scheduler at an address has; without an address none.

    Raises
    ------
    RefusedError
        When ``distributed`` is not installed, no scheduler answers, it has no workers, those have
        another version of the model, or all are lost before the work is done.
    """
    if address is None:
        yield None
        return
    client = _client(address)
    from distributed import KilledWorker

    try:
        with client:
            _alike(client, address)
            # Keys of its own for every chunk: work that was left off is not taken for the same.
            yield client.get_executor(pure=False)
    except (CancelledError, KilledWorker, OSError):
        raise RefusedError(
            _("--dask: {address}: the workers were lost before all was done").format(
                address=address
            )
        ) from None


def _client(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError:
        raise RefusedError(
            _("--dask: distributed is not installed; {command} brings it").format(
                command="pip install 'mutualmodel[dask]'"
            )
        ) from None
    # What it would tell of connections that fail or are lost is told once, by us.
    for name in ("distributed", "distributed.client", "distributed.core", "asyncio", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    _answered(address)
    return Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False)


def _answered(address: str) -> None:
    """Refuse an address where no scheduler answers: a client that has tried there cannot close."""
    from distributed.core import rpc
    from distributed.security import Security

    async def kind() -> object:
        arguments = Security().get_connection_args("client")
        async with rpc(address, timeout=_ANSWERS_WITHIN, connection_args=arguments) as there:
            return (await there.identity())["type"]

    async def in_time() -> object:
        return await asyncio.wait_for(kind(), _ANSWERS_WITHIN)

    try:
        found = asyncio.run(in_time())
    except (OSError, TypeError, ValueError):
        found = None
    if found != "Scheduler":
        raise RefusedError(
            _(
                "--dask: {address}: no scheduler answers there; an address is host:port, "
                "such as {example}"
            ).format(address=address, example="tcp://127.0.0.1:8786")
        )


def _alike(client: "Client", address: str) -> None:
    """Refuse workers that would work out something else, or nothing."""
    versions = client.run(getattr, mutualmodel, "__version__", on_error="return")
    if not versions:
        raise RefusedError(
            _("--dask: {address}: the scheduler has no workers").format(address=address)
        )
    if not all(isinstance(version, str) for version in versions.values()):
        raise RefusedError(
            _("--dask: {address}: a worker has no mutualmodel installed").format(address=address)
        )
    others = sorted(set(versions.values()) - {mutualmodel.__version__})
    if others:
        told = _("--dask: {address}: a worker has mutualmodel {theirs}, and here it is {ours}")
        ours = mutualmodel.__version__
        raise RefusedError(told.format(address=address, theirs=", ".join(others), ours=ours))
