// The recorded game: its shots, and how things stood after any of them.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const film = read("film");
const land = read("land");
const SIDES = ["soviet", "japan"];
const NEUTRAL = 0, SOVIET = 1, JAPAN = 2;

function unrun(runs) {
  let size = 0;
  for (let i = 1; i < runs.length; i += 2) size += runs[i];
  const found = new Uint8Array(size);
  for (let i = 0, at = 0; i < runs.length; i += 2) {
    found.fill(runs[i], at, at + runs[i + 1]);
    at += runs[i + 1];
  }
  return found;
}

const inside = unrun(film.inside); // 0 no hex of the map, 1 water, 2 land

/** Phases with their shots. Phase 0 begins with the shot before all orders. */
const phases = [];
film.shots.forEach((shot, i) => {
  if (i <= 1 && !phases.length) phases.push({ first: 1, last: 0, turn: shot.t, side: shot.p });
  if (i === 0) return;
  let phase = phases[phases.length - 1];
  if (phase.closed) {
    phase = { first: i, last: i, turn: shot.t, side: shot.p };
    phases.push(phase);
  }
  phase.last = i;
  phase.turn = shot.t;
  phase.side = shot.p;
  if (shot.e) phase.closed = true;
});
const LAST = film.shots.length - 1;

/** Number of the phase that a shot belongs to. */
function phaseOf(shot) {
  let low = 0, high = phases.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (phases[middle].last < shot) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a shot lies in time: whole numbers are ends of phases. */
function timeOf(shot) {
  if (shot <= 0) return 0;
  const n = phaseOf(shot), phase = phases[n];
  return n + (shot - phase.first + 1) / (phase.last - phase.first + 1);
}

/** The shot at a moment. */
function shotAt(time) {
  if (time <= 0) return 0;
  const n = Math.min(phases.length - 1, Math.ceil(time) - 1), phase = phases[n];
  const count = phase.last - phase.first + 1;
  return Math.min(phase.last, phase.first - 1 + Math.max(0, Math.round((time - n) * count)));
}

/** Shots at which steps of a size end. */
const STOPS = {
  order: film.shots.map((_, i) => i),
  phase: [0, ...phases.map((p) => p.last)],
  day: [0, ...phases.filter((p, i) => !phases[i + 1] || phases[i + 1].turn !== p.turn).map((p) => p.last)],
};

/** How things stand: each counter's row (or null), and who holds each hex. Rows are never changed,
 *  so an older state can be kept as a copy of the list. Moments in between are worked out from the
 *  nearest end of a phase before them. */
class Board {
  constructor() {
    this.shot = -1;
    this.rows = new Array(film.units.length).fill(null);
    this.control = unrun(film.control);
    this.changes = 0; // of control, for what is drawn from it
    this.kept = new Map();
    this._forward(0);
    this.kept.set(0, this._copy());
    for (const phase of phases) {
      this._forward(phase.last);
      this.kept.set(phase.last, this._copy());
    }
    this.go(0);
  }

  _copy() {
    return { rows: this.rows.slice(), control: this.control.slice() };
  }

  _forward(goal) {
    while (this.shot < goal) {
      const shot = film.shots[++this.shot];
      for (const [unit, ...row] of shot.u || []) this.rows[unit] = row.length ? row : null;
      for (const [holder, ...hexes] of shot.c || []) {
        for (const h of hexes) this.control[h] = holder;
        this.changes++;
      }
    }
  }

  go(goal) {
    const phase = phases.length ? phases[phaseOf(goal)] : { first: 1 };
    const base = goal === 0 ? 0 : Math.max(0, phase.first - 1);
    if (goal < this.shot || this.shot < base) {
      const kept = this.kept.get(base);
      this.rows = kept.rows.slice();
      this.control = kept.control.slice();
      this.shot = base;
      this.changes++;
    }
    this._forward(goal);
  }
}

/** The middle of a hex in pixels of the page's world. */
const ROOT3 = Math.sqrt(3);
function middle(h) {
  const column = Math.floor(h / 100), row = h % 100;
  return [
    film.origin[0] + column * film.step * ROOT3 / 2,
    film.origin[1] + (row + (column % 2) / 2) * film.step,
  ];
}

/** The hex at a point of the world, or 0. */
function hexAt(x, y) {
  const guess = Math.round((x - film.origin[0]) / (film.step * ROOT3 / 2));
  let best = 0, least = film.step * film.step * 0.35;
  for (let column = guess - 1; column <= guess + 1; column++) {
    const row = Math.round((y - film.origin[1]) / film.step - (Math.abs(column) % 2) / 2);
    if (column < 0 || column >= film.columns || row < 0 || row >= film.rows) continue;
    const h = column * 100 + row, [mx, my] = middle(h);
    const far = (mx - x) ** 2 + (my - y) ** 2;
    if (far < least && inside[h]) { best = h; least = far; }
  }
  return best;
}

const placeAt = new Map();
for (const [name, , x, y] of film.places) {
  const h = hexAt(x, y);
  if (!placeAt.has(h)) placeAt.set(h, name);
}
const number = (n) => n.toLocaleString("en");
