// Glyphs that are drawn and not written: lines, blocks, dots and marks. Fonts disagree about them, and leave seams.
// All measures are whole device pixels of one cell.

/** Arms of a line glyph: up, right, down, left; 1 light, 2 heavy, 3 double. From U+2500 on; 0000: no such line. */
const ARMS =
  "0101 0202 1010 2020 0000 0000 0000 0000 0000 0000 0000 0000 0110 0210 0120 0220 " +
  "0011 0012 0021 0022 1100 1200 2100 2200 1001 1002 2001 2002 1110 1210 2110 1120 " +
  "2120 2210 1220 2220 1011 1012 2011 1021 2021 2012 1022 2022 0111 0112 0211 0212 " +
  "0121 0122 0221 0222 1101 1102 1201 1202 2101 2102 2201 2202 1111 1112 1211 1212 " +
  "2111 1121 2121 2112 2211 1122 1221 2212 1222 2122 2221 2222 0000 0000 0000 0000 " +
  "0303 3030 0000 0000 0330 0000 0000 0033 0000 0000 3300 0000 0000 3003 0000 0000 " +
  "3330 0000 0000 3033 0000 0000 0333 0000 0000 3303 0000 0000 3333 0000 0000 0000 " +
  "0000 0000 0000 0000 0001 1000 0100 0010 0002 2000 0200 0020 0201 1020 0102 2010";
const LINES = ARMS.split(" ").map((arms) => [...arms].map(Number));

/** Dashes: how many, heavy or not, upright or not. */
const DASHES = new Map([
  ["┄", [3, 1, false]],
  ["┅", [3, 2, false]],
  ["┆", [3, 1, true]],
  ["┇", [3, 2, true]],
  ["┈", [4, 1, false]],
  ["┉", [4, 2, false]],
  ["┊", [4, 1, true]],
  ["┋", [4, 2, true]],
  ["╌", [2, 1, false]],
  ["╍", [2, 2, false]],
  ["╎", [2, 1, true]],
  ["╏", [2, 2, true]],
]);

/** Quarters of a cell: upper left, upper right, lower left, lower right. */
const QUADRANTS = ["0010", "0001", "1000", "1011", "1001", "1110", "1101", "0100", "0110", "0111"];

/** The parts of a cell that the lines and blocks share. */
class Box {
  constructor(brush, x, y, w, h) {
    Object.assign(this, { brush, x, y, w, h });
    this.light = Math.max(1, Math.round(Math.min(w / 8, h / 16)));
    this.heavy = Math.max(this.light + 1, Math.round(this.light * 2.4));
  }

  rect(x, y, w, h) {
    this.brush.fillRect(this.x + x, this.y + y, w, h);
  }

  /** Where a line of this weight through the middle begins, across. */
  middle(length, weight) {
    return Math.floor((length - weight) / 2);
  }

  weight(kind) {
    return kind === 2 ? this.heavy : this.light;
  }
}

/**
 * Draws a glyph into a cell of the brush; `false`: it is a letter, for a font to write.
 * The brush has its ink.
 */
export function drawGlyph(brush, glyph, x, y, w, h) {
  const code = glyph.codePointAt(0);
  if (code < 0x2022) return false;
  const box = new Box(brush, x, y, w, h);
  if (DASHES.has(glyph)) return dashes(box, ...DASHES.get(glyph));
  if (code >= 0x256d && code <= 0x2570) return arc(box, code - 0x256d);
  if (code >= 0x2500 && code <= 0x257f) return lines(box, LINES[code - 0x2500]);
  if (code >= 0x2580 && code <= 0x259f) return block(box, code - 0x2580);
  if (code >= 0x2800 && code <= 0x28ff) return braille(box, code - 0x2800);
  return mark(box, glyph);
}

function lines(box, [up, right, down, left]) {
  if (up + right + down + left === 0) return false;
  const { w, h } = box;
  if (Math.max(up, right, down, left) === 3) return double(box, up, right, down, left);
  // Each arm ends where the thickest of those across it does.
  const across = box.weight(Math.max(up, down));
  const along = box.weight(Math.max(left, right));
  const reach = { x: box.middle(w, across), y: box.middle(h, along) };
  const bar = (kind, part) => {
    if (kind === 0) return;
    const weight = box.weight(kind);
    const [mx, my] = [box.middle(w, weight), box.middle(h, weight)];
    const ends = { x: up + down > 0 ? reach.x + across : Math.ceil(w / 2), y: left + right > 0 ? reach.y + along : Math.ceil(h / 2) };
    const starts = { x: up + down > 0 ? reach.x : Math.ceil(w / 2), y: left + right > 0 ? reach.y : Math.ceil(h / 2) };
    if (part === "left") box.rect(0, my, ends.x, weight);
    if (part === "right") box.rect(starts.x, my, w - starts.x, weight);
    if (part === "up") box.rect(mx, 0, weight, ends.y);
    if (part === "down") box.rect(mx, starts.y, weight, h - starts.y);
  };
  bar(left, "left");
  bar(right, "right");
  bar(up, "up");
  bar(down, "down");
  return true;
}

function double(box, up, right, down, left) {
  const { w, h, light } = box;
  const gap = light * 2;
  const [x0, y0] = [box.middle(w, light + gap), box.middle(h, light + gap)];
  const [x1, y1] = [x0 + gap, y0 + gap];
  // The two rails; where two arms meet each rail turns or passes on its own side.
  if (left) {
    box.rect(0, y0, (up ? x0 : x1) + light, light);
    box.rect(0, y1, (down ? x0 : x1) + light, light);
  }
  if (right) {
    box.rect(up ? x1 : x0, y0, w - (up ? x1 : x0), light);
    box.rect(down ? x1 : x0, y1, w - (down ? x1 : x0), light);
  }
  if (up) {
    box.rect(x0, 0, light, (left ? y0 : y1) + light);
    box.rect(x1, 0, light, (right ? y0 : y1) + light);
  }
  if (down) {
    box.rect(x0, left ? y1 : y0, light, h - (left ? y1 : y0));
    box.rect(x1, right ? y1 : y0, light, h - (right ? y1 : y0));
  }
  return true;
}

function dashes(box, count, kind, upright) {
  const { w, h } = box;
  const weight = box.weight(kind);
  const length = upright ? h : w;
  for (let i = 0; i < count; i++) {
    const from = Math.round((length * (i + 0.2)) / count);
    const to = Math.max(from + 1, Math.round((length * (i + 0.8)) / count));
    if (upright) box.rect(box.middle(w, weight), from, weight, to - from);
    else box.rect(from, box.middle(h, weight), to - from, weight);
  }
  return true;
}

/** Round corners: ╭ ╮ ╯ ╰. */
function arc(box, which) {
  const { brush, x, y, w, h, light } = box;
  const [cx, cy] = [x + box.middle(w, light) + light / 2, y + box.middle(h, light) + light / 2];
  const right = which === 0 || which === 3;
  const down = which === 0 || which === 1;
  const radius = Math.min(w, h) / 2;
  brush.lineWidth = light;
  brush.beginPath();
  brush.moveTo(right ? x + w : x, cy);
  brush.lineTo(cx + (right ? radius : -radius), cy);
  brush.quadraticCurveTo(cx, cy, cx, cy + (down ? radius : -radius));
  brush.lineTo(cx, down ? y + h : y);
  brush.stroke();
  return true;
}

function block(box, which) {
  const { w, h } = box;
  const eighth = (length, n) => Math.round((length * n) / 8);
  if (which === 0) box.rect(0, 0, w, eighth(h, 4));
  else if (which <= 8) box.rect(0, h - eighth(h, which), w, eighth(h, which));
  else if (which <= 15) box.rect(0, 0, eighth(w, 16 - which), h);
  else if (which === 16) box.rect(w - eighth(w, 4), 0, eighth(w, 4), h);
  else if (which <= 19) {
    box.brush.globalAlpha *= (which - 16) / 4;
    box.rect(0, 0, w, h);
  } else if (which === 20) box.rect(0, 0, w, Math.max(1, eighth(h, 1)));
  else if (which === 21) box.rect(w - Math.max(1, eighth(w, 1)), 0, Math.max(1, eighth(w, 1)), h);
  else {
    const [mx, my] = [eighth(w, 4), eighth(h, 4)];
    [...QUADRANTS[which - 22]].forEach((on, i) => {
      if (on === "0") return;
      const [left, upper] = [i % 2 === 0, i < 2];
      box.rect(left ? 0 : mx, upper ? 0 : my, left ? mx : w - mx, upper ? my : h - my);
    });
  }
  return true;
}

/** Dots 1–3 and 7 stand in the left column, 4–6 and 8 in the right one. */
const BRAILLE = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 3],
  [1, 3],
];

function braille(box, bits) {
  const { w, h } = box;
  const size = Math.max(1, Math.round(Math.min(w / 4, h / 8)));
  BRAILLE.forEach(([column, row], bit) => {
    if ((bits >> bit) & 1) {
      box.rect(Math.round((w * (column + 0.5)) / 2 - size / 2), Math.round((h * (row + 0.5)) / 4 - size / 2), size, size);
    }
  });
  return true;
}

/** Marks of one cell, in a square around its middle. */
function mark({ brush, x, y, w, h, light }, glyph) {
  const [cx, cy] = [x + w / 2, y + h / 2];
  const r = Math.min(w * 0.46, h * 0.3);
  const path = (points) => {
    brush.beginPath();
    points.forEach(([px, py], i) => brush[i === 0 ? "moveTo" : "lineTo"](cx + px * r, cy + py * r));
    brush.closePath();
  };
  const circle = (radius) => {
    brush.beginPath();
    brush.arc(cx, cy, radius, 0, 2 * Math.PI);
  };
  const stroke = () => {
    brush.lineWidth = Math.max(1, light);
    brush.stroke();
  };
  const square = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ];
  const diamond = [
    [0, -1.15],
    [1.05, 0],
    [0, 1.15],
    [-1.05, 0],
  ];
  const inner = (points) => points.map(([px, py]) => [px * (1 - light / 2 / r), py * (1 - light / 2 / r)]);
  switch (glyph) {
    case "●":
      circle(r);
      brush.fill();
      return true;
    case "•":
      circle(r * 0.55);
      brush.fill();
      return true;
    case "○":
      circle(r - light / 2);
      stroke();
      return true;
    case "■":
      path(square);
      brush.fill();
      return true;
    case "□":
      path(inner(square));
      stroke();
      return true;
    case "◆":
      path(diamond);
      brush.fill();
      return true;
    case "◇":
      path(inner(diamond));
      stroke();
      return true;
    case "▲":
      path([[0, -1], [1, 0.85], [-1, 0.85]]);
      brush.fill();
      return true;
    case "▼":
      path([[0, 1], [1, -0.85], [-1, -0.85]]);
      brush.fill();
      return true;
    case "►":
      path([[1, 0], [-1, -0.85], [-1, 0.85]]);
      brush.fill();
      return true;
    case "◄":
      path([[-1, 0], [1, -0.85], [1, 0.85]]);
      brush.fill();
      return true;
    case "★":
      path(
        Array.from({ length: 10 }, (_, i) => {
          const [angle, far] = [(i * Math.PI) / 5, i % 2 === 0 ? 1.1 : 0.45];
          return [Math.sin(angle) * far, -Math.cos(angle) * far];
        }),
      );
      brush.fill();
      return true;
    case "✓":
    case "✗": {
      brush.lineWidth = Math.max(1, light * 1.5);
      brush.beginPath();
      const strokes = glyph === "✓" ? [[[-0.9, 0.1], [-0.3, 0.8], [0.9, -0.9]]] : [[[-0.8, -0.9], [0.8, 0.9]], [[0.8, -0.9], [-0.8, 0.9]]];
      for (const points of strokes) {
        points.forEach(([px, py], i) => brush[i === 0 ? "moveTo" : "lineTo"](cx + px * r, cy + py * r));
      }
      brush.stroke();
      return true;
    }
    default:
      return false;
  }
}
