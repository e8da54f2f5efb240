// What the browser keeps: documents under one prefix, games that no other tab may play meanwhile, and all of it as one
// file.

const PREFIX = "pizzeria/";
const LOCK = "pizzeria/game/";
/** Which game this tab plays, to go on with after a reload. */
const OPEN = "pizzeria/open";
/** The head of the file of everything. */
const FORMAT = "pizza-shop-story";
/** What such a file may have in it. */
const KEYS = /^(settings|progress|(game|own|aside)\/.{1,200})$/u;

export class Storage {
  constructor(shop) {
    this.shop = shop;
    this.pending = new Map();
    this.lock = null;
    this.letGo = () => {};
    this.held = null;
  }

  /** The browser's own, or why there is none. */
  static place() {
    try {
      localStorage.getItem(PREFIX);
      return localStorage;
    } catch {
      return null;
    }
  }

  /** Tells the program what is kept, and from now on what other tabs write. */
  async fill() {
    for (const [key, value] of documents()) this.shop.stored(key, value);
    await this.lookElsewhere();
    addEventListener("storage", (event) => {
      if (event.key?.startsWith(PREFIX) && event.storageArea === localStorage) {
        this.shop.stored(event.key.slice(PREFIX.length), event.newValue);
      }
    });
  }

  /** Which games other tabs play. */
  async lookElsewhere() {
    if (!navigator.locks) return;
    const { held } = await navigator.locks.query();
    const games = held.filter((lock) => lock.name.startsWith(LOCK)).map((lock) => lock.name.slice(LOCK.length));
    this.shop.tell(games.filter((game) => game !== this.held).join("\n"));
    this.shop.exports.elsewhere();
  }

  /** Writes what has changed; answers why that could not be done, or nothing. Files go to the player. */
  flush(download) {
    const { documents, files } = this.shop.askJson("changes");
    for (const [key, value] of documents) this.pending.set(key, value);
    for (const [name, text] of files) download(name, text);
    let trouble = "";
    const place = Storage.place();
    for (const [key, value] of this.pending) {
      try {
        if (place === null) throw new Error("this browser keeps nothing here");
        if (value === null) place.removeItem(PREFIX + key);
        else place.setItem(PREFIX + key, value);
        this.pending.delete(key);
      } catch (error) {
        trouble = error.name === "QuotaExceededError" ? "this browser's storage is full" : error.message;
      }
    }
    if (documents.length > 0 || trouble !== (this.trouble ?? "")) {
      this.trouble = trouble;
      this.shop.tell(trouble);
      this.shop.exports.unstored();
    }
    return trouble;
  }

  /** The game that this tab plays, or none. */
  hold(game) {
    if (game === this.held) return;
    this.letGo();
    this.held = game;
    try {
      if (game === null) sessionStorage.removeItem(OPEN);
      else sessionStorage.setItem(OPEN, game);
    } catch {
      // Then a reload begins at the chapters.
    }
    if (game !== null && navigator.locks) {
      const released = new Promise((resolve) => {
        this.letGo = resolve;
      });
      navigator.locks.request(LOCK + game, { ifAvailable: true }, (lock) => (lock ? released : undefined));
    }
  }

  /** The game that was open when this tab was loaded last. */
  static open() {
    try {
      return sessionStorage.getItem(OPEN);
    } catch {
      return null;
    }
  }

  /** Everything, as one file. */
  static exported() {
    return JSON.stringify({ format: FORMAT, version: 1, documents: Object.fromEntries(documents()) }, null, 1);
  }

  /** The documents of such a file; `null`: it is another. Throws a sentence if it cannot be used. */
  static read(text) {
    let file;
    try {
      file = JSON.parse(text);
    } catch {
      return null;
    }
    if (file?.format !== FORMAT) return null;
    if (file.version !== 1) throw new Error("A newer version of the page wrote this file.");
    const found = Object.entries(file.documents ?? {});
    const sound = found.every(([key, value]) => KEYS.test(key) && typeof value === "string");
    if (!sound || found.length === 0) throw new Error("There is something else in this file than progress and games.");
    return found;
  }

  /** Puts those in the place of what is kept. What does not fit changes nothing. */
  static replace(found) {
    const before = documents();
    const put = (all) => {
      for (const [key] of documents()) localStorage.removeItem(PREFIX + key);
      for (const [key, value] of all) localStorage.setItem(PREFIX + key, value);
    };
    try {
      put(found);
    } catch (error) {
      put(before);
      throw error;
    }
    sessionStorage.removeItem(OPEN);
  }
}

function documents() {
  const place = Storage.place();
  if (place === null) return [];
  const keys = Array.from({ length: place.length }, (_, i) => place.key(i)).filter((key) => key.startsWith(PREFIX));
  return keys.sort().map((key) => [key.slice(PREFIX.length), place.getItem(key)]);
}
