"""Work beyond one machine: a cluster on loopback gives what one thread does, whatever happens."""

import logging
import os
import signal
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from distributed import Client, LocalCluster, get_task_stream

from mutualmodel import Case, Scenario, simulate
from mutualmodel.analysis import Varied, run_many
from mutualmodel.command import main

NAMES = ("first_year", "members_end")


def some(number: int) -> Varied:
    """Give cases of a plan whose members react, so that a chunk takes a while."""
    chance = np.random.default_rng(3)
    case = Case(plan=Scenario(price_elasticity=1.0))
    return Varied(
        case,
        {
            "incidence_multiplier": chance.uniform(0.1, 2.0, number),
            "members": chance.uniform(1e5, 1e8, number),
        },
    )


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers of one thread each, in processes that are started anew when they die."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        # What is logged of a worker that is killed is no fault.
        silence_logs=logging.CRITICAL,
    ) as found:
        yield found


@pytest.fixture
def client(cluster: LocalCluster) -> Iterator[Client]:
    """A client of the cluster once both workers are there."""
    with Client(cluster, set_as_default=False) as found:
        found.wait_for_workers(2, timeout=60)
        yield found


@pytest.mark.long
def test_a_cluster_gives_every_digit(client: Client) -> None:
    cases = some(600)
    heard: list[float] = []
    with client.get_executor(pure=False) as workers:
        found = run_many(cases, NAMES, workers, progress=heard.append)
    pd.testing.assert_frame_equal(found, run_many(list(cases), NAMES), check_exact=True)
    assert heard == pytest.approx([1 / 3, 2 / 3, 1.0])


@pytest.mark.long
def test_the_command_works_on_a_cluster(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["sweep", "members", "--points", "600", "--format", "csv", "--set", "years=1"]
    printed = []
    for more in ([], ["--dask", client.scheduler.address]):
        assert main([*asked, *more]) == 0
        told = capsys.readouterr()
        assert told.err == ""
        printed.append(told.out)
    assert printed[0] == printed[1]
    assert printed[0].count("\n") > 500


@pytest.mark.long
def test_an_exception_in_progress_leaves_off_the_rest(client: Client) -> None:
    def enough(share: float) -> None:
        raise KeyboardInterrupt

    with (
        client.get_executor(pure=False) as workers,
        get_task_stream(client) as stream,
        pytest.raises(KeyboardInterrupt),
    ):
        run_many(some(256 * 40), NAMES, workers, progress=enough)
    assert 1 <= len(stream.data) < 40


def test_a_worker_that_dies_takes_nothing_along(client: Client, cluster: LocalCluster) -> None:
    cases = some(256 * 5)
    heard: list[float] = []
    before = set(client.scheduler_info()["workers"])

    def kill_one(share: float) -> None:
        if not heard:
            os.kill(cluster.workers[0].pid, signal.SIGKILL)
        heard.append(share)

    with client.get_executor(pure=False) as workers:
        found = run_many(cases, NAMES, workers, progress=kill_one)
    assert set(client.scheduler_info()["workers"]) != before
    # Every chunk was taken once, and each in its place.
    assert heard == pytest.approx([n / 5 for n in range(1, 6)])
    pd.testing.assert_frame_equal(found, run_many(cases, NAMES), check_exact=True)


@pytest.mark.long
def test_paths_are_those_of_two_threads_though_a_worker_dies(
    client: Client, cluster: LocalCluster
) -> None:
    plan = Scenario(price_elasticity=1.0, systemic_cv=0.2, run_probability=0.1, run_share=0.3)
    heard: list[float] = []

    def kill_one(share: float) -> None:
        if not heard:
            os.kill(cluster.workers[1].pid, signal.SIGKILL)
        heard.append(share)

    with client.get_executor(pure=False) as workers:
        found = simulate(plan, 6_300, executor=workers, progress=kill_one)
    alone = simulate(plan, 6_300)
    assert heard == sorted(heard)
    assert len(heard) == 13
    assert heard[-1] == 1.0
    for column in ("cost", "members", "claims"):
        np.testing.assert_array_equal(
            getattr(found.yearly, column), getattr(alone.yearly, column), err_msg=column
        )
    np.testing.assert_array_equal(found.share.values, alone.share.values)


@pytest.mark.long
@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense", "foo://here:1"])
def test_an_address_where_nothing_answers_is_refused(
    capsys: pytest.CaptureFixture[str], address: str
) -> None:
    assert main(["sweep", "members", "--dask", address]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        f"--dask: {address}: no scheduler answers there; an address is host:port, "
        "such as tcp://127.0.0.1:8786\n"
    )
