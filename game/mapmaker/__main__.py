"""`python -m game.mapmaker --geo DIR --history DIR --out DIR`: make the map and check it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from game.mapmaker.check import check, summary


def main() -> int:
    """Make (unless --check-only) and check the map; 1 when the check finds anything."""
    parser = argparse.ArgumentParser(prog="python -m game.mapmaker", description=__doc__)
    parser.add_argument("--geo", type=Path, help="folder with elevation.npz, rivers.geojson, ...")
    parser.add_argument("--history", type=Path, help="folder with places.csv, railways, ...")
    parser.add_argument("--out", type=Path, required=True, help="folder of the map")
    parser.add_argument("--check-only", action="store_true", help="check the map that is there")
    options = parser.parse_args()
    if not options.check_only:
        if options.geo is None or options.history is None:
            parser.error("--geo and --history are needed to make a map")
        from game.mapmaker.making import make_map

        make_map(options.geo, options.history, options.out)
    print(summary(options.out))
    findings = check(options.out)
    for finding in findings:
        print(finding)
    print(f"check: {len(findings)} findings")
    return 1 if findings else 0


sys.exit(main())
