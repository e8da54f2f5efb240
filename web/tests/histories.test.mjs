// Without a browser: the module as node runs it. Another compiler made it for another machine, and its histories are
// those of the terminal program, to the bit.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { Shop, keyNumber } from "../site/shop.js";

const module = new URL("../site/pizzeria.wasm", import.meta.url);
const open = () => Shop.open(readFileSync(module));

/** The page is no larger than this, as web servers compress it (bytes). */
const LARGEST = { gzip: 1_890_000, brotli: 1_340_000 };

test("every shipped history is that of the table", async () => {
  const table = readFileSync(new URL("../../tests/it/digests.txt", import.meta.url), "utf8");
  const rows = (text) => text.split("\n").filter((row) => row !== "" && !row.startsWith("#")).map((row) => row.split(/\s+/u));
  const ours = rows((await open()).ask("digests"));
  assert.ok(ours.length > 15, "the shelf is not empty");
  assert.deepEqual(ours, rows(table));
});

test("the module asks for nothing from outside", async () => {
  assert.deepEqual(WebAssembly.Module.imports(await WebAssembly.compile(readFileSync(module))), []);
});

test("the module is small enough to be sent", () => {
  const bytes = readFileSync(module);
  const gzip = gzipSync(bytes, { level: 9 }).length;
  const brotli = brotliCompressSync(bytes).length;
  console.log(`module: ${statSync(module).size} bytes, ${gzip} with gzip, ${brotli} with brotli`);
  assert.ok(gzip <= LARGEST.gzip && brotli <= LARGEST.brotli, `${gzip} and ${brotli} bytes`);
});

/** The picture of a program that nobody looks at, as text. */
function text(shop, columns) {
  const [numbers, count] = shop.draw(true);
  const glyphs = new Map(Array.from({ length: count }, (_, i) => [numbers[i * 5], numbers[i * 5 + 1]]));
  const letter = (place) => (glyphs.has(place) ? String.fromCodePoint(glyphs.get(place)) : " ");
  return Array.from({ length: columns * 40 }, (_, place) => letter(place)).join("");
}

/** A few minutes of the shop. */
function pass(shop) {
  shop.exports.pass(200_000);
  while (shop.exports.busy()) shop.exports.step();
}

/** Of the pictures of twenty seconds, how many differ from the one before. */
async function changes(noMotion) {
  const shop = await open();
  shop.exports.begin(200, 60);
  shop.exports.looks(true, noMotion);
  shop.tell("friday-night");
  shop.exports.lesson();
  const press = (...keys) => keys.forEach((key) => shop.exports.key(keyNumber(key), 0));
  press("Enter", "Enter");
  // Until riders are on the road: cards are read, and the map is looked at.
  for (let i = 0; i < 150; i++) {
    pass(shop);
    press("Enter", "1");
  }
  press("-", "-", "-");
  let changed = 0;
  for (let i = 0; i < 800; i++) {
    shop.exports.pass(25_000);
    while (shop.exports.busy()) shop.exports.step();
    changed += shop.draw(false)[1] > 0;
  }
  return changed;
}

test("between two ticks nothing moves where the system asks for it", async () => {
  const [moving, still] = [await changes(false), await changes(true)];
  assert.ok(moving > still, `${moving} pictures differ, and ${still} without motion`);
  assert.ok(still > 0, "time passes all the same");
});

test("an evening in lines is the evening of the table", async () => {
  const shop = await open();
  shop.exports.begin(120, 40);
  shop.askJson("lines_begin");
  const digest = { text: "" };
  for (const line of ["open vertical-scaling", "go", "end"]) {
    const said = [...shop.askJson("lines_obey", line)];
    do {
      while (shop.exports.busy()) shop.exports.step();
      shop.draw(false);
      said.push(...shop.askJson("lines_news"));
    } while (shop.exports.lines_at_work());
    digest.text = said.find((row) => row.startsWith("Digest")) ?? digest.text;
  }
  const table = readFileSync(new URL("../../tests/it/digests.txt", import.meta.url), "utf8");
  const untouched = table.split("\n").find((row) => row.startsWith("vertical-scaling")).split(/\s+/u)[2];
  assert.equal(digest.text, `Digest ${untouched}.`);
});

test("what cannot be kept is said where the player looks, and kept once it can be", async () => {
  const shop = await open();
  shop.exports.begin(120, 40);
  shop.tell("vertical-scaling");
  assert.ok(shop.exports.lesson());
  shop.tell("this browser's storage is full");
  shop.exports.unstored();
  for (let i = 0; i < 3; i++) shop.exports.key(keyNumber("Enter"), 0);
  pass(shop);
  shop.exports.keep();
  assert.match(text(shop, 120), /Not kept! .*this browser's storage is full/u);
  const games = ({ documents }) => documents.filter(([key]) => key.startsWith("game/"));
  assert.equal(games(shop.askJson("changes")).length, 1, "it is tried all the same");
});

test("a game of another tab is not taken", async () => {
  const first = await open();
  first.exports.clock(1_000);
  first.exports.begin(120, 40);
  first.tell("vertical-scaling");
  first.exports.lesson();
  for (let i = 0; i < 3; i++) first.exports.key(keyNumber("Enter"), 0);
  pass(first);
  first.exports.keep();
  const { documents } = first.askJson("changes");
  const [key] = documents.find(([name]) => name.startsWith("game/"));
  const id = key.slice("game/".length);

  const second = await open();
  for (const [name, value] of documents) second.stored(name, value);
  second.tell(id);
  second.exports.elsewhere();
  second.exports.begin(120, 40);
  second.tell(id);
  assert.ok(!second.exports.go_on(), "it is played elsewhere");
  second.tell("");
  second.exports.elsewhere();
  second.exports.begin(120, 40);
  second.tell(id);
  assert.ok(second.exports.go_on(), "it is free again");
  while (second.exports.busy()) second.exports.step();
  assert.equal(JSON.parse(second.ask("state")).screen, "shop");
});

test("a file with mistakes is complained about as in the terminal", async () => {
  const shop = await open();
  shop.exports.begin(120, 40);
  const wrong = shop.file("C:\\shops\\own.toml", "[menu.pizza]\nwork = 3\n[[zone]]\nnmae = \"Old Town\"\n");
  assert.match(wrong, /own\.toml:2/u);
  assert.match(wrong, /nmae/u);
  assert.match(wrong, /\^/u, "the place is underlined");
  assert.equal(JSON.parse(shop.ask("state")).screen, "picker");
});
