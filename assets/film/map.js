// What moves on the map: counters or blocks and armies, tracks of moves, marks of events.

const CARD = film.cards.side;
const GROUP_COLOURS = ["#c23b2e", "#d9822b", "#5b4bb5", "#1f78b4", "#2f7d4f", "#77706a"];
const FIGURES = '"Fira Sans Condensed","Roboto Condensed","Arial Narrow","Liberation Sans Narrow",sans-serif';

class GameMap extends Land {
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
