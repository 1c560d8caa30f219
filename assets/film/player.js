// The film: play, line of time, list of events, keys.

const $ = (id) => document.getElementById(id);
const SPEEDS = [0.5, 1, 2, 4, 8, 16];
const PACE = { order: 140, phase: 1500, day: 2200 }; // milliseconds a step at speed 1
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const SIDE_WORDS = SIDES.map((side) => film.sides[side]);

const board = new Board();
const map = new GameMap($("map"));
const state = {
  shot: 0, playing: false, step: "phase", speed: 1, due: 0, from: null, began: 0, glide: 0,
  groups: film.groups.map(() => true), news: [], spoken: "",
};
const newsOf = new Map();
film.news.forEach((row) => {
  if (!newsOf.has(row[0])) newsOf.set(row[0], []);
  newsOf.get(row[0]).push(row);
});

// Time

function show(shot, { glide = 0, centre = 0 } = {}) {
  shot = Math.max(0, Math.min(LAST, shot));
  const before = state.shot;
  const ahead = shot > before;
  state.from = board.rows.slice();
  board.go(shot);
  state.shot = shot;
  state.began = performance.now();
  state.glide = ahead && !calm.matches ? glide : 0;
  if (!ahead || shot - before > 400) state.from = null;
  const low = ahead && shot - before < 400 ? before + 1 : shot;
  state.news = [];
  for (let i = low; i <= shot; i++) for (const row of newsOf.get(i) || []) if (state.groups[row[1]]) state.news.push(row);
  if (centre) map.show(centre);
  told();
  map.dirty = true;
}

function told() {
  const shot = film.shots[state.shot], time = timeOf(state.shot);
  const phase = phases[Math.min(phases.length - 1, phaseOf(state.shot))];
  const start = state.shot === 0, side = start ? 0 : shot.p;
  $("date").textContent = `${film.days[shot.t - 1]} ${film.year}`;
  const end = film.over && state.shot === LAST;
  $("phase").textContent = start ? "morning" : end ? "the end" : `${SIDE_WORDS[side]} phase`;
  $("phase").className = start || end ? "" : SIDES[side];
  $("order").textContent = state.step === "order" && !start
    ? [shot.o, ...(newsOf.get(state.shot) || []).map((n) => n[3]), ...(shot.l || [])].filter(Boolean).slice(0, 2).join(" · ").slice(0, 220) : "";
  $("slider").value = Math.round(time * 1000);
  const words = `${film.days[shot.t - 1]}, ${$("phase").textContent}`;
  $("slider").setAttribute("aria-valuetext", start || !phase ? words : `${words}, order ${state.shot - phase.first + 1} of ${phase.last - phase.first + 1}`);
  $("map").setAttribute("aria-label", `Map of ${film.title} on ${words}`);
  if (!state.playing && words !== state.spoken) { $("spoken").textContent = words; state.spoken = words; }
  score(time);
  graphs.forEach((graph) => graph.show(time));
  markList();
  tell(null);
}

function score(time) {
  const at = (key) => number(film.series[key][Math.min(Math.floor(time + 1e-9), film.series[key].length - 1)]);
  const rows = [
    ["Points", "points"], ["Soviet fallen", "soviet_fallen"], ["Japanese fallen", "japan_fallen"],
    ["Japanese prisoners", "japan_captured"],
  ].filter(([, key]) => film.series[key]).map(([name, key]) => [name, at(key)]);
  $("score").replaceChildren(...rows.map(([name, value]) => {
    const row = document.createElement("div"), dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = name; dd.textContent = value;
    row.append(dt, dd);
    return row;
  }));
}

function step(size, way) {
  const stops = STOPS[size];
  const next = way > 0 ? stops.find((s) => s > state.shot) : stops.findLast((s) => s < state.shot);
  if (next === undefined) return false;
  show(next, { glide: way > 0 ? Math.min(450, PACE[size] * 0.6 / state.speed) : 0 });
  return true;
}

function jump(way) {
  const found = film.news.filter((n) => state.groups[n[1]]);
  const next = way > 0 ? found.find((n) => n[0] > state.shot) : found.findLast((n) => n[0] < state.shot);
  if (next) show(next[0], { centre: next[2] });
}

const ICONS = {
  first: "M2 2h2v12H2zM14 2v12L5 8z", back: "M12 2v12L3 8z", play: "M3 1.5v13L14 8z",
  pause: "M3 2h4v12H3zM9 2h4v12H9z", on: "M4 2v12l9-6z", last: "M12 2h2v12h-2zM2 2v12l9-6z",
  before: "M8 2v12L2 8zM12 4.5 15.5 8 12 11.5 8.5 8z", after: "M8 2v12l6-6zM4 4.5.5 8 4 11.5 7.5 8z",
};
function icon(id, name) {
  const svg = element("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" });
  element("path", { d: ICONS[name] }, svg);
  $(id).replaceChildren(svg);
}

function play(on) {
  if (on && state.shot >= LAST) show(0);
  state.playing = on;
  state.due = performance.now() + (on ? 250 : 0);
  icon("play", on ? "pause" : "play");
  $("play").setAttribute("aria-label", on ? "Pause" : "Play");
  if (!on) told();
}

function frame(now) {
  if (state.playing && now >= state.due) {
    const pace = PACE[state.step] / state.speed;
    // A step that is shorter than a picture of the screen: several at once.
    const count = Math.max(1, Math.min(40, Math.floor((now - state.due) / pace)));
    const stops = STOPS[state.step], at = stops.findIndex((s) => s > state.shot);
    if (at < 0) play(false);
    else {
      show(stops[Math.min(stops.length - 1, at + count - 1)], { glide: pace < 60 ? 0 : Math.min(700, pace * 0.6) });
      state.due = now + pace;
    }
  }
  const share = state.glide ? Math.min(1, (now - state.began) / state.glide) : 1;
  if (map.dirty || state.glide) {
    map.draw(board, state.from, share, state.news);
    if (share >= 1) state.glide = 0;
  }
  requestAnimationFrame(frame);
}

// The line of time

function drawTrack() {
  const canvas = $("track"), box = canvas.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
  canvas.width = box.width * ratio; canvas.height = box.height * ratio;
  const pen = canvas.getContext("2d"), style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  pen.scale(ratio, ratio);
  const edge = 6, wide = box.width - 2 * edge, bar = box.height - 15; // the thumb is 12 wide
  const x = (time) => edge + wide * time / Math.max(1, phases.length);
  pen.fillStyle = colour("--mark"); pen.fillRect(edge, 2, wide, bar);
  phases.forEach((phase, n) => {
    pen.fillStyle = phase.side ? "#c9971e55" : "#a3281f45";
    pen.fillRect(x(n), bar - 3, x(n + 1) - x(n), 5);
  });
  pen.strokeStyle = colour("--line"); pen.fillStyle = colour("--dim");
  pen.font = "11px sans-serif"; pen.textBaseline = "alphabetic";
  let shown = -99;
  phases.forEach((phase, n) => {
    if (n && phases[n - 1].turn === phase.turn) return;
    pen.fillRect(x(n), 2, 1, bar);
    const text = film.days[phase.turn - 1].split(" ")[0], long = film.days[phase.turn - 1].replace(/ (...).*/, " $1");
    const word = shown < 0 || text === "1" ? long : text, size = pen.measureText(word).width;
    if (x(n) < shown + 5 || x(n) + size > box.width) return;
    pen.fillText(word, x(n), box.height - 2);
    shown = x(n) + size;
  });
  film.news.forEach(([shot, group]) => {
    if (!state.groups[group]) return;
    const big = group !== 1, high = big ? bar * (0.34 + 0.1 * (5 - group) / 5) : bar * 0.22;
    pen.fillStyle = GROUP_COLOURS[group];
    pen.fillRect(x(timeOf(shot)) - 1, big ? 3 : bar * 0.62, 2, high);
  });
}

// The list of events

let listRows = [];
function fillList() {
  const list = $("list"), parts = [];
  let turn = 0;
  listRows = [];
  film.news.forEach((row) => {
    if (!state.groups[row[1]]) return;
    const at = film.shots[row[0]].t;
    if (at !== turn) {
      turn = at;
      const head = document.createElement("h2");
      head.textContent = film.days[turn - 1];
      parts.push(head);
    }
    const button = document.createElement("button"), dot = document.createElement("span"), text = document.createElement("span");
    button.type = "button";
    dot.className = "dot"; dot.style.background = GROUP_COLOURS[row[1]]; dot.title = film.groups[row[1]];
    text.textContent = row[3];
    button.append(dot, text);
    button.addEventListener("click", () => { play(false); show(row[0], { centre: row[2] }); });
    parts.push(button);
    listRows.push({ shot: row[0], button });
  });
  if (!parts.length) {
    const none = document.createElement("p");
    none.textContent = "No such events.";
    parts.push(none);
  }
  list.replaceChildren(...parts);
  markList();
}

function markList() {
  let last = null;
  for (const row of listRows) {
    row.button.classList.toggle("ahead", row.shot > state.shot);
    row.button.removeAttribute("aria-current");
    if (row.shot <= state.shot) last = row;
  }
  if (!last) { $("list").scrollTop = 0; return; }
  last.button.setAttribute("aria-current", "true");
  const list = $("list");
  if (!list.matches(":hover") && !list.contains(document.activeElement)) {
    list.scrollTop = last.button.offsetTop - list.clientHeight * 0.6;
  }
}

// Keys, buttons, tabs

function keys(e) {
  if (e.ctrlKey || e.metaKey || e.altKey || /^(SELECT|TEXTAREA)$/.test(e.target.tagName)) return;
  const press = /^(BUTTON|INPUT)$/.test(e.target.tagName) && e.target.id !== "slider";
  const does = {
    " ": press ? null : () => play(!state.playing),
    ArrowLeft: () => { play(false); step(e.shiftKey ? "day" : state.step, -1); },
    ArrowRight: () => { play(false); step(e.shiftKey ? "day" : state.step, 1); },
    ",": () => { play(false); step("order", -1); }, ".": () => { play(false); step("order", 1); },
    n: () => { play(false); jump(1); }, p: () => { play(false); jump(-1); },
    Home: () => { play(false); show(0); }, End: () => { play(false); show(LAST); },
    "[": () => pace(-1), "]": () => pace(1),
    "+": () => map.zoom(1.4), "=": () => map.zoom(1.4), "-": () => map.zoom(1 / 1.4),
    0: () => map.whole(), Escape: () => tell(null),
  }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
  if (!does || e.target.getAttribute("role") === "tab" && e.key.startsWith("Arrow")) return;
  e.preventDefault();
  does();
}

function pace(way) {
  const n = Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(state.speed) + way));
  state.speed = SPEEDS[n];
  $("speed").value = state.speed;
}

const TABS = ["news", "graphs", "help"];
function tab(name, focus) {
  for (const other of TABS) {
    const chosen = other === name, button = $(`tab-${other}`);
    button.setAttribute("aria-selected", chosen);
    button.tabIndex = chosen ? 0 : -1;
    $(other).hidden = !chosen;
    if (chosen && focus) button.focus();
  }
  if (name === "news") markList();
}

function wire() {
  for (const name of ["first", "back", "play", "on", "last", "before", "after"]) icon(name, name);
  const on = (id, does) => $(id).addEventListener("click", does);
  on("play", () => play(!state.playing));
  on("first", () => { play(false); show(0); });
  on("last", () => { play(false); show(LAST); });
  on("back", () => { play(false); step(state.step, -1); });
  on("on", () => { play(false); step(state.step, 1); });
  on("before", () => { play(false); jump(-1); });
  on("after", () => { play(false); jump(1); });
  on("closer", () => map.zoom(1.5));
  on("wider", () => map.zoom(1 / 1.5));
  on("whole", () => map.whole());
  $("slider").max = phases.length * 1000;
  $("slider").addEventListener("input", (e) => {
    const time = e.target.value / 1000; // before pausing shows the present moment again
    play(false);
    show(shotAt(time));
  });
  $("step").addEventListener("change", (e) => { state.step = e.target.value; state.due = 0; told(); });
  SPEEDS.forEach((speed) => $("speed").append(new Option(`${speed}×`, speed, speed === 1, speed === 1)));
  $("speed").addEventListener("change", (e) => { state.speed = Number(e.target.value); });
  film.groups.forEach((name, n) => {
    const label = document.createElement("label"), box = document.createElement("input"), dot = document.createElement("span");
    box.type = "checkbox"; box.checked = true;
    dot.className = "dot"; dot.style.background = GROUP_COLOURS[n];
    label.append(box, dot, name);
    box.addEventListener("change", () => { state.groups[n] = box.checked; fillList(); drawTrack(); });
    $("groups").append(label);
  });
  TABS.forEach((name, n) => {
    on(`tab-${name}`, () => tab(name));
    $(`tab-${name}`).addEventListener("keydown", (e) => {
      const way = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (way) tab(TABS[(n + way + TABS.length) % TABS.length], true);
    });
  });
  for (const nation of Object.values(film.nations)) {
    const item = document.createElement("li"), sign = document.createElement("i");
    sign.style.background = nation.ground; sign.style.borderColor = nation.edge;
    item.append(sign, nation.name);
    $("nations").append(item);
  }
  $("fogged").hidden = film.seen === "all";
  document.addEventListener("keydown", keys);
  touchMap();
  new ResizeObserver(() => { map.resize(); map._hold(); drawTrack(); }).observe($("stage"));
  new ResizeObserver(drawTrack).observe($("line"));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawTrack);
}

const graphs = [];
function start() {
  $("title").textContent = film.title;
  const seen = film.seen === "all" ? "both sides" : `as the ${film.sides[film.seen]} side knew it`;
  const end = film.over ? `; ${film.over[0]}: ${film.over[1]}` : film.lost ? `; cut off: ${film.lost}` : "; not finished";
  $("about").textContent = `${film.players.soviet} against ${film.players.japan}, seed ${film.seed}, ${seen}${end}`;
  wire();
  for (const about of GRAPHS) if (about.lines.length) graphs.push(new Graph(about, $("graphs"), (time) => { play(false); show(shotAt(time)); }));
  tab("news");
  map.resize();
  map.whole();
  fillList();
  show(0);
  drawTrack();
  requestAnimationFrame(frame);
}
start();
