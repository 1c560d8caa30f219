"""Where the sources differ, as text."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from game.model.reference import differing
from game.model.scenario import Scenario


def print_rivals(scenario: Scenario, console: Console | None = None) -> None:
    """Both values with their sources, the one that is used, and the switch for the other."""
    console = console or Console(highlight=False)
    if not scenario.rivals:
        console.print(f"{scenario.title}: no rival figures are recorded.")
        return
    table = Table(
        title=f"{scenario.title}: where the sources differ", title_justify="left", show_lines=True
    )
    for title in ("no.", "about", "used here", "elsewhere", "note"):
        table.add_column(title, overflow="fold")
    for r, name in differing(scenario):
        about = f"{r.what} ({name})" if name else r.what
        switch = f"--option {r.switch}" if r.switch else ""
        cells = (
            r.id, about, f"{r.used}\n{r.source}", f"{r.rival}\n{r.rival_source}",
            "\n".join(filter(None, (r.note, switch))),
        )  # fmt: skip
        table.add_row(*map(escape, cells))
    console.print(table)
