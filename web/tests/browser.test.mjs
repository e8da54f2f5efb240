// In headless Chromium: a lesson from the chapters to the debrief by keyboard, by mouse and with fingers; reload,
// resize, files, links, lines, storage. CHROMIUM names the browser; PIZZERIA the terminal program, with which codes are
// exchanged; PICTURES a folder for pictures to look at.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Browser } from "./chromium.mjs";
import { serve } from "./site.mjs";

const PHONE = { width: 390, height: 780, scale: 3, mobile: true };
const LESSON = "vertical-scaling";
const TITLE = "Better tools for Ana";

const own = `[scenario]
title = "My own shop"

[menu.pizza]
work = { dist = "exponential", mean = "4m" }

[[zone]]
name = "Old Town"
orders_per_hour = 12.0

[[outlet]]
name = "Main Street"
`;

let browser;
let site;
let folder;
let tab;
let player;

before(async () => {
  site = await serve();
  browser = await Browser.start(process.env.CHROMIUM ?? "chromium");
  folder = mkdtempSync(join(tmpdir(), "pizzeria-page-"));
  if (process.env.PICTURES) mkdirSync(process.env.PICTURES, { recursive: true });
});

after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  player = await browser.player();
  tab = await browser.tab(player);
  await tab.media({ "prefers-color-scheme": "dark" });
});

/** Whatever was done, the console stays empty. */
afterEach(async () => {
  assert.deepEqual(tab.trouble, []);
  await tab.close();
});

async function open(hash = "") {
  await tab.go(site.address + hash);
  await tab.until("document.body.classList.contains('open') && pizzeria.state.screen");
}

async function picture(name) {
  if (process.env.PICTURES) await tab.picture(join(process.env.PICTURES, `${name}.png`));
}

/** The link that `y` copies, the last line of what it copies. */
async function copied(tab) {
  await tab.value("void (globalThis.copied = [], navigator.clipboard.writeText = (text) => (copied.push(text), Promise.resolve()))");
  await tab.keys("y");
  await tab.until("copied.length === 1");
  return (await tab.value("copied[0]")).split("\n").at(-1);
}

/** What the terminal program prints. */
function terminal(...words) {
  return execFileSync(process.env.PIZZERIA, words, { encoding: "utf8" }).trim();
}

/** From the lesson's story into its shop. */
async function begin() {
  await open(`#play.${LESSON}`);
  await tab.until("pizzeria.state.screen === 'story'");
  await intoTheShop();
}

async function intoTheShop() {
  for (let i = 0; i < 8 && (await tab.value("pizzeria.state.screen")) === "story"; i++) {
    await tab.keys("Enter");
    await tab.frames();
  }
  await tab.until("pizzeria.state.screen === 'shop'");
  await tab.keys(" ");
  await tab.shows("paused");
}

const stored = (prefix) =>
  tab.value(`Object.keys(localStorage).filter((key) => key.startsWith("pizzeria/${prefix}"))`);

/** The first number of the header behind a word: `till $219`. */
const clock = () => tab.value("pizzeria.screen.text().match(/\\d\\d:\\d\\d:\\d\\d/u)[0]");

test("lesson 1 is played from the chapters to the debrief, by keys and by mouse", async () => {
  const asked = site.asked.length;
  await open();
  await tab.shows("Pizza Shop Story");
  await tab.shows(TITLE);
  await picture("picker");
  // The story, the night without a goal and the shop of the day stand above it.
  await tab.keys("ArrowDown", "ArrowDown", "ArrowDown", "Enter");
  await tab.until("pizzeria.state.screen === 'story'");
  assert.equal(await tab.value("document.title"), `${TITLE} · Pizza Shop Story`);
  await picture("story");
  for (let i = 0; i < 8 && (await tab.value("pizzeria.state.screen")) === "story"; i++) {
    await tab.keys("Enter");
    await tab.frames();
  }
  await tab.until("pizzeria.state.screen === 'shop'");
  // An act by keys: a, then the key that the menu names.
  await tab.keys(" ", "a");
  await tab.shows("hire a chef");
  await picture("act-menu");
  await tab.keys("h", "Enter");
  await tab.hides("Act at Main Street");
  await tab.shows("Bo starts at Main Street");
  // One by mouse: on the last line's "act", then on the line of the menu.
  await tab.press("act", await indexOfLast("act"));
  await tab.shows("all that can be done");
  await tab.press("hire a chef");
  await tab.shows("starts at Main Street");
  await tab.keys("Escape", "6");
  await tab.shows("what it did");
  // Who is hired at one moment stands in one line.
  assert.match(await tab.text(), /► 2 chefs are hired for Main Street/u);
  await tab.keys("1", " ");
  await tab.until("pizzeria.shop.exports.moving()");
  await picture("city");
  // On to the end.
  await tab.keys("q");
  await tab.shows("Leave the shop?");
  await tab.keys("e");
  await tab.until("pizzeria.state.screen === 'ending'");
  await tab.until("!pizzeria.shop.exports.busy()");
  await picture("debrief");
  assert.match(await tab.text(), /Enter again/u);
  // Nobody else was asked for anything.
  const paths = new Set(site.asked.slice(asked));
  for (const path of paths) assert.match(path, /^\/([a-z]+\.(js|css|wasm|svg))?$/u);
});

/** How often words stand on the canvas, less one. */
async function indexOfLast(words) {
  return (await tab.text()).split(words).length - 2;
}

test("a reload in the middle goes on with the game", async () => {
  await begin();
  await tab.keys("a", "h", "Enter");
  await tab.shows("Bo starts at Main Street");
  for (let i = 0; i < 3; i++) await tab.keys(".");
  await tab.until("!pizzeria.shop.exports.busy() && !pizzeria.shop.exports.dirty()");
  const before = await clock();
  await tab.reload();
  await tab.until("globalThis.pizzeria?.state.screen === 'shop'");
  await tab.until("!pizzeria.shop.exports.busy() && !pizzeria.shop.exports.dirty()");
  assert.equal(await clock(), before);
  await tab.keys("6");
  await tab.shows("A chef is hired for Main Street.");
  // It was left once only, and is not kept twice.
  assert.equal((await stored("game/")).length, 1);
});

test("a game that one tab plays is not taken by another", async () => {
  await begin();
  await tab.keys("a", "h", "Enter");
  await tab.until("pizzeria.state.held !== null");
  await tab.until("navigator.locks.query().then((all) => all.held.length > 0)");
  const other = await browser.tab(player);
  await other.go(site.address);
  await other.until("globalThis.pizzeria?.state.screen === 'picker'");
  await other.shows("c go on");
  await other.keys("c");
  await other.shows("another window");
  assert.deepEqual(other.trouble, []);
  await other.close();
});

test("any size is drawn, and what is too wide for it scrolls", async () => {
  await begin();
  const grid = () => tab.value("[pizzeria.screen.columns, pizzeria.screen.rows]");
  const [columns] = await grid();
  assert.ok(columns >= 120, `${columns} columns`);
  for (const size of [{ width: 1920, height: 1200 }, { width: 1000, height: 700, scale: 1.5 }, { width: 700, height: 500, scale: 2 }]) {
    await tab.size(size);
    await tab.until(`pizzeria.room.startsWith("${size.width},")`);
    await tab.shows("Why");
    const [columns, rows] = await grid();
    assert.ok(columns >= 80 && rows >= 24, `${columns} × ${rows}`);
    const whole = await tab.value("pizzeria.screen.cell.every((length) => Number.isInteger(length))");
    assert.ok(whole, "cells are whole pixels of the device");
    const width = await tab.value("pizzeria.screen.cell[0] / pizzeria.screen.scale");
    assert.ok(width >= 7, `a cell is ${width} pixels wide`);
    await picture(`size-${size.width}`);
  }
});

test("lines have no seams", async () => {
  await open();
  // The ruler beside "Book one" is one line of cells: no pixel of it is missing.
  const { missing, length } = await tab.value(`(() => {
    const { screen } = pizzeria;
    const rows = screen.text().split("\\n");
    const y = rows.findIndex((row) => /─{10,}/u.test(row));
    const from = rows[y].indexOf("──────────");
    const [w, h] = screen.cell;
    const box = screen.pen.getImageData(from * w, y * h, 10 * w, h);
    const ground = box.data.slice(0, 3).join();
    const row = (at) => Array.from({ length: box.width }, (_, x) => box.data.slice((at * box.width + x) * 4, (at * box.width + x) * 4 + 3).join());
    const inked = Array.from({ length: h }, (_, at) => row(at).filter((pixel) => pixel !== ground).length);
    return { missing: inked.filter((count) => count > 0 && count < box.width).length, length: Math.max(...inked) };
  })()`);
  assert.equal(missing, 0);
  assert.ok(length > 0);
});

test("a phone has buttons for what is possible, and fingers reach everything", async () => {
  await tab.size(PHONE);
  await open();
  await tab.shows(TITLE);
  const cell = await tab.value("pizzeria.screen.cell[0] / pizzeria.screen.scale");
  assert.ok(cell >= 7, `${cell}`);
  assert.ok(await tab.value("document.getElementById('stage').scrollWidth > innerWidth"), "it scrolls sideways");
  await picture("phone-picker");
  await tab.press(TITLE);
  await tab.frames();
  if ((await tab.value("pizzeria.state.screen")) === "picker") await tab.press(TITLE);
  await tab.until("pizzeria.state.screen === 'story'");
  const button = (word) => tab.pressElement(`#keys button[data-word="${word}"]`);
  for (let i = 0; i < 8 && (await tab.value("pizzeria.state.screen")) === "story"; i++) {
    await tab.pressElement("#keys button:first-child");
    await tab.frames();
  }
  await tab.until("pizzeria.state.screen === 'shop'");
  await button("pause");
  await tab.shows("paused");
  await button("act");
  await tab.shows("hire a chef");
  await picture("phone-act");
  await tab.press("hire a chef");
  await tab.shows("Bo starts");
  // A command is typed with what the system brings up.
  await button("command");
  await tab.until("document.activeElement.id === 'typing'");
  await tab.send("Input.insertText", { text: "hire" });
  await tab.shows("hire_chef");
  await picture("phone-typing");
  await button("close");
  await button("leave");
  await tab.shows("play on to closing");
  await tab.press("play on to closing");
  await tab.until("pizzeria.state.screen === 'ending'");
  await tab.until("!pizzeria.shop.exports.busy()");
  await picture("phone-debrief");
});

test("the page follows the system: dark, light, and no motion", async () => {
  await tab.media({ "prefers-color-scheme": "dark", "prefers-reduced-motion": "reduce" });
  await open();
  const ground = () => tab.value("pizzeria.screen.pen.getImageData(1, pizzeria.screen.canvas.height - 1, 1, 1).data.slice(0, 3).join()");
  assert.equal(await ground(), "12,12,12");
  await picture("dark");
  await tab.media({ "prefers-color-scheme": "light", "prefers-reduced-motion": "no-preference" });
  await tab.until("pizzeria.screen.light && !pizzeria.all");
  assert.equal(await ground(), "250,250,250");
  await picture("light");
});

test("a dropped file with mistakes is complained about, a sound one opens and is there after a reload", async () => {
  const bad = join(folder, "wrong.toml");
  writeFileSync(bad, own.replace("orders_per_hour", "orders_per_huor").replace('"4m"', '"-4m"'));
  const good = join(folder, "mine.toml");
  writeFileSync(good, own);
  await open();
  await tab.drop(bad);
  await tab.until("document.getElementById('complaint').open");
  const complaint = await tab.value("document.getElementById('complaint').innerText");
  for (const words of ["wrong.toml:5:", "orders_per_huor", "orders_per_hour", "^^^"]) {
    assert.ok(complaint.includes(words), complaint);
  }
  await picture("complaint");
  await tab.keys("Escape");
  await tab.until("!document.getElementById('complaint').open && pizzeria.state.screen === 'picker'");
  await tab.drop(good);
  await tab.until("pizzeria.state.screen === 'story' && pizzeria.state.title === 'My own shop'");
  await tab.keys("Escape");
  await tab.shows("mine.toml");
  await tab.reload();
  await tab.until("globalThis.pizzeria?.state.screen === 'picker'");
  // Own files stand below three books.
  await tab.keys("End");
  await tab.shows("mine.toml");
});

test("an evening travels as a link: at a moment, to be beaten, and with its scenario", async () => {
  await begin();
  await tab.keys("a", "h", "Enter");
  await tab.shows("Bo starts at Main Street");
  // From the rewind: this evening, at this moment.
  await tab.keys("n");
  await tab.until("!pizzeria.shop.exports.busy() && !pizzeria.shop.exports.dirty()");
  await tab.keys("Escape", "w");
  await tab.shows("a minute");
  const link = await copied(tab);
  assert.ok(link.startsWith(`${site.address}#pz1.`), link);
  const other = await browser.tab(await browser.player());
  await other.go(link);
  await other.until("globalThis.pizzeria?.state.screen === 'shop'");
  await other.shows("a minute");
  assert.equal(await other.value("location.hash"), "");
  await picture("link");
  // Without a moment it is to be beaten; a file of one's own travels inside.
  await other.pasteText(own);
  await other.until("pizzeria.state.title === 'My own shop'");
  await other.keys("Enter");
  await other.until("pizzeria.state.screen === 'shop'");
  await other.keys("q");
  await other.shows("play on to closing");
  await other.keys("e");
  await other.until("pizzeria.state.screen === 'ending' && !pizzeria.shop.exports.busy()");
  const code = (await copied(other)).split("#").at(-1);
  assert.deepEqual(other.trouble, []);
  await other.close();
  await tab.keys("Escape", "Escape");
  await tab.pasteText(code);
  await tab.until("pizzeria.state.screen === 'story' && pizzeria.state.title === 'My own shop'");
  // What is not whole is not opened.
  await tab.pasteText(code.slice(0, -9));
  await tab.until("document.getElementById('complaint').open");
});

test("a code of the terminal opens in the page, and one of the page in the terminal", async () => {
  await open(`#${terminal("code", LESSON, "--solution")}`);
  await tab.until("pizzeria.state.screen === 'story'");
  assert.equal(await tab.value("pizzeria.state.title"), TITLE);
  await intoTheShop();
  await tab.keys("a", "h", "Enter");
  await tab.shows("Bo starts at Main Street");
  await tab.keys("q");
  await tab.shows("play on to closing");
  await tab.keys("e");
  await tab.until("pizzeria.state.screen === 'ending' && !pizzeria.shop.exports.busy()");
  const code = (await copied(tab)).split("#").at(-1);
  // Ends with an error, and so does this test, where the histories differ.
  assert.match(terminal("run", code, "--verify"), /digest d2:/u);
});

test("a scenario can be pasted", async () => {
  await open();
  await tab.pasteText(own);
  await tab.until("pizzeria.state.title === 'My own shop'");
  await tab.pasteText("[menu.pizza]\nwork = 4\n");
  await tab.until("document.getElementById('complaint').open");
});

test("what is kept goes into one file, and comes back out of it", async () => {
  await begin();
  await tab.keys("a", "h", "Enter");
  await tab.shows("Bo starts at Main Street");
  const before = await clock();
  await browser.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder, browserContextId: player, eventsEnabled: true });
  const done = tab.happensInBrowser("Browser.downloadProgress", ({ state }) => state === "completed");
  await tab.pressElement("#export");
  await done;
  const file = join(folder, "pizza-shop-story.json");
  const exported = JSON.parse(readFileSync(file, "utf8"));
  assert.equal(Object.keys(exported.documents).filter((key) => key.startsWith("game/")).length, 1);
  // Somebody else's browser.
  const other = await browser.tab(await browser.player());
  await other.go(site.address);
  await other.until("globalThis.pizzeria?.state.screen === 'picker'");
  await other.drop(file);
  await other.until("document.getElementById('import').open");
  const loaded = other.happens("Page.loadEventFired");
  await other.pressElement('#import button[value="yes"]');
  await loaded;
  await other.until("globalThis.pizzeria?.state.screen === 'picker'");
  await other.shows("c go on");
  await other.keys("c");
  await other.until("pizzeria.state.screen === 'shop'");
  await other.shows(before);
  assert.deepEqual(other.trouble, []);
  await other.close();
});

test("a file that is no export changes nothing", async () => {
  await open();
  const file = join(folder, "strange.json");
  writeFileSync(file, JSON.stringify({ format: "pizza-shop-story", version: 1, documents: { "../x": "y" } }));
  await tab.drop(file);
  await tab.until("document.getElementById('complaint').open");
  assert.equal((await stored("../")).length, 0);
});

test("the same game is played in lines, by keyboard alone", async () => {
  await open();
  // The first thing that Tab reaches leads there.
  await tab.value("document.activeElement.blur()");
  await tab.keys("Tab", "Enter");
  await tab.until("!document.getElementById('lines').hidden");
  const log = "document.querySelector('[role=log]')";
  assert.equal(await tab.value(`${log}.getAttribute('aria-live')`), "polite");
  const say = async (line, answer) => {
    await tab.until("document.activeElement.id === 'line'");
    await tab.keys(...line, "Enter");
    await tab.until(`${log}.innerText.includes(${JSON.stringify(answer)})`);
  };
  await say("lessons", TITLE);
  await say("open 4", "Six minutes for a two-minute pizza");
  await say("go", "The shop is open");
  await say("hire_chef outlet=\"Main Street\"", "A chef is hired");
  await say("status", "in the shop, ");
  await picture("lines");
  await say("end", "Digest d2:");
  await say("chapters", "Say lessons");
  await tab.until("pizzeria.state.screen === 'picker'");
});

test("Tab leads out of the picture where it means nothing", async () => {
  await open();
  assert.equal(await tab.value("document.activeElement.id"), "picture");
  await tab.keys("Tab");
  assert.notEqual(await tab.value("document.activeElement.id"), "picture");
});

test("without scripts there is a list of all lessons", async () => {
  await tab.send("Emulation.setScriptExecutionDisabled", { value: true });
  await tab.go(site.address);
  const { root } = await tab.send("DOM.getDocument", { depth: -1 });
  const { nodeId } = await tab.send("DOM.querySelector", { nodeId: root.nodeId, selector: "noscript a[href='lessons.html']" });
  assert.ok(nodeId > 0, "the page says where");
  await picture("without-scripts");
  await tab.go(`${site.address}lessons.html`);
  await tab.send("Emulation.setScriptExecutionDisabled", { value: false });
  assert.ok((await tab.value("document.querySelectorAll('ol li a[href^=\"./#play.\"]').length")) > 15);
  assert.ok(await tab.value("[...document.images].length === 6 && document.images[0].naturalWidth > 0"));
  await picture("lessons");
  await tab.loaded(async () => tab.pressAt(await tab.placeOf(`a[href="./#play.${LESSON}"]`)));
  await tab.until("globalThis.pizzeria?.state.screen === 'story'");
  assert.equal(await tab.value("pizzeria.state.title"), TITLE);
});

test("the first picture comes soon, and each one quickly", async () => {
  await tab.send("Network.enable");
  await tab.send("Network.setCacheDisabled", { cacheDisabled: true });
  await tab.size({ width: 1920, height: 1200 });
  await begin();
  const first = await tab.value("performance.getEntriesByName('first picture')[0].startTime");
  await tab.size({ width: 1600, height: 1100 });
  // Cells of which 200 × 60 and more fit.
  await tab.value("(pizzeria.screen.fit(200 * 8, 61 * 17, 1), pizzeria.all = true, pizzeria.act(() => pizzeria.shop.exports.resize(200, 60)))");
  await tab.keys("1", " ");
  await tab.value("void (pizzeria.took = [])");
  await tab.until("pizzeria.took.length >= 60 || document.querySelector('dialog[open]') || !pizzeria.shop.exports.moving()");
  const took = await tab.value("pizzeria.took.toSorted((a, b) => a - b)");
  const whole = await tab.value(`(() => {
    const began = performance.now();
    pizzeria.all = true;
    pizzeria.draw();
    return performance.now() - began;
  })()`);
  const of = (share) => took[Math.floor((took.length - 1) * share)].toFixed(2);
  console.log(`first picture ${first.toFixed(0)} ms; 200 × 60: of ${took.length} pictures the middle ${of(0.5)} ms, the slowest in twenty ${of(0.95)} ms; all cells anew ${whole.toFixed(2)} ms`);
  assert.ok(took.length > 10, "something moved");
});
