// What the player does, as the program wants to hear it. The browser's own keys stay the browser's: whatever is held
// with Ctrl, Alt or the system's key, and those that mean nothing here.

import { keyNumber } from "./shop.js";

/** So far a finger or a wheel goes for a row (CSS pixels). */
const ROW = 40;
const TURN = 100;

/** Keys of the picture. */
export function listenToKeys(picture, shop, act) {
  document.addEventListener("keydown", (event) => {
    // Whatever else has the focus knows its keys itself.
    if (event.target !== picture && event.target !== document.body) return;
    const altGraph = event.getModifierState("AltGraph");
    if (event.isComposing || ((event.ctrlKey || event.altKey) && !altGraph) || event.metaKey) return;
    const name = event.key === "Tab" && event.shiftKey ? "BackTab" : event.key;
    const number = keyNumber(name);
    if (number === null) return;
    // Nobody is caught in the picture: where Tab means nothing it leads on.
    if (event.key === "Tab" && !shop.exports.knows(number)) return;
    event.preventDefault();
    act(() => shop.exports.key(number, latin(event)));
  });
}

/** The key that lies there on a Latin keyboard, where the letter is of another script. */
function latin(event) {
  if (event.key.length !== 1 || event.key.charCodeAt(0) < 0x80) return 0;
  const letter = /^Key([A-Z])$/u.exec(event.code);
  if (!letter) return 0;
  return (event.shiftKey ? letter[1] : letter[1].toLowerCase()).charCodeAt(0);
}

/** Mouse, wheel and fingers. */
export function listenToPointers(picture, screen, shop, act) {
  let last = null;
  let finger = null;
  const point = (event, held) => {
    const [x, y] = screen.at(event);
    if (held && last?.[0] === x && last?.[1] === y) return;
    last = [x, y];
    act(() => shop.exports.point(x, y, held));
  };
  picture.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") {
      finger = event.isPrimary ? { y: event.clientY, moved: false } : null;
      return;
    }
    finger = null;
    if (event.button !== 0) return;
    picture.setPointerCapture(event.pointerId);
    point(event, false);
  });
  picture.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch") {
      if (event.buttons & 1) point(event, true);
      return;
    }
    if (!finger || !event.isPrimary) return;
    const rows = Math.trunc((finger.y - event.clientY) / ROW);
    if (rows === 0) return;
    finger = { y: finger.y - rows * ROW, moved: true };
    const [x, y] = screen.at(event);
    act(() => shop.exports.wheel(x, y, rows));
  });
  // The browser knows best what a tap is. (Not every one says of a click that a finger made it.)
  picture.addEventListener("click", (event) => {
    if (finger && !finger.moved) point(event, false);
  });
  let turned = 0;
  picture.addEventListener(
    "wheel",
    (event) => {
      // Zooming and going sideways are the browser's.
      if (event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      turned += event.deltaMode === 0 ? event.deltaY : event.deltaY * TURN / 3;
      const turns = Math.trunc(turned / TURN);
      if (turns === 0) return;
      turned -= turns * TURN;
      const [x, y] = screen.at(event);
      act(() => shop.exports.wheel(x, y, turns));
    },
    { passive: false },
  );
}

/** Where there is no keyboard a line that nobody sees brings one up; it hands on what is typed. */
export function listenToTyping(line, shop, act) {
  const key = (name) => {
    const number = keyNumber(name);
    if (number !== null) act(() => shop.exports.key(number, 0));
  };
  const reset = () => {
    // Something to delete must stand there, or nobody tells of it.
    line.value = " ";
  };
  line.addEventListener("focus", reset);
  line.addEventListener("input", (event) => {
    if (event.isComposing) return;
    if (event.inputType.startsWith("delete")) key("Backspace");
    else for (const letter of (event.data ?? line.value.slice(1)).replaceAll("\n", "")) key(letter);
    reset();
  });
  line.addEventListener("keydown", (event) => {
    if (!["Enter", "Escape", "ArrowUp", "ArrowDown", "Tab"].includes(event.key)) return;
    event.preventDefault();
    key(event.key);
  });
}

/** A row of buttons: the keys that come to something now. */
export function showKeys(row, keys, press) {
  // The same keys stay the same buttons: a finger that is on one must find it there when it is lifted.
  const told = JSON.stringify(keys);
  if (row.dataset.keys === told) return;
  row.dataset.keys = told;
  row.scrollLeft = 0;
  row.replaceChildren(
    ...keys
      .filter(([number]) => number !== null)
      .map(([number, label, word]) => {
        const button = document.createElement("button");
        const cap = document.createElement("kbd");
        cap.textContent = label;
        button.append(cap, ` ${word}`);
        button.type = "button";
        button.dataset.word = word;
        // The keyboard stays with the picture.
        button.addEventListener("pointerdown", (event) => event.preventDefault());
        button.addEventListener("mousedown", (event) => event.preventDefault());
        button.addEventListener("click", () => press(number));
        return button;
      }),
  );
}
