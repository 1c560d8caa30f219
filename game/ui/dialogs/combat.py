"""The dialog before an attack: both sides, odds, every modifier, what can happen, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIWindow

from game.film.counters import Card, card_of
from game.hexes import Hex
from game.model.forces import AssetId, Unit, UnitId
from game.ui.dialogs.outcome import outcome_page
from game.ui.dialogs.reckoning import Reckoning, points, says
from game.ui.panels import words
from game.ui.panels.page import Page, fitted, put
from game.ui.panels.sheet import Sheet
from game.ui.theme import BAD, BRASS, DARK, EDGE, GOOD, MUTED, TEXT

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

WIDE, TALL, FOOT, BUTTONS = 1120, 740, 152, 52
"""Design pixels of the window, of the block of outcomes, and of the row of buttons."""
SHARES = (0.31, 0.37)
"""Of the width: the attackers' column and the reckoning's; the rest is the defenders'."""
KINDS = {
    "artillery": "artillery", "siege": "breakthrough_artillery", "rocket": "rocket",
    "anti_tank": "anti_tank", "engineer": "engineer", "pontoon": "engineer",
    "flotilla": "flotilla", "fleet": "fleet",
}  # fmt: skip
PLANES = {
    "fighter": "fighter", "bomber": "bomber", "ground_attack": "ground_attack",
    "recon": "recon_air", "transport": "transport_air", "kamikaze": "kamikaze_air",
}  # fmt: skip


Lit = Literal["", "ours", "theirs", "guns", "wings", "ground"]


def origin(modifier: str) -> Lit:
    """From whom or what a modifier comes: attackers, defenders, guns, aircraft or the ground."""
    if modifier in ("air_support", "concrete"):
        return "wings"
    if modifier in ("siege_guns", "engineers"):
        return "guns"
    if modifier.startswith(("terrain", "river", "heavy_rain", "works", "no_room", "beach")):
        return "ground"
    if modifier.startswith(("defender", "entrenched", "march_column", "no_retreat", "sacrifice")):
        return "theirs"
    return "ours"


class CombatDialog:
    """One attack being reckoned up. Enter gives the order, Escape leaves."""

    def __init__(self, battle: Battle, units: tuple[UnitId, ...], target: Hex) -> None:
        self._battle = battle
        self.reckoning = Reckoning(battle.view, units, target)
        self.fault = ""
        """Why the order was refused when it was given."""
        self._lit: Lit = ""
        """From whom the modifier under the pointer comes."""
        self.lay()

    def lay(self) -> None:
        """Make the window."""
        app, px = self._battle.app, self._battle.app.px
        wide, tall = app.size
        box = pygame.Rect(0, 0, min(px(WIDE), wide - px(16)), min(px(TALL), tall - px(8)))
        box.center = (wide // 2, tall // 2)
        view, target = self.reckoning.view, self.reckoning.target
        place = words.hex_title(view, target)
        named = target in view.scenario.map.places_at
        title = f"Attack on {place}" if named else f"Attack: {place[:1].lower()}{place[1:]}"
        self.window = UIWindow(box, app.manager, title, object_id="#combat", draggable=True)
        self.window.set_blocking(True)
        inside = self.window.get_container()
        width, height = (int(n) for n in inside.get_size())
        foot, buttons = px(FOOT), px(BUTTONS)
        body = height - foot - buttons
        left, middle = (round(width * share) for share in SHARES)
        ui = app.manager

        def sheet(x: int, y: int, w: int, h: int, click: bool = False) -> Sheet:
            clicked = self._clicked if click else None
            return Sheet(pygame.Rect(x, y, w, h), ui, inside, clicked, DARK)

        self._ours = sheet(0, 0, left, body, True)
        self._sum = sheet(left, 0, middle, body)
        self._sum.on_hover = self._light
        self._theirs = sheet(left + middle, 0, width - left - middle, body)
        self._outcome = sheet(0, body, width, foot)
        top, high, gap = height - buttons + px(6), buttons - px(14), px(8)

        def button(x: int, w: int, text: str, tip: str, brass: bool = False) -> UIButton:
            return UIButton(
                pygame.Rect(x, top, w, high), text, ui, container=inside, tool_tip_text=tip,
                object_id="#primary_button" if brass else None,
            )  # fmt: skip

        wide_button = min(px(150), width // 6)
        self._all = button(gap, wide_button, "All units", "Everybody beside the hex attacks")
        self._guns = button(gap * 2 + wide_button, wide_button, "All guns",
                            "All artillery that reaches, or none")  # fmt: skip
        self._follow = button(gap * 3 + wide_button * 2, wide_button, "Advance: yes",
                              "Whether troops follow into the hex they win")  # fmt: skip
        self.attack = button(width - gap - wide_button, wide_button, "Attack  Enter", "", True)
        self._cancel = button(width - 2 * gap - 2 * wide_button, wide_button, "Cancel  Esc", "")
        self.refresh()

    def _clicked(self, key: object, double: bool) -> None:
        self.fault = ""
        self.reckoning.toggle(key)
        self.refresh()

    def _light(self, key: object) -> None:
        """Light up those from whom a modifier comes."""
        lit = origin(str(key)) if key else ""
        if lit != self._lit:
            self._lit = lit
            self._write_ours()
            self._write_theirs()

    def refresh(self) -> None:
        """Reckon anew and write everything."""
        self._write_ours()
        self._write_theirs()
        self._write_sum()
        page = outcome_page(self._outcome.inner_width, self._battle.app.px, self.reckoning)
        self._outcome.show_page(page)
        fault = self.fault or self.reckoning.refusal
        if fault and self.attack.is_enabled:
            self.attack.disable()
        elif not fault and not self.attack.is_enabled:
            self.attack.enable()
        text = "Advance: yes" if self.reckoning.advance else "Advance: no"
        if self._follow.text != text:
            self._follow.set_text(text)

    def _write_ours(self) -> None:
        found, view = self.reckoning, self.reckoning.view
        page = Page(self._ours.inner_width, self._battle.app.px)
        page.heading("Attackers", f"{len(found.units)} of {len(found.able)}")
        for name in found.able:
            self._unit(page, view.units[name], name in found.units)
        for name, why in found.unable.items():
            page.text(f"{view.scenario.counters[name].name}: {why}", size=12, colour=MUTED)
        squadrons = view.scenario.squadrons
        guns = [a for a in found.offered if a not in squadrons]
        if guns:
            page.space(4)
            page.text("Artillery, engineers, ships", "serif bold", 15, BRASS)
            for asset in guns:
                self._asset(page, asset)
        wings = [a for a in found.offered if a in squadrons]
        page.space(4)
        page.text("Aircraft", "serif bold", 15, BRASS)
        page.text(found.flying(), size=13, colour=MUTED)
        for wing in wings:
            self._wing(page, wing)
        self._ours.show_page(page)

    def _unit(self, page: Page, unit: Unit, ticked: bool | None) -> None:
        view = self.reckoning.view
        counter = view.scenario.counters[unit.id]
        about = words.force_line(unit)
        if view.side_of(unit.id) == view.phase:
            about += f" · ammo {words.ammo_word(view, unit).split(',')[0]}"
        page.row(
            card_of(view.scenario, unit), counter.name, about, f"{self.reckoning.power(unit):.1f}",
            None, unit.id if ticked is not None else None, tick=ticked, tip=about,
            chosen=self._lit == ("theirs" if ticked is None else "ours" if ticked else "-"),
        )  # fmt: skip

    def _asset(self, page: Page, name: AssetId) -> None:
        asset = self.reckoning.view.scenario.assets[name]
        face = Card(KINDS.get(asset.kind, "artillery"), "brigade", asset.nation, "", "", "")
        count = asset.guns + asset.rockets
        about = f"{count} barrels" if count else asset.kind
        power = self.reckoning.asset_power(name)
        page.row(
            face, asset.name, about, f"{power:.1f}" if power else "", None, name,
            tick=name in self.reckoning.assets,
            chosen=self._lit == "guns" and name in self.reckoning.assets,
        )  # fmt: skip

    def _wing(self, page: Page, name: AssetId) -> None:
        view = self.reckoning.view
        squadron, wing = view.scenario.squadrons[name], view.wings[name]
        kind = next((v for k, v in PLANES.items() if k in squadron.branch), "bomber")
        face = Card(kind, "brigade", squadron.nation, "", "", "")
        page.row(
            face, squadron.name, f"{wing.sorties} sorties", "", None, name,
            tick=name in self.reckoning.assets, tip="Ticked, these wings fly instead of the plan.",
            chosen=self._lit == "wings" and name in self.reckoning.flyers(),
        )  # fmt: skip

    def _write_theirs(self) -> None:
        found, view = self.reckoning, self.reckoning.view
        page = Page(self._theirs.inner_width, self._battle.app.px)
        page.heading("Defenders", "as far as known")
        for unit in found.defenders():
            self._unit(page, unit, None)
        page.space(4)
        for line in words.hex_lines(view, found.target):
            page.text(line, size=13, colour=BRASS if self._lit == "ground" else MUTED)
        self._theirs.show_page(page)

    def _write_sum(self) -> None:
        found, px = self.reckoning, self._battle.app.px
        page = Page(self._sum.inner_width, px)
        if not found.units:
            page.space(20)
            page.text(found.refusal, "figures medium", 15, BAD)
            self._sum.show_page(page)
            return
        odds = found.odds()
        attack, defence = points(odds.attack), points(odds.defence)
        ratio = odds.attack / max(1, odds.defence)
        shown = f"{ratio:.1f} : 1" if ratio >= 1 else f"1 : {1 / max(ratio, 0.01):.1f}"
        base = f"column {odds.column:+d}, with modifiers {odds.base:+d}"
        page.said += [shown, base]

        def head(target: pygame.Surface, y: int) -> None:
            x = page.width // 2
            put(target, (x, y + px(8)), f"{attack:.1f} : {defence:.1f}", "figures", px(17), MUTED,
                "midtop")  # fmt: skip
            put(target, (x, y + px(28)), shown, "serif bold", px(46), TEXT, "midtop")
            put(target, (x, y + px(84)), base, "figures medium", px(15), BRASS, "midtop")

        page.line(px(112), head)
        self._modifier(page, "Odds", odds.column, f"{attack:.1f} against {defence:.1f}")
        for modifier in odds.modifiers:
            self._modifier(
                page, says(modifier), modifier.rows, modifier.name.replace("_", " "), modifier.name
            )
        self._modifier(page, "Sum", odds.base, "The row before the dice: two of them, less seven")
        fault = self.fault or found.refusal
        if fault:
            page.space(6)
            page.text(fault, "figures medium", 14, BAD)
        self._sum.show_page(page)

    def _modifier(self, page: Page, text: str, rows: int, tip: str, name: str = "") -> None:
        """A line with its signed bar; `name` of the modifier, from which it is lit."""
        total = text == "Sum"
        px = self._battle.app.px
        high, left, right = px(23), page.margin, page.width - page.margin
        axis, unit = right - px(96), px(11)
        face = "figures bold" if total else "figures"
        shown = fitted(text, face, px(14), axis - px(44) - left)
        page.said.append(f"{text} {rows:+d}")
        colour = BRASS if total else GOOD if rows > 0 else BAD if rows < 0 else MUTED

        def paint(target: pygame.Surface, y: int) -> None:
            middle = y + high // 2
            put(target, (left, middle), shown, face, px(14), TEXT if rows else MUTED, "midleft")
            if not total:
                length = min(abs(rows), 5) * unit
                start = axis if rows > 0 else axis - length
                box = pygame.Rect(start, middle - px(4), length, px(8))
                if length:
                    pygame.draw.rect(target, colour, box, border_radius=px(2))
                pygame.draw.line(target, TEXT, (axis, y + px(4)), (axis, y + high - px(4)))
            figure = f"{rows:+d}" if rows else "0"
            put(target, (right, middle), figure, "figures bold", px(15), colour, "midright")
            pygame.draw.line(target, EDGE, (left, y + high - 1), (right, y + high - 1))

        page.line(high, paint, name or None, f"{text} ({tip})")

    # Hands

    def update(self, seconds: float) -> None:
        """Nothing moves here."""
        if not self.window.alive():
            self.leave()

    def handle(self, event: pygame.event.Event) -> bool:
        """Buttons and keys; nothing reaches the map while the dialog is open."""
        if event.type == pygame_gui.UI_BUTTON_PRESSED:
            return self._button(event.ui_element)
        if event.type == pygame_gui.UI_WINDOW_CLOSE and event.ui_element is self.window:
            self.leave()
            return True
        if event.type == pygame.KEYDOWN:
            if event.key == pygame.K_ESCAPE:
                self.leave()
            elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
                self.commit()
            return True
        return event.type in (
            pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION, pygame.MOUSEWHEEL
        )  # fmt: skip

    def _button(self, pressed: object) -> bool:
        actions: dict[UIButton, Callable[[], None]] = {
            self.attack: self.commit, self._cancel: self.leave, self._all: self._everybody,
            self._guns: self._all_guns, self._follow: self._turn_follow,
        }  # fmt: skip
        for button, do in actions.items():
            if button is pressed:
                do()
                if button not in (self.attack, self._cancel):
                    self.fault = ""
                    self.refresh()
                return True
        return False

    def _everybody(self) -> None:
        self.reckoning.units = list(self.reckoning.able)

    def _all_guns(self) -> None:
        found = self.reckoning
        guns = [a for a in found.offered if a not in found.view.scenario.squadrons]
        rest = [a for a in found.assets if a not in guns]
        found.assets = rest if all(a in found.assets for a in guns) else [*guns, *rest]

    def _turn_follow(self) -> None:
        self.reckoning.advance = not self.reckoning.advance

    def commit(self) -> None:
        """Give the order."""
        if self.reckoning.refusal:
            return
        battle, order = self._battle, self.reckoning.order
        if battle.desk.give(order):
            self.leave()
        else:
            self.fault = battle.desk.message
            self.refresh()

    def leave(self) -> None:
        """Close without an attack, or after it."""
        if self.window.alive():
            UIWindow.kill(self.window)
        if self in self._battle.dialogs:
            self._battle.dialogs.remove(self)
