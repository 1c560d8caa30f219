"""The record of a game, which is also its save: snapshots and digests, writing and reading.

`game/rerun.py` plays a record again: to verify it, to go on with it, to show it.
"""

from game.replay.lines import FORMAT, Began, Entry, Finish, Given, Header, Snapshot
from game.replay.reading import Replay, ReplayFault, Sequence, Unpacker, read
from game.replay.record import Recorder
from game.replay.snapshot import (
    SnapshotFault,
    differences,
    digest,
    event_digest,
    restore,
    snapshot,
)

__all__ = [
    "FORMAT", "Began", "Entry", "Finish", "Given", "Header", "Recorder", "Replay", "ReplayFault",
    "Sequence", "Snapshot", "SnapshotFault", "Unpacker", "differences", "digest", "event_digest",
    "read", "restore", "snapshot",
]  # fmt: skip
