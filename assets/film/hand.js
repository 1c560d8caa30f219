// The pointer on the map: move it, enlarge it, ask what stands in a hex.

// What stands in a hex

function tell(h, x, y) {
  const tip = $("tip");
  if (h !== map.hover) { map.hover = h || 0; map.dirty = true; }
  if (!h) { tip.hidden = true; return; }
  const units = [];
  board.rows.forEach((row, n) => { if (row && row[0] === h) units.push(n); });
  const name = placeAt.get(h), holder = board.control[h];
  if (!units.length && !name) { tip.hidden = true; return; }
  units.sort((a, b) => board.rows[b][1] - board.rows[a][1]);
  const head = document.createElement("h3"), list = document.createElement("ul");
  const whose = holder === SOVIET ? "Soviet ground" : holder === JAPAN ? "Japanese ground" : "";
  head.textContent = [name, `hex ${String(h).padStart(5, "0")}`, whose].filter(Boolean).join(" · ");
  for (const n of units.slice(0, 7)) {
    const unit = film.units[n], [, strength, , men, armour, guns, remembered] = board.rows[n];
    const item = document.createElement("li"), what = document.createElement("small");
    item.textContent = unit.n;
    const army = unit.f >= 0 ? `, ${film.armies[unit.f]}` : "";
    what.textContent = `${film.nations[unit.a].name} ${unit.k || unit.z}${army} · strength ${strength} · ` +
      [[men, "men"], [armour, "tanks and SP guns"], [guns, "guns"]].filter(([v]) => v).map(([v, w]) => `${number(v)} ${w}`).join(", ") +
      (remembered ? ` · last seen ${film.days[Math.max(0, remembered - 1)]}` : "");
    item.append(what);
    list.append(item);
  }
  if (units.length > 7) {
    const more = document.createElement("li");
    more.textContent = `and ${units.length - 7} more`;
    list.append(more);
  }
  tip.replaceChildren(head, list);
  tip.hidden = false;
  const left = x + 16 + tip.offsetWidth > map.wide ? x - tip.offsetWidth - 16 : x + 16;
  tip.style.left = `${Math.max(4, Math.min(left, map.wide - tip.offsetWidth - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 12, map.high - tip.offsetHeight - 4))}px`;
}

function under(x, y) {
  let h = hexAt(...map.world(x, y));
  if (h && board.rows.some((row) => row && row[0] === h)) return h;
  // From afar a hex is small: the nearest unit within reach of a finger.
  let least = 14;
  for (const stack of map.stacks(board, null, 1)) {
    const [sx, sy] = map.screen(...stack.at), far = Math.hypot(sx - x, sy - y);
    if (far < least) { least = far; h = stack.h; }
  }
  return h;
}

function touchMap() {
  const canvas = $("map"), pointers = new Map();
  let moved = 0, apart = 0;
  const at = (e) => { const box = canvas.getBoundingClientRect(); return [e.clientX - box.left, e.clientY - box.top]; };
  canvas.addEventListener("pointerdown", (e) => {
    canvas.setPointerCapture(e.pointerId);
    pointers.set(e.pointerId, at(e));
    moved = 0;
    map.cross = false;
  });
  canvas.addEventListener("pointermove", (e) => {
    const now = at(e), was = pointers.get(e.pointerId);
    if (!was) { tell(under(...now), ...now); return; }
    pointers.set(e.pointerId, now);
    moved += Math.hypot(now[0] - was[0], now[1] - was[1]);
    if (moved > 6) tell(null);
    if (pointers.size === 1) { map.move(now[0] - was[0], now[1] - was[1]); return; }
    const [a, b] = [...pointers.values()], far = Math.hypot(a[0] - b[0], a[1] - b[1]);
    if (apart) map.zoom(far / apart, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    apart = far;
  });
  const up = (e) => {
    const now = at(e);
    if (pointers.delete(e.pointerId) && e.type === "pointerup" && moved <= 6 && !pointers.size) tell(under(...now), ...now);
    if (pointers.size < 2) apart = 0;
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", (e) => { if (e.pointerType === "mouse") tell(null); });
  canvas.addEventListener("wheel", (e) => {
    e.preventDefault();
    map.zoom(Math.exp(-e.deltaY * (e.deltaMode ? 0.05 : 0.0016)), ...at(e));
  }, { passive: false });
  canvas.addEventListener("dblclick", (e) => map.zoom(2, ...at(e)));
  canvas.addEventListener("keydown", (e) => {
    const way = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[e.key];
    if (way && !e.shiftKey) { map.move(...way); map.cross = true; tell(null); }
    else if (e.key === "Enter") { map.cross = true; tell(under(map.wide / 2, map.high / 2), map.wide / 2, map.high / 2); }
    else return;
    e.preventDefault(); e.stopPropagation();
  });
  canvas.addEventListener("blur", () => { map.cross = false; map.dirty = true; });
}
