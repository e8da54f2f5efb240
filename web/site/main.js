// The page: opens the program, lets time pass, shows the picture and what stands beside it.

import { listenToKeys, listenToPointers, listenToTyping, showKeys } from "./input.js";
import { Lines } from "./lines.js";
import { Screen } from "./screen.js";
import { Shop } from "./shop.js";
import { Storage } from "./storage.js";

/** Between two pictures, and computing between two looks at the player (milliseconds). */
const FRAME = 30;
const SLICE = 8;
/** Between two looks at what other tabs play. */
const LOOK = 2_000;
const TITLE = "Pizza Shop Story";
/** A code, or a link that ends in one. */
const CODE = /^(\S+#)?pz\d+\.\S+$/u;

const of = (id) => document.getElementById(id);
const light = matchMedia("(prefers-color-scheme: light)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const coarse = matchMedia("(pointer: coarse)");

class Page {
  constructor(shop) {
    this.shop = shop;
    this.screen = new Screen(of("picture"));
    this.storage = new Storage(shop);
    this.lines = new Lines(shop, of("lines"), (call) => this.act(call));
    this.clock = performance.now();
    this.drawn = -Infinity;
    this.looked = 0;
    this.all = true;
    this.state = {};
    /** What drawing and computing took, picture by picture, for whoever measures (milliseconds). */
    this.took = [];
  }

  async begin() {
    this.dress();
    this.fit();
    this.shop.exports.clock(Date.now());
    await this.storage.fill();
    this.shop.exports.begin(this.screen.columns, this.screen.rows);
    this.listen();
    const open = Storage.open();
    if (!this.follow() && open !== null) {
      this.shop.tell(open);
      this.shop.exports.go_on();
    }
    this.frame();
    document.body.classList.add("open");
    of("picture").focus({ preventScroll: true });
  }

  listen() {
    const picture = of("picture");
    const act = (call) => this.act(call);
    listenToKeys(picture, this.shop, act);
    listenToPointers(picture, this.screen, this.shop, act);
    listenToTyping(of("typing"), this.shop, act);
    new ResizeObserver(() => this.resized()).observe(of("stage"));
    for (const query of [light, still]) {
      query.addEventListener("change", () => {
        this.dress();
        this.wake();
      });
    }
    addEventListener("hashchange", () => this.act(() => this.follow()));
    // The browser's own key copies what is seen, unless something else is chosen.
    addEventListener("copy", (event) => {
      if (event.target !== picture && event.target !== document.body) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", this.screen.text());
    });
    addEventListener("paste", (event) => this.paste(event));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.keep();
      else this.wake();
    });
    addEventListener("pagehide", () => this.keep());
    this.listenToFiles();
  }

  listenToFiles() {
    addEventListener("dragover", (event) => {
      event.preventDefault();
      document.body.classList.add("over");
    });
    addEventListener("dragleave", () => document.body.classList.remove("over"));
    addEventListener("drop", (event) => {
      event.preventDefault();
      document.body.classList.remove("over");
      this.take(event.dataTransfer.files);
    });
    of("file").addEventListener("change", (event) => {
      this.take(event.target.files);
      event.target.value = "";
    });
    of("open-file").addEventListener("click", () => of("file").click());
    of("export").addEventListener("click", () => {
      this.keep();
      download("pizza-shop-story.json", Storage.exported());
    });
    for (const dialog of document.querySelectorAll("dialog")) {
      dialog.addEventListener("close", () => of("picture").focus({ preventScroll: true }));
    }
  }

  /** Something the player does: after the time that passed until then. */
  act(call) {
    this.guarded(() => {
      this.pass();
      call();
      this.flush();
    });
    this.wake();
  }

  /** A picture when the browser is ready for one. */
  wake() {
    if (this.waiting || this.broken) return;
    this.waiting = true;
    requestAnimationFrame(() => this.frame());
  }

  frame() {
    this.waiting = false;
    this.guarded(() => {
      const began = performance.now();
      this.pass();
      this.compute();
      const { exports } = this.shop;
      // A screen of 60 pictures a second shows every other.
      if ((exports.dirty() || this.all) && began - this.drawn >= FRAME) {
        this.draw();
        if (this.drawn === -Infinity) performance.mark("first picture");
        this.drawn = began;
        this.took.push(performance.now() - began);
        if (this.took.length > 600) this.took.shift();
      }
      this.lines.hear();
      this.flush();
      if (exports.dirty() || exports.busy() || exports.moving() || this.lines.isWaiting()) this.wake();
    });
  }

  pass() {
    const now = performance.now();
    this.shop.exports.clock(Date.now());
    this.shop.exports.pass((now - this.clock) * 1_000);
    this.clock = now;
  }

  compute() {
    const { exports } = this.shop;
    const until = performance.now() + SLICE;
    let now = performance.now();
    while (exports.busy() && now < until) {
      exports.step();
      const then = performance.now();
      exports.took((then - now) * 1_000);
      now = then;
    }
  }

  draw() {
    const [numbers, count] = this.shop.draw(this.all);
    this.all = false;
    // Asking for letters overwrites the numbers.
    const lasting = numbers.slice();
    this.screen.draw(lasting, count, (glyph) => this.shop.cluster(glyph));
    const told = this.shop.ask("state");
    if (told !== this.told) {
      this.told = told;
      this.show(JSON.parse(told));
    }
  }

  /** What stands beside the picture. */
  show(state) {
    document.title = state.title === null ? TITLE : `${state.title} · ${TITLE}`;
    document.body.dataset.screen = state.screen;
    showKeys(of("keys"), state.keys, (number) => {
      this.act(() => this.shop.exports.key(number, 0));
      this.raiseKeyboard();
    });
    if (state.wantsFile) of("file").click();
    if (state.copied !== null) this.copy(state.copied);
    this.storage.hold(state.held);
    this.state = state;
    this.raiseKeyboard();
  }

  /** Where there is no keyboard. */
  raiseKeyboard() {
    if (!coarse.matches) return;
    if (this.state.typing && document.activeElement !== of("typing")) of("typing").focus({ preventScroll: true });
    else if (!this.state.typing && document.activeElement === of("typing")) of("typing").blur();
  }

  flush() {
    const why = this.storage.flush(download);
    of("notice").hidden = why === "";
    of("notice").textContent = why === "" ? "" : `What you do is not kept: ${why}.`;
    const now = performance.now();
    if (this.state.screen === "picker" && now - this.looked > LOOK) {
      this.looked = now;
      this.storage.lookElsewhere();
    }
  }

  /** The tab may be gone at any moment. */
  keep() {
    this.guarded(() => {
      this.shop.exports.keep();
      this.flush();
    });
  }

  resized() {
    if (!this.fit()) return;
    this.act(() => this.shop.exports.resize(this.screen.columns, this.screen.rows));
  }

  /** Whether the grid is another one. */
  fit() {
    const room = of("stage").getBoundingClientRect();
    const before = [room.width, room.height, devicePixelRatio].join();
    if (before === this.room) return false;
    this.room = before;
    this.screen.fit(room.width, room.height, devicePixelRatio);
    of("stage").classList.toggle("tall", this.screen.canvas.height / devicePixelRatio > room.height + 1);
    this.all = true;
    // Another screen may have other pixels.
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => this.resized(), { once: true });
    return true;
  }

  dress() {
    this.shop.exports.looks(light.matches, still.matches);
    this.screen.dress(light.matches);
    this.all = true;
  }

  /** An evening for somebody else: its card, and a link that opens it. */
  async copy(card) {
    const lines = card.split("\n");
    const code = lines.pop();
    const text = [...lines, `${location.origin}${location.pathname}#${code}`].join("\n");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Where the browser does not let us, the player does it.
      complain("To be copied", text);
    }
  }

  /** An evening that was sent as a code or as a link. */
  openCode(code) {
    let wrong = "";
    this.act(() => {
      wrong = this.shop.ask("code", code);
    });
    if (wrong !== "") complain("The code cannot be opened", wrong);
    return wrong === "";
  }

  /** What the address asks for: an evening, a lesson, or the lines. */
  follow() {
    const wish = decodeURIComponent(location.hash.slice(1));
    if (wish === "") return false;
    // Whoever reloads the page means what he played since.
    history.replaceState(null, "", location.pathname + location.search);
    if (wish === "lines") {
      this.lines.show();
      return false;
    }
    if (CODE.test(wish)) return this.openCode(wish);
    const lesson = /^play\.(.+)$/u.exec(wish)?.[1];
    if (lesson === undefined) return false;
    this.shop.tell(lesson);
    return this.shop.exports.lesson() !== 0;
  }

  paste(event) {
    if (event.target.closest?.("input, textarea, dialog") && event.target !== of("typing")) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text");
    if (event.clipboardData.files.length > 0) this.take(event.clipboardData.files);
    else if (CODE.test(text.trim())) this.openCode(text.trim());
    else if (this.state.typing || !text.includes("\n")) {
      this.shop.tell(text);
      this.act(() => this.shop.exports.paste());
    } else this.open("pasted.toml", text);
  }

  /** Files that were dropped, chosen or pasted. */
  async take(files) {
    for (const file of files) {
      const text = await file.text();
      let found;
      try {
        found = Storage.read(text);
      } catch (error) {
        complain(`${file.name} cannot be used`, error.message);
        return;
      }
      if (found === null) this.open(file.name, text);
      else this.import(found);
    }
  }

  /** A scenario of the player's own, or what is wrong with it. */
  open(name, text) {
    let wrong = "";
    this.act(() => {
      wrong = this.shop.file(name, text);
    });
    if (wrong !== "") complain(`${name} is no sound scenario`, wrong);
  }

  import(found) {
    const games = found.filter(([key]) => key.startsWith("game/")).length;
    of("import-what").textContent =
      `The file has settings, progress and ${games} ${games === 1 ? "game" : "games"}. ` +
      "They take the place of what this browser keeps.";
    const dialog = of("import");
    dialog.returnValue = "";
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue !== "yes") return;
        try {
          Storage.replace(found);
        } catch (error) {
          complain("Nothing was imported", `This browser does not take it: ${error.message}`);
          return;
        }
        // What the program holds now is not to be kept over it.
        this.broken = true;
        location.reload();
      },
      { once: true },
    );
    dialog.showModal();
  }

  /** A program that broke is not asked again; what it kept is there. */
  guarded(call) {
    if (this.broken) return;
    try {
      call();
    } catch (error) {
      this.broken = true;
      const words = error instanceof WebAssembly.RuntimeError ? this.shop.ask("last_words") : "";
      complain("The program broke", `${words || error.stack}\n\nReload the page: the game goes on from its last command.`);
      throw error;
    }
  }
}

function complain(title, text) {
  of("complaint-title").textContent = title;
  of("complaint-text").textContent = text;
  if (!of("complaint").open) of("complaint").showModal();
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  // The browser has its own hold of it once the download has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function main() {
  of("loading").textContent = "Lighting the oven …";
  try {
    const page = new Page(await Shop.open(await fetch("pizzeria.wasm")));
    // For the tests, and for whoever is curious.
    globalThis.pizzeria = page;
    await page.begin();
  } catch (error) {
    of("loading").textContent = `It does not open here: ${error.message}. The list of lessons below needs nothing.`;
    throw error;
  }
}

main();
