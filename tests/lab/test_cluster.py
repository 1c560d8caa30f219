"""A real cluster of worker processes on this machine, one of which is killed in mid-run."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from game.lab.batch import batch_of, finished, run

distributed = pytest.importorskip("distributed")

@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_dies_costs_no_game(tmp_path: Path) -> None:
    killed: list[int] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    ) as cluster:
        pids = [worker.pid for worker in cluster.workers.values()]

        def kill_one(seed: int) -> None:
            if not killed:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)

        batch = batch_of("hailar", 6, turns=1)
        run(batch, tmp_path / "b", 1, dask=cluster.scheduler_address, tell=kill_one)
    assert killed
    assert finished(tmp_path / "b") == list(batch.seeds)
