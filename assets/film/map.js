// The map: land, ground taken, front line, towns, counters; drawn as the state of a Board wants it.

const CARD = film.cards.side;
const COUNTERS_FROM = 20; // pixels a hex; below, blocks and the labels of armies
const FRONT = "#7d1410", CASING = "#f6f0df";
const GROUP_COLOURS = ["#c23b2e", "#d9822b", "#5b4bb5", "#1f78b4", "#2f7d4f", "#77706a"];
const FIGURES = '"Fira Sans Condensed","Roboto Condensed","Arial Narrow","Liberation Sans Narrow",sans-serif';

class GameMap {
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.camera = { x: land.wide / 2, y: land.high / 2, scale: 0.2 };
    this.hover = 0;
    this.cross = false;
    this.tiles = new Map();
    this.dirty = true;
    this.paths = { changes: -1 };
    this.veil = null;
    this.cards = this._image("png", film.cards.png);
    if (land.picture) this.picture = this._image("jpeg", land.picture);
    this._bounds();
  }

  _image(kind, data) {
    const image = new Image();
    image.onload = () => { this.dirty = true; };
    image.src = `data:image/${kind};base64,${data}`;
    return image;
  }

  _bounds() {
    let left = Infinity, top = Infinity, right = -Infinity, low = -Infinity;
    inside.forEach((kind, h) => {
      if (!kind) return;
      const [x, y] = middle(h);
      left = Math.min(left, x); right = Math.max(right, x);
      top = Math.min(top, y); low = Math.max(low, y);
    });
    const edge = film.step;
    this.box = { left: left - edge, top: top - edge, right: right + edge, low: low + edge };
  }

  get hexPixels() { return film.step * this.camera.scale; }

  resize() {
    const box = this.canvas.getBoundingClientRect();
    this.ratio = Math.min(2, window.devicePixelRatio || 1);
    this.wide = Math.max(1, box.width);
    this.high = Math.max(1, box.height);
    this.canvas.width = Math.round(this.wide * this.ratio);
    this.canvas.height = Math.round(this.high * this.ratio);
    this.dirty = true;
  }

  /** The whole theatre; where that would be too small, as much of its middle as is legible. */
  whole() {
    const { left, top, right, low } = this.box;
    const fit = Math.min(this.wide / (right - left), this.high / (low - top));
    const fill = Math.max(this.wide / (right - left), this.high / (low - top));
    const legible = 6.5 / film.step;
    this.least = Math.min(fit, legible);
    this.camera.scale = Math.max(fit, Math.min(legible, fill));
    const [x, y] = this._weight();
    this.camera.x = fit >= legible ? (left + right) / 2 : x;
    this.camera.y = fit >= legible ? (top + low) / 2 : y;
    this._hold();
  }

  /** The middle of the troops of the first morning. */
  _weight() {
    let x = 0, y = 0, n = 0;
    for (const [, h] of film.shots[0].u || []) {
      const [mx, my] = middle(h);
      x += mx; y += my; n++;
    }
    return n ? [x / n, y / n] : [land.wide / 2, land.high / 2];
  }

  _hold() {
    const c = this.camera, { left, top, right, low } = this.box;
    c.scale = Math.min(90 / film.step, Math.max(this.least || 0.02, c.scale));
    const keep = (at, from, to, room) =>
      to - from <= room ? (from + to) / 2 : Math.min(to - room / 2, Math.max(from + room / 2, at));
    c.x = keep(c.x, left, right, this.wide / c.scale);
    c.y = keep(c.y, top, low, this.high / c.scale);
    this.dirty = true;
  }

  move(dx, dy) {
    this.camera.x -= dx / this.camera.scale;
    this.camera.y -= dy / this.camera.scale;
    this._hold();
  }

  zoom(factor, x = this.wide / 2, y = this.high / 2) {
    const [wx, wy] = this.world(x, y);
    this.camera.scale *= factor;
    this._hold();
    const c = this.camera;
    c.x = wx - (x - this.wide / 2) / c.scale;
    c.y = wy - (y - this.high / 2) / c.scale;
    this._hold();
  }

  show(h) {
    const [x, y] = middle(h), [sx, sy] = this.screen(x, y), edge = 60;
    if (sx > edge && sy > edge && sx < this.wide - edge && sy < this.high - edge) return;
    this.camera.x = x; this.camera.y = y;
    this._hold();
  }

  screen(x, y) {
    const c = this.camera;
    return [(x - c.x) * c.scale + this.wide / 2, (y - c.y) * c.scale + this.high / 2];
  }

  world(x, y) {
    const c = this.camera;
    return [(x - this.wide / 2) / c.scale + c.x, (y - this.high / 2) / c.scale + c.y];
  }

  // Land

  _tile(step, column, row) {
    const key = `${step}/${column}_${row}`, data = land.steps[step][`${column}_${row}`];
    if (!data) return null;
    let tile = this.tiles.get(key);
    if (!tile) {
      tile = this._image("webp", data);
      // The finer tiles are many: those not seen for long are given up.
      for (const old of this.tiles.keys()) {
        if (this.tiles.size < 90) break;
        this.tiles.delete(old);
      }
    } else {
      this.tiles.delete(key);
    }
    this.tiles.set(key, tile);
    return tile.complete && tile.naturalWidth ? tile : null;
  }

  _land() {
    const pen = this.pen;
    if (this.picture && this.picture.complete) {
      const [x, y] = this.screen(0, 0), s = this.camera.scale;
      pen.drawImage(this.picture, x, y, land.wide * s, land.high * s);
    }
    if (!land.steps) return;
    const [coarse, fine] = Object.keys(land.steps).map(Number).sort((a, b) => a - b);
    this._layer(coarse);
    if (this.hexPixels * this.ratio > coarse * 1.25) this._layer(fine);
  }

  _layer(step) {
    const size = land.tile * film.step / step, s = this.camera.scale;
    const [left, top] = this.world(0, 0), [right, low] = this.world(this.wide, this.high);
    for (let c = Math.max(0, Math.floor(left / size)); c * size < right; c++) {
      for (let r = Math.max(0, Math.floor(top / size)); r * size < low; r++) {
        const tile = this._tile(step, c, r);
        if (!tile) continue;
        const [x, y] = this.screen(c * size, r * size);
        // Whole pixels, so that tiles join without a seam.
        const k = this.ratio, px = Math.round(x * k) / k, py = Math.round(y * k) / k;
        const [ex, ey] = this.screen((c + 1) * size, (r + 1) * size);
        this.pen.drawImage(tile, px, py, Math.round(ex * k) / k - px, Math.round(ey * k) / k - py);
      }
    }
  }

  _hexagon(path, h) {
    const [x, y] = middle(h), radius = film.step / ROOT3;
    for (let i = 0; i < 6; i++) {
      const a = Math.PI / 3 * i;
      const to = i ? "lineTo" : "moveTo";
      path[to](x + radius * Math.cos(a), y + radius * Math.sin(a));
    }
    path.closePath();
  }

  /** What changes with the ground: the tint of what was taken, and the front line. */
  _ground(board) {
    if (this.paths.changes === board.changes) return this.paths;
    const first = this.first || (this.first = unrun(film.control));
    const taken = new Path2D(), lost = new Path2D(), front = new Path2D();
    const radius = film.step / ROOT3, control = board.control;
    for (let h = 0; h < control.length; h++) {
      if (inside[h] !== 2) continue;
      if (control[h] !== first[h]) {
        if (control[h] === SOVIET) this._hexagon(taken, h);
        else if (control[h] === JAPAN) this._hexagon(lost, h);
      }
      if (control[h] !== SOVIET) continue;
      const offsets = film.offsets[Math.floor(h / 100) % 2];
      for (let d = 0; d < 6; d++) {
        const n = h + offsets[d];
        if (inside[n] !== 2 || control[n] !== JAPAN) continue;
        const [x, y] = middle(h);
        const a = Math.PI / 3 * ((d + 4) % 6), b = Math.PI / 3 * ((d + 5) % 6);
        front.moveTo(x + radius * Math.cos(a), y + radius * Math.sin(a));
        front.lineTo(x + radius * Math.cos(b), y + radius * Math.sin(b));
      }
    }
    this.paths = { changes: board.changes, taken, lost, front };
    return this.paths;
  }

  _inWorld(draw) {
    const pen = this.pen, c = this.camera;
    pen.save();
    pen.translate(this.wide / 2, this.high / 2);
    pen.scale(c.scale, c.scale);
    pen.translate(-c.x, -c.y);
    draw(pen, 1 / c.scale);
    pen.restore();
  }

  _washes(board) {
    const { taken, lost, front } = this._ground(board);
    if (land.veil && !this.veil) {
      this.veil = new Path2D();
      this.veil.rect(-9999, -9999, land.wide + 19998, land.high + 19998);
      inside.forEach((kind, h) => { if (kind) this._hexagon(this.veil, h); });
    }
    this._inWorld((pen, px) => {
      if (this.veil) { pen.fillStyle = "#ebe6d8b8"; pen.fill(this.veil, "evenodd"); }
      pen.fillStyle = "#b3261e30"; pen.fill(taken);
      pen.fillStyle = "#d8a62040"; pen.fill(lost);
      pen.lineCap = "round";
      const width = this.hexPixels < 9 ? 1.3 : this.hexPixels < 14 ? 1.8 : this.hexPixels < 30 ? 2.6 : 4;
      pen.strokeStyle = CASING; pen.lineWidth = (width + 2.2) * px; pen.stroke(front);
      pen.strokeStyle = FRONT; pen.lineWidth = width * px; pen.stroke(front);
    });
  }

  // Names

  _names(taken) {
    const pen = this.pen, hex = this.hexPixels;
    const lowest = hex < 8 ? 0 : hex < 15 ? 1 : hex < 30 ? 2 : 3;
    const boxes = taken.slice();
    const free = (b) => boxes.every((o) => b.left > o.right || b.right < o.left || b.top > o.low || b.low < o.top);
    const small = this.wide < 600 ? 0.86 : 1;
    pen.lineJoin = "round";
    for (const [name, tier, x, y] of film.places) {
      if (tier > lowest) continue;
      const [sx, sy] = this.screen(x, y);
      if (sx < -80 || sy < -20 || sx > this.wide + 20 || sy > this.high + 20) continue;
      const r = [4, 3.2, 2.5, 2][tier] * Math.min(1.5, 0.8 + hex / 60);
      pen.fillStyle = "#fbf6e8"; pen.strokeStyle = "#241f1a"; pen.lineWidth = 1.3;
      pen.beginPath();
      if (tier === 0) pen.rect(sx - r, sy - r, 2 * r, 2 * r); else pen.arc(sx, sy, r, 0, 7);
      pen.fill(); pen.stroke();
      if (tier === 0) { pen.fillStyle = "#241f1a"; pen.fillRect(sx - r / 2, sy - r / 2, r, r); }
      const size = [14, 12.5, 12, 11.5][tier] * small * Math.min(1.35, 0.9 + hex / 120);
      pen.font = `${tier < 2 ? 700 : 500} ${size}px Alegreya Sans, "Segoe UI", Roboto, Arial, sans-serif`;
      const width = pen.measureText(name).width;
      const far = hex >= COUNTERS_FROM && boxes.some((o) => sx > o.left && sx < o.right && sy > o.top && sy < o.low) ? hex * 0.42 : r + 3;
      const spots = [[sx + far, sy], [sx - far - width, sy], [sx - width / 2, sy - far - size * 0.6], [sx - width / 2, sy + far + size * 0.6]];
      for (const [bx, by] of spots) {
        const box = { left: bx - 2, right: bx + width + 2, top: by - size * 0.6, low: by + size * 0.6 };
        if (!free(box)) continue;
        boxes.push(box);
        pen.textAlign = "left"; pen.textBaseline = "middle";
        pen.strokeStyle = "#f6f0dfe0"; pen.lineWidth = 3; pen.strokeText(name, bx, by);
        pen.fillStyle = tier < 2 ? "#26211c" : "#3d362e"; pen.fillText(name, bx, by);
        break;
      }
    }
    this._areas(boxes);
  }

  _areas(boxes) {
    const pen = this.pen, hex = this.hexPixels;
    if (hex > 34) return;
    for (const [name, kind, x, y, from, to] of film.areas) {
      if (hex < from || hex > to) continue;
      const [sx, sy] = this.screen(x, y), water = kind === "water";
      if (water && hex < 5) continue;
      const size = Math.min(26, (water ? 11 : 12.5) + hex * 0.35) * (this.wide < 600 ? 0.85 : 1);
      pen.font = `${water ? "italic 400" : "700"} ${size}px Alegreya, Georgia, serif`;
      const width = pen.measureText(name).width;
      const box = { left: sx - width / 2, right: sx + width / 2, top: sy - size / 2, low: sy + size / 2 };
      if (boxes.some((o) => box.left < o.right && box.right > o.left && box.top < o.low && box.low > o.top)) continue;
      pen.textAlign = "center"; pen.textBaseline = "middle";
      pen.strokeStyle = "#f6f0df90"; pen.lineWidth = 3; pen.strokeText(name, sx, sy);
      pen.fillStyle = water ? "#2c5d80" : "#6a2f26cc"; pen.fillText(name, sx, sy);
    }
  }

  // Counters

  /** Stacks by place: between `from` and the board's rows at `share` of the way. */
  stacks(board, from, share) {
    const found = new Map();
    board.rows.forEach((row, n) => {
      if (!row) return;
      const [h] = row, old = from && share < 1 ? from[n] : null;
      if (!old || old[0] === h) {
        const stack = found.get(h);
        if (stack) stack.units.push(n); else found.set(h, { at: middle(h), units: [n], h });
      } else {
        const a = middle(old[0]), b = middle(h), t = share * share * (3 - 2 * share);
        found.set(`${n}`, { at: [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t], units: [n], h });
      }
    });
    const all = [...found.values()];
    for (const stack of all) stack.units.sort((a, b) => board.rows[b][1] - board.rows[a][1] || a - b);
    return all.sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0]);
  }

  _tracks(board, from) {
    if (!from) return;
    const pen = this.pen;
    const lines = [new Path2D(), new Path2D()];
    board.rows.forEach((row, n) => {
      const old = from[n];
      if (!row || !old || old[0] === row[0] || row[6]) return;
      const side = film.nations[film.units[n].a].side;
      lines[side].moveTo(...this.screen(...middle(old[0])));
      lines[side].lineTo(...this.screen(...middle(row[0])));
    });
    pen.lineCap = "round";
    lines.forEach((line, side) => {
      pen.strokeStyle = "#fff8e6a0"; pen.lineWidth = Math.max(2.5, this.hexPixels / 8); pen.stroke(line);
      pen.strokeStyle = side ? "#8a6a10d0" : "#a3281fd0";
      pen.lineWidth = Math.max(1.2, this.hexPixels / 16); pen.stroke(line);
    });
  }

  draw(board, from, share, news) {
    const pen = this.pen;
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    pen.fillStyle = land.paper; pen.fillRect(0, 0, this.wide, this.high);
    pen.imageSmoothingQuality = "high";
    this._land();
    this._washes(board);
    const stacks = this.stacks(board, from, share);
    const near = this.hexPixels >= COUNTERS_FROM;
    const taken = [];
    const chips = near ? [] : this._chips(board, stacks);
    for (const chip of chips) taken.push(chip.box);
    if (near) {
      const half = this.hexPixels * 0.38;
      for (const { at } of stacks) {
        const [x, y] = this.screen(...at);
        taken.push({ left: x - half, right: x + half, top: y - half, low: y + half });
      }
    }
    this._names(taken);
    this._tracks(board, from);
    for (const stack of stacks) {
      const [x, y] = this.screen(...stack.at), edge = this.hexPixels + 20;
      if (x < -edge || y < -edge || x > this.wide + edge || y > this.high + edge) continue;
      if (near) this._stack(board, stack, x, y); else this._block(board, stack, x, y);
    }
    for (const chip of chips) this._chip(chip);
    this._marks(news);
    this._hover();
    this.dirty = false;
  }

  _block(board, stack, x, y) {
    const pen = this.pen, top = stack.units[0], look = film.nations[film.units[top].a];
    const size = Math.max(4, Math.min(13, this.hexPixels * 0.66));
    pen.globalAlpha = board.rows[top][6] ? 0.45 : 1;
    pen.fillStyle = look.ground; pen.strokeStyle = look.edge; pen.lineWidth = 1;
    const grow = stack.units.length > 1 ? 1 : 0;
    pen.fillRect(x - size / 2 - grow, y - size / 2.6 - grow, size + 2 * grow, size / 1.3 + 2 * grow);
    if (size > 5) pen.strokeRect(x - size / 2 - grow, y - size / 2.6 - grow, size + 2 * grow, size / 1.3 + 2 * grow);
    pen.globalAlpha = 1;
  }

  _stack(board, stack, x, y) {
    const pen = this.pen, side = this.hexPixels * 0.72, fan = Math.max(1.5, side * 0.085);
    const shown = stack.units.slice(0, 3);
    for (let i = shown.length - 1; i >= 0; i--) {
      const shift = (i - (shown.length - 1) / 2) * fan;
      this._card(shown[i], board.rows[shown[i]], x + shift, y - shift, side);
    }
    if (stack.units.length > 1 && side >= 18) {
      const corner = side / 2 + (shown.length - 1) / 2 * fan, radius = Math.max(6.5, side * 0.17);
      const cx = x + corner - 2, cy = y - corner + 2;
      pen.fillStyle = "#f7f0dc"; pen.strokeStyle = "#1d1a12"; pen.lineWidth = 1.2;
      pen.beginPath(); pen.arc(cx, cy, radius, 0, 7); pen.fill(); pen.stroke();
      this._figure(stack.units.length, cx, cy, radius * 1.45, "#1d1a12", "center");
    }
  }

  _card(n, row, x, y, side) {
    const pen = this.pen, unit = film.units[n], look = film.nations[unit.a], { cell, across } = film.cards;
    const size = cell * side / CARD, at = unit.s;
    pen.globalAlpha = row[6] ? 0.5 : 1;
    pen.drawImage(this.cards, at % across * cell, Math.floor(at / across) * cell, cell, cell,
      x - size / 2, y - size / 2, size, size);
    const left = x - side / 2, top = y - side / 2;
    if (side >= 30) {
      this._figure(row[1], left + side * 0.09, top + side * 0.76, side * 0.27, look.symbol, "left");
      this._figure(unit.i, left + side * 0.91, top + side * 0.76, side * 0.19, look.symbol, "right");
      pen.fillStyle = look.edge; pen.fillRect(left + side * 0.08, top + side * 0.905, side * 0.84, side * 0.055);
      pen.fillStyle = film.bars[Math.min(6, row[2])];
      for (let i = 0; i < Math.min(6, row[2]); i++) {
        pen.fillRect(left + side * (0.085 + i * 0.14), top + side * 0.91, side * 0.125, side * 0.045);
      }
    } else {
      this._figure(row[1], x, top + side * 0.77, side * 0.36, look.symbol, "center");
    }
    pen.globalAlpha = 1;
  }

  _figure(text, x, y, size, colour, align) {
    const pen = this.pen;
    pen.font = `700 ${size}px ${FIGURES}`;
    pen.textAlign = align; pen.textBaseline = "middle"; pen.fillStyle = colour;
    pen.fillText(text, x, y + size * 0.06);
  }

  // Armies

  /** Labels of armies at the middle of their troops, pushed apart. */
  _chips(board, stacks) {
    const sums = new Map();
    for (const stack of stacks) {
      for (const n of stack.units) {
        const unit = film.units[n], row = board.rows[n];
        if (unit.f < 0 || row[6]) continue;
        const key = `${unit.f} ${film.nations[unit.a].side}`, men = Math.max(1, row[3]);
        const sum = sums.get(key) || { x: 0, y: 0, men: 0, label: film.armies[unit.f], nations: {} };
        sum.x += stack.at[0] * men; sum.y += stack.at[1] * men; sum.men += men;
        sum.nations[unit.a] = (sum.nations[unit.a] || 0) + men;
        sums.set(key, sum);
      }
    }
    const pen = this.pen, size = this.wide < 600 ? 11 : 13, most = this.wide < 600 ? 16 : 60;
    pen.font = `700 ${size}px ${FIGURES}`;
    const chips = [...sums.values()].sort((a, b) => b.men - a.men).slice(0, most).map((sum) => {
      const [x, y] = this.screen(sum.x / sum.men, sum.y / sum.men);
      const nation = Object.keys(sum.nations).sort((a, b) => sum.nations[b] - sum.nations[a])[0];
      const wide = pen.measureText(sum.label).width + 12, high = size + 8;
      return { label: sum.label, look: film.nations[nation], ax: x, ay: y, x, y: y - 14, wide, high, size };
    }).filter((c) => c.ax > 0 && c.ay > 0 && c.ax < this.wide && c.ay < this.high);
    for (let round = 0; round < 80; round++) {
      let moved = false;
      chips.forEach((a, i) => {
        for (const b of chips.slice(i + 1)) {
          const gx = (a.wide + b.wide) / 2 + 3 - Math.abs(a.x - b.x), gy = (a.high + b.high) / 2 + 3 - Math.abs(a.y - b.y);
          if (gx <= 0 || gy <= 0) continue;
          moved = true;
          if (gx < gy) { const s = a.x >= b.x ? gx / 2 : -gx / 2; a.x += s; b.x -= s; }
          else { const s = a.y >= b.y ? gy / 2 : -gy / 2; a.y += s; b.y -= s; }
        }
      });
      if (!moved) break;
    }
    for (const c of chips) {
      c.x = Math.min(this.wide - c.wide / 2 - 3, Math.max(c.wide / 2 + 3, c.x));
      c.y = Math.min(this.high - c.high / 2 - 3, Math.max(c.high / 2 + 3, c.y));
      c.box = { left: c.x - c.wide / 2, right: c.x + c.wide / 2, top: c.y - c.high / 2, low: c.y + c.high / 2 };
    }
    return chips;
  }

  _chip({ label, look, ax, ay, x, y, wide, high, size }) {
    const pen = this.pen;
    if (Math.abs(ax - x) > wide / 2 + 3 || Math.abs(ay - y) > high / 2 + 5) {
      pen.strokeStyle = look.edge; pen.lineWidth = 1;
      pen.beginPath(); pen.moveTo(x, y); pen.lineTo(ax, ay); pen.stroke();
    }
    pen.fillStyle = look.edge;
    pen.beginPath(); pen.roundRect(x - wide / 2, y - high / 2, wide, high, 4); pen.fill();
    pen.fillStyle = look.ground;
    pen.beginPath(); pen.roundRect(x - wide / 2 + 1.2, y - high / 2 + 1.2, wide - 2.4, high - 2.4, 3); pen.fill();
    this._figure(label, x, y, size, look.symbol, "center");
  }

  // Marks

  _marks(news) {
    const pen = this.pen;
    for (const [, group, h] of news || []) {
      if (!h) continue;
      const [x, y] = this.screen(...middle(h)), r = Math.max(8, this.hexPixels * 0.6);
      pen.lineWidth = 4.5; pen.strokeStyle = "#fffaf0d0";
      pen.beginPath(); pen.arc(x, y, r, 0, 7); pen.stroke();
      pen.lineWidth = 2.5; pen.strokeStyle = GROUP_COLOURS[group];
      pen.beginPath(); pen.arc(x, y, r, 0, 7); pen.stroke();
    }
  }

  _hover() {
    const pen = this.pen;
    if (this.hover) {
      const path = new Path2D();
      this._hexagon(path, this.hover);
      this._inWorld((p, px) => {
        p.strokeStyle = "#000"; p.lineWidth = 3.5 * px; p.stroke(path);
        p.strokeStyle = "#fff6dc"; p.lineWidth = 1.6 * px; p.stroke(path);
      });
    }
    if (this.cross) {
      const x = this.wide / 2, y = this.high / 2;
      pen.strokeStyle = "#000"; pen.lineWidth = 1.5;
      pen.beginPath();
      pen.moveTo(x - 12, y); pen.lineTo(x + 12, y); pen.moveTo(x, y - 12); pen.lineTo(x, y + 12);
      pen.stroke();
    }
  }
}
