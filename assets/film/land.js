// The still parts of the map: where the window looks, land, ground taken, front line, names.

const COUNTERS_FROM = 20; // pixels a hex; below, blocks and the labels of armies
const FRONT = "#7d1410", CASING = "#f6f0df";

/** A window on the land. */
class Land {
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
}
