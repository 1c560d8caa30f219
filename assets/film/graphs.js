// Graphs of losses, ground and points over time, with the moment that is shown.

const SVG = "http://www.w3.org/2000/svg";
const GRAPHS = [
  { title: "Victory points (Soviet above 0)", lines: [["points", "Soviet", "--soviet"]] },
  { title: "Dead and wounded", lines: [["soviet_fallen", "Soviet", "--soviet"], ["japan_fallen", "Japanese", "--japan"]] },
  { title: "Taken prisoner", lines: [["soviet_captured", "Soviet", "--soviet"], ["japan_captured", "Japanese", "--japan"]] },
  { title: "Tanks lost", lines: [["soviet_tanks", "Soviet", "--soviet"], ["japan_tanks", "Japanese", "--japan"]] },
  { title: "The front: ground held by the Soviet side beyond its frontiers, km²", lines: [["ground", "Soviet", "--soviet"]] },
];
for (const graph of GRAPHS) graph.lines = graph.lines.filter(([key]) => film.series[key]);
const DASHES = ["", "6 3"]; // the sides differ without colour too

function element(name, attributes, parent) {
  const found = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  if (parent) parent.append(found);
  return found;
}

class Graph {
  constructor(about, parent, seek) {
    this.about = about;
    this.wide = 320; this.high = 120;
    this.left = 46; this.top = 8; this.right = 312; this.low = 100;
    const values = about.lines.flatMap(([key]) => film.series[key]);
    this.most = Math.max(1, ...values);
    this.least = Math.min(0, ...values);
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    caption.textContent = about.title;
    caption.append(document.createElement("br"));
    this.values = about.lines.map(([key, name, colour]) => {
      const shown = document.createElement("span");
      shown.style.color = `var(${colour})`;
      shown.dataset.name = `${key.startsWith("japan") ? "╌╌" : "──"} ${name}`;
      caption.append(shown);
      return shown;
    });
    const svg = this.svg = element("svg", { viewBox: `0 0 ${this.wide} ${this.high}`, role: "img" });
    this._axes(svg);
    about.lines.forEach(([key, , colour]) => {
      const points = film.series[key].map((v, n) => `${this.x(n).toFixed(1)},${this.y(v).toFixed(1)}`);
      element("polyline", {
        points: points.join(" "), fill: "none", stroke: `var(${colour})`, "stroke-width": 2,
        "stroke-dasharray": DASHES[key.startsWith("japan") ? 1 : 0], "stroke-linejoin": "round",
      }, svg);
    });
    this.cursor = element("line", { y1: this.top, y2: this.low, stroke: "currentColor", "stroke-width": 1.2 }, svg);
    svg.addEventListener("click", (event) => {
      const box = svg.getBoundingClientRect();
      const x = (event.clientX - box.left) / box.width * this.wide;
      seek((x - this.left) / (this.right - this.left) * phases.length);
    });
    figure.append(caption, svg);
    parent.append(figure);
  }

  x(time) { return this.left + (this.right - this.left) * time / Math.max(1, phases.length); }
  y(value) { return this.low - (this.low - this.top) * (value - this.least) / (this.most - this.least); }

  _axes(svg) {
    const step = round((this.most - this.least) / 3);
    for (let v = Math.ceil(this.least / step) * step; v <= this.most; v += step) {
      element("line", { x1: this.left, x2: this.right, y1: this.y(v), y2: this.y(v), stroke: "var(--line)", "stroke-width": 1 }, svg);
      element("text", { x: this.left - 4, y: this.y(v) + 4, "text-anchor": "end" }, svg).textContent = short(v);
    }
    let shown = -99;
    phases.forEach((phase, n) => {
      if (n && phases[n - 1].turn === phase.turn) return;
      const x = this.x(n);
      if (x - shown < 52 || x > this.right - 20) return;
      shown = x;
      element("line", { x1: x, x2: x, y1: this.low, y2: this.low + 4, stroke: "var(--dim)" }, svg);
      element("text", { x, y: this.high - 5, "text-anchor": "middle" }, svg).textContent = film.days[phase.turn - 1].replace(/ (...).*/, " $1");
    });
  }

  show(time) {
    const n = Math.floor(time + 1e-9);
    this.cursor.setAttribute("x1", this.x(time));
    this.cursor.setAttribute("x2", this.x(time));
    const told = this.about.lines.map(([key, name], i) => {
      const value = number(film.series[key][Math.min(n, film.series[key].length - 1)]);
      this.values[i].textContent = `${this.values[i].dataset.name} ${value}`;
      return `${name} ${value}`;
    });
    this.svg.setAttribute("aria-label", `${this.about.title}: ${told.join(", ")}`);
  }
}

/** A round step of a scale. */
function round(step) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, step)));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= step) || 1;
}

function short(v) {
  return Math.abs(v) >= 1e6 ? `${v / 1e6}M` : Math.abs(v) >= 1e4 ? `${v / 1e3}k` : number(v);
}
