// The canvas: a grid of cells, of which only those that changed are drawn. A glyph is drawn once for each ink and
// copied from then on; nothing of it reaches into the next cell.

import { drawGlyph } from "./glyphs.js";

const FONTS =
  'ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono", Consolas, monospace';

/** The page's own ink and ground: the terminal's, in the pictures of the README. */
const INKS = { dark: ["#e9e2d8", "#0c0c0c"], light: ["#2b241d", "#fafafa"] };
const OWN = 0xffffffff;

const [BOLD, DIM, UNDERLINED, REVERSED, WIDE] = [1, 2, 4, 8, 16];

/** Columns and rows below which the dashboard draws nothing but a note. */
export const LEAST = [80, 24];
/** … and from which on it is as it was designed. */
const DESIGNED = [120, 36];
/** No cell is narrower (CSS pixels): what does not fit is scrolled to. */
const NARROWEST = 7;
const WIDEST = 9.6;

/** Slots of the store of glyphs, in device pixels. */
const STORE = 2048;

export class Screen {
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d", { alpha: false });
    this.store = document.createElement("canvas");
    this.store.width = this.store.height = STORE;
    this.brush = this.store.getContext("2d");
    this.glyphs = new Map();
    /** How often the store was emptied. */
    this.emptied = 0;
    this.letters = new Map([[32, " "]]);
    this.light = false;
    /** Which glyph stands in which cell. */
    this.shown = new Map();
    [this.columns, this.rows] = LEAST;
    this.cell = [8, 18];
  }

  /** How wide a letter is, of a font one pixel high. */
  ratio() {
    this.brush.font = `100px ${FONTS}`;
    return this.brush.measureText("M").width / 100 || 0.6;
  }

  /** Chooses cells for so much room (CSS pixels): as large as the designed size allows, then as the least does. */
  fit(width, height, scale) {
    const ratio = this.ratio();
    const [room, tall] = [Math.floor(width * scale), Math.floor(height * scale)];
    const least = Math.ceil(NARROWEST * scale - 0.01);
    const of = (w) => {
      const font = w / ratio;
      const h = Math.round(font * 1.28);
      return { w, h, font, columns: Math.floor(room / w), rows: Math.floor(tall / h) };
    };
    const sizes = [];
    for (let w = Math.max(least, Math.floor(WIDEST * scale)); w >= least; w--) sizes.push(of(w));
    const holds = ([columns, rows]) => sizes.find((size) => size.columns >= columns && size.rows >= rows);
    const size = holds(DESIGNED) ?? holds(LEAST) ?? sizes.at(-1);
    this.columns = Math.max(LEAST[0], size.columns);
    this.rows = Math.max(LEAST[1], size.rows);
    this.cell = [size.w, size.h];
    this.scale = scale;
    this.font = size.font;
    this.canvas.width = this.columns * size.w;
    this.canvas.height = this.rows * size.h;
    this.canvas.style.width = `${this.canvas.width / scale}px`;
    this.canvas.style.height = `${this.canvas.height / scale}px`;
    this.brush.font = `${size.font}px ${FONTS}`;
    const m = this.brush.measureText("Mg");
    const [up, down] = [m.fontBoundingBoxAscent, m.fontBoundingBoxDescent];
    this.base = Math.round((size.h - up - down) / 2 + up);
    this.forget();
  }

  /** The system is light or dark now. */
  dress(light) {
    this.light = light;
    this.forget();
  }

  /** Nothing that was drawn can be copied any more; the canvas is blank. */
  forget() {
    this.empty();
    this.shown.clear();
    this.pen.fillStyle = INKS[this.light ? "light" : "dark"][1];
    this.pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  empty() {
    this.glyphs.clear();
    this.brush.clearRect(0, 0, STORE, STORE);
    this.free = [0, 0];
    this.emptied += 1;
  }

  /** The cell under a place of the page. */
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) * this.scale) / this.cell[0]);
    const y = Math.floor(((event.clientY - box.top) * this.scale) / this.cell[1]);
    return [Math.min(Math.max(x, 0), this.columns - 1), Math.min(Math.max(y, 0), this.rows - 1)];
  }

  /** Five numbers a cell: which, what, ink, ground, how. `spell` knows the glyphs of several characters. */
  draw(numbers, count, spell) {
    const [w, h] = this.cell;
    const own = INKS[this.light ? "light" : "dark"];
    // All glyphs are painted before the first is copied: a store that is written to between two copies is copied whole.
    let cells = this.cells(numbers, count, own, spell);
    // A store that overflowed has lost its first glyphs.
    if (cells === null) cells = this.cells(numbers, count, own, spell) ?? [];
    let ground = null;
    for (const { place, width, under } of cells) {
      if (under !== ground) {
        this.pen.fillStyle = under;
        ground = under;
      }
      this.pen.fillRect((place % this.columns) * w, Math.floor(place / this.columns) * h, width, h);
    }
    for (const { place, width, slot } of cells) {
      if (slot === null) continue;
      const [x, y] = [(place % this.columns) * w, Math.floor(place / this.columns) * h];
      this.pen.drawImage(this.store, slot[0], slot[1], width, h, x, y, width, h);
    }
  }

  /** What is to be copied where; `null`: the store overflowed on the way, and is empty but for the last glyphs. */
  cells(numbers, count, own, spell) {
    const emptied = this.emptied;
    const cells = [];
    for (let i = 0; i < count * 5; i += 5) {
      const [place, glyph, how] = [numbers[i], numbers[i + 1], numbers[i + 4]];
      let [ink, under] = [colour(numbers[i + 2], own[0]), colour(numbers[i + 3], own[1])];
      if (how & REVERSED) [ink, under] = [under, ink];
      const width = how & WIDE ? 2 * this.cell[0] : this.cell[0];
      this.shown.set(place, glyph);
      const slot = glyph !== 32 || how & UNDERLINED ? this.slot(glyph, ink, how, width, spell) : null;
      cells.push({ place, width, under, slot });
    }
    return this.emptied === emptied ? cells : null;
  }

  /** What stands on the canvas, as text. */
  text() {
    const letter = (place) => (this.shown.has(place) ? this.letters.get(this.shown.get(place)) : " ");
    const row = (y) => Array.from({ length: this.columns }, (_, x) => letter(y * this.columns + x));
    return Array.from({ length: this.rows }, (_, y) => row(y).join("").trimEnd()).join("\n");
  }

  /** Where the glyph stands in the store; it is drawn there if it does not. */
  slot(glyph, ink, how, width, spell) {
    const key = `${glyph} ${ink} ${how & (BOLD | DIM | UNDERLINED)}`;
    const known = this.glyphs.get(key);
    if (known) return known;
    const h = this.cell[1];
    if (this.free[0] + width > STORE) this.free = [0, this.free[1] + h];
    if (this.free[1] + h > STORE) this.empty();
    const place = this.free;
    this.free = [place[0] + width, place[1]];
    this.glyphs.set(key, place);
    this.paint(this.letter(glyph, spell), ink, how, place, width);
    return place;
  }

  letter(glyph, spell) {
    let letter = this.letters.get(glyph);
    if (letter === undefined) {
      letter = glyph < 0x110000 ? String.fromCodePoint(glyph) : spell(glyph);
      this.letters.set(glyph, letter);
    }
    return letter;
  }

  paint(letter, ink, how, [x, y], width) {
    const { brush, base } = this;
    const h = this.cell[1];
    brush.save();
    brush.beginPath();
    brush.rect(x, y, width, h);
    brush.clip();
    brush.globalAlpha = how & DIM ? 0.6 : 1;
    brush.fillStyle = brush.strokeStyle = ink;
    if (how & UNDERLINED) brush.fillRect(x, y + h - Math.max(1, Math.round(h / 16)), width, Math.max(1, Math.round(h / 16)));
    if (!drawGlyph(brush, letter, x, y, width, h)) {
      brush.font = `${how & BOLD ? "bold " : ""}${this.font}px ${FONTS}`;
      const measured = brush.measureText(letter).width;
      // A letter of another font is set in the middle of its cell, and pressed into it if it must be.
      const squeeze = Math.min(1, width / (measured || width));
      brush.translate(x + (width - measured * squeeze) / 2, y + base);
      brush.scale(squeeze, 1);
      brush.fillText(letter, 0, 0);
    }
    brush.restore();
  }
}

const colours = new Map();

function colour(number, own) {
  if (number === OWN) return own;
  let text = colours.get(number);
  if (text === undefined) {
    text = `#${number.toString(16).padStart(6, "0")}`;
    colours.set(number, text);
  }
  return text;
}
