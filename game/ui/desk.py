"""The desk of a person: what is selected, which order is in preparation, what came of the last one.

Nothing here draws. `version` rises with every change, so that panels know when to be written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from game.film.words import sentence
from game.hexes import NOWHERE, Hex
from game.model.forces import Side, Unit, UnitId, enemy_of
from game.model.orders import EndPhase, Order, Refusal
from game.model.state import PlayerView
from game.ui.attention import Need, needing
from game.ui.modes.contact import Assault
from game.ui.modes.march import March
from game.ui.modes.mode import Mode, Proposal
from game.ui.session import Session

NEEDS: dict[Need, str] = {
    "all": "units", "idle": "units without orders", "short": "units short of supply",
    "contact": "units in contact", "threatened": "threatened units",
}  # fmt: skip


class Desk:
    """Selection and orders of the side that looks."""

    def __init__(self, session: Session, viewer: Side) -> None:
        self.session, self.viewer = session, viewer
        self.selected: tuple[UnitId, ...] = ()
        self.place: Hex = NOWHERE
        """The hex that the side panel speaks of."""
        self.mode: Mode | None = None
        """The order in preparation; None for the usual: march, or attack where the enemy is."""
        self.message = ""
        """What is to be said of the last order."""
        self.resting: set[UnitId] = set()
        """Units that are to stay as they are in this phase: they no longer count as idle."""
        self.version = 0
        self.ask_attack: Callable[[tuple[UnitId, ...], Hex], None] = lambda units, target: None
        """Opens the dialog in which an attack is reckoned up."""
        self._proposal: tuple[object, Proposal | None] = (None, None)

    @property
    def view(self) -> PlayerView:
        """What the side that looks knows."""
        return self.session.view(self.viewer)

    @property
    def in_command(self) -> bool:
        """Whether the person at this desk gives the next order."""
        return self.session.person_to_move and self.session.side == self.viewer

    def changed(self) -> None:
        """Something is to be shown anew."""
        self.version += 1

    def say(self, message: str) -> None:
        """Show a message."""
        self.message = message
        self.changed()

    # Selection

    def own_at(self, h: Hex) -> list[UnitId]:
        """Own units on a hex."""
        view = self.view
        return [u.id for u in view.units_at(h) if view.side_of(u.id) == self.viewer]

    def select(self, units: tuple[UnitId, ...]) -> None:
        """These units are to be looked at and ordered about; a prepared order is dropped."""
        view = self.view
        units = tuple(u for u in dict.fromkeys(units) if view.side_of(u) == self.viewer)
        if units != self.selected:
            self.message = ""
        self.selected, self.mode = units, None
        if units and view.units[units[0]].on_map:
            self.place = view.units[units[0]].hex
        self.changed()

    def add(self, unit: UnitId) -> None:
        """Take a unit into the selection, or out of it."""
        if unit in self.selected:
            self.select(tuple(u for u in self.selected if u != unit))
        else:
            self.select((*self.selected, unit))

    def click(self, h: Hex, more: bool = False) -> None:
        """A hex was clicked: choose it for the order in preparation, or select what stands there;
        again for the next of the stack. `more` adds to the selection."""
        if self.mode is not None:
            self.act(h)
            return
        own = self.own_at(h)
        self.place = h
        if more:
            rest = [u for u in own if u not in self.selected]
            if rest:
                self.select((*self.selected, rest[0]))
            return
        if own and len(self.selected) == 1 and self.selected[0] in own:
            self.select((own[(own.index(self.selected[0]) + 1) % len(own)],))
        else:
            self.select((self._first(own),) if own else ())

    def turn_stack(self) -> None:
        """Select the next unit of the stack."""
        if self.selected and self.unit(self.selected[0]).on_map:
            own = self.own_at(self.unit(self.selected[0]).hex)
            self.select((own[(own.index(self.selected[0]) + 1) % len(own)],))

    def _first(self, own: list[UnitId]) -> UnitId:
        """The one of a stack that can still do something, the strongest of several."""
        view, idle = self.view, set(self.needing("idle"))
        return max(own, key=lambda u: (u in idle, view.units[u].armour * 40 + view.units[u].men))

    def needing(self, need: Need) -> tuple[UnitId, ...]:
        """Units of this side with a need, without those that were told to rest."""
        found = needing(self.view, self.viewer, need)
        return tuple(u for u in found if u not in self.resting) if need == "idle" else found

    def rest(self) -> Hex:
        """The selected units stay as they are; on to the next without orders. Its hex, or
        NOWHERE."""
        self.resting.update(self.selected)
        return self.next_unit("idle")

    def next_unit(self, need: Need) -> Hex:
        """Select the next unit that has this need, after the one selected; its hex, or NOWHERE."""
        units = self.needing(need)
        if not units:
            self.say(f"There are no {NEEDS[need]}.")
            return NOWHERE
        order = list(self.view.roll(self.viewer).units)
        now = order.index(self.selected[0]) if self.selected else -1
        later = [u for u in units if order.index(u) > now]
        found = (later or list(units))[0]
        self.select((found,))
        return self.view.units[found].hex

    # Orders

    def prepare(self, mode: Mode | None) -> None:
        """Prepare an order, or drop the one in preparation."""
        self.mode = mode
        self.message = mode.hint if mode is not None else ""
        self.changed()

    def mode_for(self, h: Hex) -> Mode | None:
        """The order that a click on a hex would be about."""
        if self.mode is not None:
            return self.mode
        here = tuple(u for u in self.selected if self.view.units[u].on_map)
        if not here:
            return None
        if self.view.side_at(h) == enemy_of(self.viewer):
            return Assault(here)
        return March(here)

    def goals(self) -> Mapping[Hex, str]:
        """Hexes to be lit up: those of the order in preparation, or where the unit can march."""
        if not self.in_command:
            return {}
        mode = self.mode
        if mode is None:
            if len(self.selected) != 1 or not self.unit(self.selected[0]).on_map:
                return {}
            mode = March(self.selected)
        return mode.goals(self.view)

    def unit(self, name: UnitId) -> Unit:
        """A unit as it is now."""
        return self.view.units[name]

    def propose(self, h: Hex) -> Proposal | None:
        """What a command on this hex would do; None when nobody is selected or to move."""
        if h == NOWHERE or not self.in_command or not self.view.scenario.map.terrain_bytes[h]:
            return None
        mode = self.mode_for(h)
        if mode is None:
            return None
        if self.mode is None and h in {self.unit(u).hex for u in self.selected}:
            return None
        view = self.view
        key = (id(view), self.version, self.selected, id(self.mode), h)
        if self._proposal[0] != key:
            self._proposal = (key, mode.propose(view, h))
        return self._proposal[1]

    def act(self, h: Hex, forced: bool = False) -> None:
        """Do on a hex what is in preparation, or the usual."""
        if forced and self.mode is None and self.selected:
            self.mode = March(self.selected, forced=True)
        found = self.propose(h)
        if found is None:
            return
        if found.attack != NOWHERE and not found.refused:
            units = self.selected
            self.prepare(None)
            self.ask_attack(units, found.attack)
        elif not found.possible:
            self.say(found.refused)
        else:
            mode = self.mode
            for order in found.orders:
                if not self.give(order) or self.session.surprised:
                    break
            if mode is self.mode:
                self.mode = None
            self.changed()

    def give(self, order: Order) -> bool:
        """Give an order; False when it was refused, with the reason as the message."""
        result = self.session.submit(order)
        if isinstance(result, Refusal):
            self.say(result.sentence)
            return False
        view = self.view
        battles = [e for e in self.session.match.visible(result, self.viewer) if e.kind == "fought"]
        self.message = sentence(battles[-1], view.scenario) if battles else ""
        self.selected = tuple(
            u for u in self.selected if view.units[u].on_map or view.units[u].gone == "box"
        )
        if self.selected and view.units[self.selected[0]].on_map:
            self.place = view.units[self.selected[0]].hex
        self.changed()
        return True

    def undo(self) -> bool:
        """Take the last order back, or say why not."""
        taken = self.session.undo() if self.in_command else None
        if taken is None:
            self.say(self.why_no_undo() or "Nothing can be taken back.")
            return False
        units = self.selected
        self.select(units)
        self.say("Taken back.")
        return True

    def why_no_undo(self) -> str:
        """Why the last order cannot be taken back; "" when it can."""
        if self.session.can_undo and self.in_command:
            return ""
        if not self.in_command:
            return "It is not your turn."
        last = self.session.log[-1] if self.session.log else None
        if last is None or isinstance(last.order, EndPhase) or last.side != self.viewer:
            return "Nothing has been ordered in this phase."
        seen = self.session.match.visible(last.events, self.viewer)
        scenario = self.view.scenario
        if any(e.kind == "fought" for e in seen):
            return "The battle has been fought: dice that have fallen stay."
        told = [sentence(e, scenario) for e in seen if e.kind != "moved"]
        return f"The last order cannot be taken back; it brought news: {(told or ['contact'])[-1]}"
