"""The sheet of keys: `?` opens it anywhere."""

from __future__ import annotations

from game.ui.keybook import BOOK
from game.ui.screens.reader import Entry, Reader
from game.ui.text import escaped, heading


class Keys(Reader):
    """All keys, by what they belong to."""

    title = "Keys"
    list_share = 0.24

    def entries(self) -> tuple[Entry, ...]:
        """Everything at once, then part by part."""
        return (Entry("", "All keys"), *(Entry(part, part) for part in BOOK))

    def told(self, key: str) -> str:
        """The keys of a part, or of all."""
        said = []
        for part, keys in BOOK.items():
            if key in ("", part):
                lines = [f"<b>{escaped(k)}</b>  {escaped(what)}" for k, what in keys]
                said.append(heading(part, self.app.px(17)) + "<br>" + "<br>".join(lines))
        return "<br><br>".join(said)

    def read(self) -> None:
        """The first line stands for all keys."""
        self._text.set_text(self.told(self.chosen))
