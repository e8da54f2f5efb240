// The same game in lines, beside the picture: a log that screen readers read, and a line to type in.

/** More is not kept on the page. */
const MOST = 300;

export class Lines {
  constructor(shop, section, act) {
    this.shop = shop;
    this.section = section;
    this.act = act;
    this.said = section.querySelector("[role=log]");
    this.form = section.querySelector("form");
    this.line = section.querySelector("input");
    this.queue = [];
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const line = this.line.value.trim();
      this.line.value = "";
      if (line !== "") {
        this.queue.push(line);
        this.act(() => this.hear());
      }
    });
    this.line.addEventListener("keydown", (event) => {
      if (event.key === "Escape") document.getElementById("picture").focus();
    });
    document.getElementById("lines-switch").addEventListener("click", () => (this.section.hidden ? this.show() : this.hide()));
    document.getElementById("skip").addEventListener("click", (event) => {
      event.preventDefault();
      this.show();
    });
  }

  show() {
    if (this.section.hidden) {
      this.section.hidden = false;
      document.getElementById("lines-switch").setAttribute("aria-expanded", "true");
      this.act(() => this.say(this.shop.askJson("lines_begin")));
    }
    this.line.focus();
  }

  hide() {
    this.section.hidden = true;
    document.getElementById("lines-switch").setAttribute("aria-expanded", "false");
    document.getElementById("picture").focus();
  }

  /** A line is obeyed once what was begun by the one before it has ended. */
  hear() {
    if (this.section.hidden) return;
    while (this.queue.length > 0 && !this.isAtWork()) {
      const line = this.queue.shift();
      this.say([`> ${line}`], "mine");
      this.say(this.shop.askJson("lines_obey", line));
      this.say(this.shop.askJson("lines_news"));
    }
    this.say(this.shop.askJson("lines_news"));
  }

  isWaiting() {
    return !this.section.hidden && (this.queue.length > 0 || this.isAtWork());
  }

  isAtWork() {
    return this.shop.exports.lines_at_work() !== 0;
  }

  say(lines, kind) {
    if (lines.length === 0) return;
    for (const line of lines) {
      const row = document.createElement("p");
      row.textContent = line;
      if (kind) row.className = kind;
      this.said.append(row);
    }
    while (this.said.childElementCount > MOST) this.said.firstElementChild.remove();
    this.said.scrollTop = this.said.scrollHeight;
  }
}
