// The program: numbers and texts in, numbers and texts out. What it exports is explained in web/src/lib.rs.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Keys that are no character, as the program numbers them. */
const NAMED = 0x110000;
const NAMES = [
  "Enter",
  "Escape",
  "Tab",
  "BackTab",
  "Backspace",
  "Delete",
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
  "PageUp",
  "PageDown",
  "Home",
  "End",
];

/** The number of a key by the browser's name; `null`: the program knows no such key. */
export function keyNumber(name) {
  const at = NAMES.indexOf(name);
  if (at >= 0) return NAMED + at;
  const letters = [...name];
  return letters.length === 1 ? name.codePointAt(0) : null;
}

export class Shop {
  constructor(exports) {
    this.exports = exports;
  }

  /** `source`: a response, as it comes; or the bytes. */
  static async open(source) {
    const { instance } = await instantiate(source);
    return new Shop(instance.exports);
  }

  /** Writes texts into the program's room, one behind the other; answers how many bytes each takes. */
  tell(...texts) {
    const parts = texts.map((text) => encoder.encode(text));
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    // The room may move the memory: the pointer is asked for first.
    let at = this.exports.room(bytes);
    const memory = new Uint8Array(this.exports.memory.buffer);
    for (const part of parts) {
      memory.set(part, at);
      at += part.length;
    }
    return parts.map((part) => part.length);
  }

  /** The text of so many bytes that the last call left. */
  heard(bytes) {
    const at = this.exports.out();
    return decoder.decode(new Uint8Array(this.exports.memory.buffer, at, bytes));
  }

  /** Calls what answers with a text, after telling it one. */
  ask(name, text) {
    if (text !== undefined) this.tell(text);
    return this.heard(this.exports[name]());
  }

  askJson(name, text) {
    return JSON.parse(this.ask(name, text));
  }

  stored(key, value) {
    const [length] = this.tell(key, value ?? "");
    this.exports.stored(length, value !== null);
  }

  /** What is wrong with a scenario; empty: its story is open. */
  file(name, text) {
    const [length] = this.tell(name, text);
    return this.heard(this.exports.file(length));
  }

  /** The cells that changed: their numbers, and how many cells. */
  draw(all) {
    const count = this.exports.draw(all);
    const at = this.exports.out();
    return [new Uint32Array(this.exports.memory.buffer, at, count * 5), count];
  }

  /** The letters of a glyph; the numbers of the last picture are gone. */
  cluster(glyph) {
    return this.heard(this.exports.cluster(glyph));
  }
}

async function instantiate(source) {
  if (source instanceof Response) {
    // A server that does not know the type must not keep anybody from playing.
    const type = source.headers.get("content-type") ?? "";
    if (type.startsWith("application/wasm")) return WebAssembly.instantiateStreaming(source);
    return WebAssembly.instantiate(await source.arrayBuffer());
  }
  return WebAssembly.instantiate(source);
}
