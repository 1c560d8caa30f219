"""The report of a batch as one page without network: dates against the record, losses, points.

The plots are drawn with matplotlib and stand in the page as SVG; each number names the seeds that
reproduce it.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.lab.calibration import RECORD, Calibration, Dated, calibration_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, PAPER, SOVIET, JAPAN, BRASS, GRID = (
    "#26211c", "#fbf7ec", "#a3281f", "#c99a1e", "#8a6a10", "#d9cfb8",
)  # fmt: skip
STYLE = f"""
body {{ font: 16px/1.5 Georgia, serif; color: {INK}; background: {PAPER}; max-width: 1080px;
        margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 2rem; margin-bottom: 0; }} h2 {{ margin-top: 2.2rem; color: {SOVIET}; }}
table {{ border-collapse: collapse; width: 100%; font: 14px/1.4 sans-serif; }}
th, td {{ padding: .25rem .5rem; border-bottom: 1px solid {GRID}; text-align: right; }}
th:first-child, td:first-child {{ text-align: left; }}
.off {{ color: {SOVIET}; font-weight: bold; }} .small {{ font-size: 14px; color: #6b5a45; }}
svg {{ max-width: 100%; height: auto; }}
"""


def write_page(folder: Path, out: Path) -> None:
    """Write the report of the batch in `folder`; BadBatch when there is none."""
    found = calibration_of(folder)
    out.write_text(page(found), encoding="utf-8")


def page(found: Calibration) -> str:
    """The report as HTML."""
    batch, scenario, games = found.batch, found.scenario, len(found.rows)
    options = ", ".join(f"{k}={v}" for k, v in batch.options.items()) or "as the scenario has them"
    title = html.escape(scenario.title)
    seeds = [row["seed"] for row in found.rows]
    parts = [
        f"<!doctype html><html lang='en'><meta charset='utf-8'>"
        f"<title>{title}: {games} games</title>"
        f"<meta name='viewport' content='width=device-width'><style>{STYLE}</style>",
        f"<h1>{title}</h1><p>{games} games, {batch.players['soviet']} against "
        f"{batch.players['japan']}, seeds {min(seeds)} to {max(seeds)}; options: "
        f"{html.escape(options)}. Rules {batch.rules}, content {batch.digest[:12]}.</p>",
        "<h2>When the objectives fell</h2>",
        "<p class='small'>Bar: 5th to 95th quantile; dot: median; diamond: the record. An "
        "objective that is not taken counts as later than the last day.</p>",
        _svg(lambda axes: _dates(axes, found), 9.5, 0.34 * len(found.objectives) + 1),
        _table(found),
        "<h2>Points and levels of victory</h2>",
        _svg(lambda axes: _histogram(axes, found, "points", "Soviet points", 0), 9.5, 2.6),
        _levels(found),
        "<h2>Losses and prisoners</h2>",
    ]
    for column, (value, what) in RECORD.items():
        name = column.replace("_", " ").replace("japan", "Japanese side,")
        draw = partial(_histogram, found=found, column=column, name=name, record=value)
        plot = _svg(draw, 9.5, 2.2)
        parts.append(f"{plot}<p class='small'>Record: {value:,} ({html.escape(what)}).</p>")
    parts += [
        "<h2>Luck</h2>",
        "<p class='small'>What the dice of a side's attacks added to their rows, against the seven "
        "that two dice give on the average; over many games it should come to nothing.</p>",
        _luck(found),
    ]
    parts += ["<h2>Ends of the scale</h2>", _extremes(found), "</html>"]
    return "\n".join(parts)


def _svg(draw: Callable[[Axes], None], width: float, height: float) -> str:
    """A plot as an element of the page."""
    import matplotlib as mpl

    mpl.use("Agg")
    # Ids in the file follow from its content alone, so the same batch gives the same page.
    mpl.rcParams.update({"svg.hashsalt": "august storm", "svg.fonttype": "path"})
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)
    axes = figure.add_subplot(facecolor=PAPER)
    for edge in ("top", "right"):
        axes.spines[edge].set_visible(False)
    draw(axes)
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()[text.getvalue().index("<svg") :]


def _dates(axes: Axes, found: Calibration) -> None:
    last = found.scenario.turns + 1
    for y, d in enumerate(reversed(found.objectives)):
        low, median, high = (t or last for t in (d.low, d.median, d.high))
        axes.plot([low, high], [y, y], color=SOVIET, linewidth=6, alpha=0.45, solid_capstyle="butt")
        axes.plot([median], [y], "o", color=SOVIET, markersize=7)
        axes.plot([d.objective.par], [y], "D", color=INK, markersize=6, fillstyle="none")
    names = [d.objective.name for d in reversed(found.objectives)]
    axes.set_yticks(range(len(names)), names)
    ticks = [*range(1, last - 1, 3), last]
    axes.set_xticks(ticks, [_day(found, t) for t in ticks])
    axes.grid(axis="x", color=GRID)
    axes.set_axisbelow(True)


def _day(found: Calibration, turn: int) -> str:
    if turn > found.scenario.turns:
        return "never"
    date = found.scenario.date_of(turn)
    return f"{date.day} {date:%b}"


def _histogram(axes: Axes, found: Calibration, column: str, name: str, record: int) -> None:
    values = [row[column] for row in found.rows]
    axes.hist(values, bins=min(30, max(5, len(set(values)))), color=BRASS, alpha=0.75)
    axes.axvline(record, color=INK, linestyle="--", linewidth=1.4)
    axes.set_xlabel(f"{name} (dashed: the record)")
    axes.set_ylabel("games")


def _table(found: Calibration) -> str:
    rows = [
        "<table><tr><th>objective</th><th>record</th><th>taken in</th><th>5 %</th><th>median</th>"
        "<th>95 %</th><th>sooner than the record</th><th>seeds: soonest, latest</th></tr>"
    ]
    for d in found.objectives:
        mark = "" if d.within else " class='off'"
        quantiles = "".join(f"<td>{_when(found, t)}</td>" for t in (d.low, d.median, d.high))
        rows.append(
            f"<tr{mark}><td>{html.escape(d.objective.name)}</td>"
            f"<td>{_day(found, d.objective.par)}</td><td>{100 * d.taken // len(found.rows)} %</td>"
            f"{quantiles}<td>{d.earlier} %</td><td>{_ends(found, d)}</td></tr>"
        )
    rows.append("</table><p class='small'>Red: the record lies outside the quantiles.</p>")
    return "\n".join(rows)


def _when(found: Calibration, turn: int | None) -> str:
    return "never" if turn is None else _day(found, turn)


def _ends(found: Calibration, d: Dated) -> str:
    """The seeds in which an objective fell soonest and latest."""
    never = found.scenario.turns + 1
    key = f"taken_{d.objective.place}"
    ranked = sorted((row[key] or never, row["seed"]) for row in found.rows)
    return f"{ranked[0][1]}, {ranked[-1][1]}"


def _luck(found: Calibration) -> str:
    """The ledger of luck: rows by the dice for each attack, its standard error, and the games in
    which a side was luckiest and unluckiest."""
    rows = [
        "<table><tr><th>side</th><th>attacks</th><th>rows of luck each</th><th>standard error</th>"
        "<th>unluckiest game</th><th>luckiest game</th></tr>"
    ]
    for side, name in (("soviet", "Soviet"), ("japan", "Japanese")):
        attacks = sum(row[f"attacks_{side}"] for row in found.rows)
        luck = sum(row[f"luck_{side}"] for row in found.rows)
        ranked = sorted(found.rows, key=itemgetter(f"luck_{side}"))
        ends = "".join(
            f"<td>{row[f'luck_{side}']:+d} (seed {row['seed']})</td>"
            for row in (ranked[0], ranked[-1])
        )
        each = f"{luck / attacks:+.3f}" if attacks else ""
        # The sum of two dice spreads by the root of 35/6.
        error = f"{(35 / 6 / attacks) ** 0.5:.3f}" if attacks else ""
        rows.append(f"<tr><td>{name}</td><td>{attacks:,}</td><td>{each}</td><td>{error}</td>{ends}")
    return "\n".join([*rows, "</table>"])


def _levels(found: Calibration) -> str:
    counts: dict[str, list[int]] = {}
    for row in found.rows:
        counts.setdefault(row["level"], []).append(row["seed"])
    rows = ["<table><tr><th>level</th><th>games</th><th>share</th><th>seeds</th></tr>"]
    for level, seeds in sorted(counts.items(), key=lambda item: (-len(item[1]), item[0])):
        shown = ", ".join(map(str, seeds[:8])) + (" …" if len(seeds) > 8 else "")
        share = 100 * len(seeds) // len(found.rows)
        rows.append(
            f"<tr><td>{html.escape(level)}</td><td>{len(seeds)}</td><td>{share} %</td>"
            f"<td>{shown}</td></tr>"
        )
    return "\n".join([*rows, "</table>"])


def _extremes(found: Calibration) -> str:
    """Which seeds to look at: the least and the most of each figure."""

    def row(name: str, ranked: Sequence[Any], column: str) -> str:
        first, last = ranked[0], ranked[-1]
        return (
            f"<tr><td>{name}</td><td>{first[column]:,} (seed {first['seed']})</td>"
            f"<td>{last[column]:,} (seed {last['seed']})</td></tr>"
        )

    rows = ["<table><tr><th>figure</th><th>least</th><th>most</th></tr>"]
    for column, name in (("points", "Soviet points"), *((c, c.replace("_", " ")) for c in RECORD)):
        rows.append(row(name, sorted(found.rows, key=itemgetter(column)), column))
    tip = "python main.py simulate --seed N --replay N.replay"
    return "\n".join([*rows, f"</table><p class='small'>Play one again: <code>{tip}</code></p>"])
