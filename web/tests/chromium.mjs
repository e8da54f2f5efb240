// Drives Chromium over its debugging pipe: a few commands of the DevTools protocol, and nothing to install beside the
// browser. What must happen is waited for in the page, frame by frame; nobody sleeps.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless=new",
  "--remote-debugging-pipe",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-renderer-backgrounding",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--hide-scrollbars",
  "--force-color-profile=srgb",
];
/** Whatever is waited for longer than this does not happen (milliseconds). */
const LONGEST = 60_000;

/** A key by its name: code and number as a browser tells them. */
const KEYS = {
  Enter: ["Enter", 13, "\r"],
  Escape: ["Escape", 27],
  Tab: ["Tab", 9],
  Backspace: ["Backspace", 8],
  ArrowUp: ["ArrowUp", 38],
  ArrowDown: ["ArrowDown", 40],
  ArrowLeft: ["ArrowLeft", 37],
  ArrowRight: ["ArrowRight", 39],
  PageDown: ["PageDown", 34],
  Home: ["Home", 36],
  End: ["End", 35],
};

export class Browser {
  static async start(program) {
    const browser = new Browser();
    browser.home = mkdtempSync(join(tmpdir(), "pizzeria-chromium-"));
    // Root has no sandbox to run in.
    const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const args = [...FLAGS, ...asRoot, `--user-data-dir=${browser.home}`, "about:blank"];
    browser.child = spawn(program, args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    browser.waiting = new Map();
    browser.listeners = new Set();
    browser.count = 0;
    let rest = "";
    browser.child.stdio[4].setEncoding("utf8").on("data", (text) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop();
      for (const message of messages) browser.hear(JSON.parse(message));
    });
    browser.child.on("exit", () => {
      for (const { reject } of browser.waiting.values()) reject(new Error("the browser has ended"));
    });
    await browser.send("Target.setDiscoverTargets", { discover: true });
    return browser;
  }

  hear(message) {
    if (message.id === undefined) {
      for (const listener of this.listeners) listener(message);
      return;
    }
    const { resolve, reject, method } = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) reject(new Error(`${method}: ${message.error.message}`));
    else resolve(message.result);
  }

  send(method, params = {}, sessionId) {
    const id = ++this.count;
    this.child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, method }));
  }

  /** A player of his own: nothing is shared with others but the machine. */
  async player() {
    const { browserContextId } = await this.send("Target.createBrowserContext");
    return browserContextId;
  }

  async tab(player, size = {}) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank", browserContextId: player });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const tab = new Tab(this, sessionId, targetId);
    for (const part of ["Page", "Runtime", "Log", "DOM"]) await tab.send(`${part}.enable`);
    await tab.size(size);
    return tab;
  }

  async close() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    await this.send("Browser.close").catch(() => {});
    await ended;
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

export class Tab {
  constructor(browser, session, target) {
    Object.assign(this, { browser, session, target });
    /** Everything that a player would find in the console. */
    this.trouble = [];
    browser.listeners.add(({ method, params, sessionId }) => {
      if (sessionId !== session) return;
      if (method === "Runtime.exceptionThrown") this.trouble.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
      if (method === "Log.entryAdded" && params.entry.level === "error") this.trouble.push(params.entry.text);
    });
  }

  send(method, params) {
    return this.browser.send(method, params, this.session);
  }

  size({ width = 1280, height = 720, scale = 1, mobile = false } = {}) {
    this.touch = mobile;
    return Promise.all([
      this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: scale, mobile }),
      this.send("Emulation.setTouchEmulationEnabled", { enabled: mobile, maxTouchPoints: mobile ? 5 : 1 }),
    ]);
  }

  media(features) {
    const list = Object.entries(features).map(([name, value]) => ({ name, value }));
    return this.send("Emulation.setEmulatedMedia", { features: list });
  }

  async go(url) {
    await this.loaded(() => this.send("Page.navigate", { url }));
  }

  async reload() {
    await this.loaded(() => this.send("Page.reload", { ignoreCache: true }));
  }

  async loaded(begin) {
    const loaded = this.happens("Page.loadEventFired");
    await begin();
    await loaded;
  }

  /** The next event of this name in the tab. */
  happens(name) {
    return this.next(name, (_, session) => session === this.session);
  }

  /** The next one that is as wanted, and of no tab. */
  happensInBrowser(name, isWanted) {
    return this.next(name, (params, session) => session === undefined && isWanted(params));
  }

  next(name, isWanted) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${name} did not happen`)), LONGEST);
      const listener = ({ method, params, sessionId }) => {
        if (method !== name || !isWanted(params, sessionId)) return;
        clearTimeout(late);
        this.browser.listeners.delete(listener);
        resolve(params);
      };
      this.browser.listeners.add(listener);
    });
  }

  /** The value of an expression in the page. */
  async value(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  /** Until an expression is true, looked at once a picture. */
  async until(expression) {
    const done = await this.value(`new Promise((resolve) => {
      const late = performance.now() + ${LONGEST};
      const look = () => {
        let is = false;
        try { is = ${expression}; } catch {}
        if (is || performance.now() > late) resolve(Boolean(is));
        else requestAnimationFrame(look);
      };
      look();
    })`);
    if (!done) throw new Error(`never: ${expression}\n${await this.text().catch(() => "")}`);
  }

  /** Until what was done can be seen. */
  frames() {
    return this.value("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
  }

  /** What stands on the canvas. */
  text() {
    return this.value("pizzeria.screen.text()");
  }

  /** Until these words stand there. */
  shows(words) {
    return this.until(`pizzeria.screen.text().includes(${JSON.stringify(words)})`);
  }

  hides(words) {
    return this.until(`!pizzeria.screen.text().includes(${JSON.stringify(words)})`);
  }

  async keys(...names) {
    for (const name of names) {
      const [code, number, text] = KEYS[name] ?? ["", 0, name];
      const key = { key: name, code, windowsVirtualKeyCode: number };
      await this.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", ...key, text });
      await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
    }
  }

  /** Where words stand on the canvas, in CSS pixels of the page; the n-th time. */
  async place(words, nth = 0) {
    const place = await this.value(`(() => {
      const rows = pizzeria.screen.text().split("\\n");
      const found = rows.flatMap((row, y) => {
        const all = [];
        for (let x = row.indexOf(${JSON.stringify(words)}); x >= 0; x = row.indexOf(${JSON.stringify(words)}, x + 1)) all.push([x, y]);
        return all;
      });
      if (!found[${nth}]) return null;
      const [x, y] = found[${nth}];
      const { cell, scale, canvas } = pizzeria.screen;
      const letter = [...rows[y].slice(0, x)].length;
      const box = canvas.getBoundingClientRect();
      return { x: box.left + (letter + 0.5) * cell[0] / scale, y: box.top + (y + 0.5) * cell[1] / scale };
    })()`);
    if (!place) throw new Error(`${words} is not on the canvas:\n${await this.text()}`);
    return place;
  }

  /** A click, or a tap where there are fingers, on words of the canvas. */
  async press(words, nth) {
    await this.pressAt(await this.place(words, nth));
  }

  async pressAt({ x, y }) {
    if (this.touch) {
      await this.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
      await this.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
      return;
    }
    const button = { x, y, button: "left", clickCount: 1 };
    await this.send("Input.dispatchMouseEvent", { type: "mousePressed", ...button });
    await this.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...button });
  }

  /** The middle of an element of the page; nothing while something covers it. */
  placeOf(selector) {
    return this.value(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      if (!element) return null;
      element.scrollIntoView({ block: "nearest", inline: "center" });
      const box = element.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      return element.contains(document.elementFromPoint(x, y)) ? { x, y } : null;
    })()`);
  }

  /** On an element, once it lies still: a row that is just being filled moves its buttons. */
  async pressElement(selector) {
    const late = performance.now() + LONGEST;
    for (let last = null; ; ) {
      const now = await this.placeOf(selector);
      if (now && now.x === last?.x && now.y === last?.y) return this.pressAt(now);
      if (performance.now() > late) throw new Error(`never to be pressed: ${selector}`);
      last = now;
      await this.frames();
    }
  }

  wheel({ x, y }, deltaY) {
    return this.send("Input.dispatchMouseEvent", { type: "mouseWheel", x, y, deltaX: 0, deltaY });
  }

  async drop(...files) {
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await this.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
    }
  }

  /** Pastes a text, as a keyboard would. */
  pasteText(text) {
    return this.value(`(() => {
      const data = new DataTransfer();
      data.setData("text/plain", ${JSON.stringify(text)});
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    })()`);
  }

  async picture(file) {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    writeFileSync(file, Buffer.from(data, "base64"));
  }

  async close() {
    await this.browser.send("Target.closeTarget", { targetId: this.target });
  }
}
