"""What is kept as long as the program runs: scenarios, read by a thread so that the window goes on,
and the sheet behind the menus."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from game.model.scenario import Scenario
from game.scenario.load import load

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.backdrop import Backdrop


class Shelf:
    """Scenarios by name, each read once."""

    def __init__(self) -> None:
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="shelf")
        self._asked: dict[str, Future[Scenario]] = {}
        self._backdrop: Backdrop | None = None

    def ready(self, name: str) -> Scenario | None:
        """The scenario, or None while it is being read. ScenarioFault when it is faulty."""
        future = self._ask(name)
        return future.result() if future.done() else None

    def get(self, name: str) -> Scenario:
        """The scenario, waited for if need be: about 0.2 s."""
        return self._ask(name).result()

    def backdrop(self, app: App, make: Callable[[App], Backdrop]) -> Backdrop:
        """The sheet behind the menus, made when it is first wanted."""
        if self._backdrop is None:
            self._backdrop = make(app)
        return self._backdrop

    def close(self) -> None:
        """Nothing more will be asked."""
        self._reader.shutdown(wait=False, cancel_futures=True)

    def _ask(self, name: str) -> Future[Scenario]:
        if name not in self._asked:
            self._asked[name] = self._reader.submit(load, name)
        return self._asked[name]
