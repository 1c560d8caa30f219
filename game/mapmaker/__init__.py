"""Geographic and historical data to a hex map. Runs once; its output is committed.

The chapters: `lattice` and `grid` (hex geometry, projection), `sources` (the input files), `facts`
and `river_facts` (what no data set knows: islands, straits, banks, passes), `land` (land, lake or
sea, and whose), `places`, `terrain`, `rivers`, `lines` (railways and roads), `write`, `check`, and
`making`, which calls them in order. Nothing of the game imports this package except the command
line. PROJ and shapely are loaded only when a map is made.
"""

from __future__ import annotations

from pathlib import Path


def build(geo: Path, history: Path, out: Path) -> None:
    """Make the map in `out` from geographic and historical data, and check it.

    Raises ValueError with all findings when the result breaks a rule of `check`.
    """
    from game.mapmaker.check import check
    from game.mapmaker.making import make_map

    make_map(geo, history, out)
    findings = check(out)
    if findings:
        raise ValueError("the map breaks its own rules:\n" + "\n".join(findings))
