"""Texts for the window: markdown and plain words as the simple HTML of text boxes."""

from __future__ import annotations

import html
import re

from game.film.labels import font

BRASS, QUIET, LINK = "#c8a55a", "#a59f90", "#5b9bc4"
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*([^*\s][^*]*?)\*(?![\w*])")
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]*)\)")
_RULE = re.compile(r"^\|?[\s:|-]+\|?$")


def fitted(text: str, face: str, size: int, width: int) -> str:
    """A line that is no wider than so many pixels: what does not fit gives way to dots."""
    letters = font(face, size)
    if letters.size(text)[0] <= width:
        return text
    while text and letters.size(text + "…")[0] > width:
        text = text[:-1]
    return text.rstrip() + "…"


def escaped(text: str) -> str:
    """Plain words: paragraphs stay, line ends within them do not."""
    paragraphs = re.split(r"\n\s*\n", html.escape(text.strip(), quote=False))
    return "<br><br>".join(" ".join(p.split()) for p in paragraphs)


def inline(text: str) -> str:
    """A line of markdown: bold, italic, code, links."""
    said = html.escape(text, quote=False)
    said = _CODE.sub(rf"<font color='{BRASS}'>\1</font>", said)
    said = _LINK.sub(_linked, said)
    said = _BOLD.sub(r"<b>\1</b>", said)
    return _ITALIC.sub(r"<i>\1</i>", said)


def _linked(found: re.Match[str]) -> str:
    """Links between chapters lead on; those to the world are named only."""
    text, goal = found.group(1), found.group(2)
    if goal.startswith("http"):
        return f"{text} ({goal})"
    return f"<a href='{goal}'>{text}</a>"


def heading(text: str, size: int) -> str:
    """A line in the face of titles, `size` pixels high."""
    return f"<font face='alegreya' pixel_size={size} color='{BRASS}'><b>{inline(text)}</b></font>"


def markdown(text: str, heading_size: int) -> str:
    """A chapter as HTML. A table becomes a line for each row: its first cell, and the others under
    the names of their columns."""
    out: list[str] = []
    columns: list[str] = []
    in_code = False
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith("```"):
            in_code = not in_code
            continue
        if in_code:
            out.append(f"<font color='{BRASS}'>{html.escape(line, quote=False)}</font><br>")
            continue
        if not bare.startswith("|"):
            columns = []
        if not bare:
            out.append("<br><br>" if out and not out[-1].endswith("<br><br>") else "")
        elif bare.startswith("#"):
            out.append(heading(bare.lstrip("# "), heading_size) + "<br><br>")
        elif bare.startswith("|"):
            cells = [cell.strip() for cell in bare.strip("|").split("|")]
            if _RULE.match(bare):
                continue
            if not columns:
                columns = cells
                continue
            out.append(_table_row(columns, cells))
        elif re.match(r"^([-*]|\d+\.)\s", bare):
            mark, _, rest = bare.partition(" ")
            sign = "–" if mark in "-*" else mark
            lead = "" if not out or out[-1].endswith("<br>") else "<br>"
            out.append(f"{lead}{sign} {inline(rest)} ")
        else:
            out.append(inline(bare) + " ")
    return re.sub(r"\s*(?:<br>\s*){3,}", "<br><br>", "".join(out)).strip()


def _table_row(columns: list[str], cells: list[str]) -> str:
    first, *rest = cells
    said = [
        f"<font color='{QUIET}'>{inline(name)}</font> {inline(cell)}" if name else inline(cell)
        for name, cell in zip(columns[1:], rest, strict=False)
        if cell
    ]
    lead = f"<b>{inline(first)}</b>" if first else ""
    return f"{lead}{': ' if lead and said else ''}{'; '.join(said)}<br>"
