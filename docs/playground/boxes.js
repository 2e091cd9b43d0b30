// The boxes for text. A long text is not shown in its box: laying out megabytes would block the
// page. It is held beside it.
"use strict";

const SHOWN = 100_000;
const PREVIEW = 400;

class Box {
  #element;
  #area;
  #held = null;
  #changed;

  constructor(element, changed) {
    this.#element = element;
    this.#area = element.querySelector("textarea");
    this.#changed = changed;
    this.#area.addEventListener("beforeinput", (event) => this.#before(event));
    this.#area.addEventListener("input", () => {
      if (this.#area.value.length > SHOWN) this.#hold(this.#area.value, "Pasted");
      changed();
    });
    if (element.dataset.box.endsWith("response")) this.#addFile();
  }

  get id() {
    return this.#element.dataset.box;
  }

  get text() {
    return this.#held ?? this.#area.value;
  }

  set(text, name = "Pasted") {
    this.#release();
    if (text.length > SHOWN) this.#hold(text, name);
    else this.#area.value = text;
    this.#changed();
  }

  mark(wrong) {
    this.#element.classList.toggle("wrong", wrong);
    if (wrong) this.#area.setAttribute("aria-invalid", "true");
    else this.#area.removeAttribute("aria-invalid");
  }

  // Puts the cursor at a line and a column, both from 1.
  go(line, column) {
    if (this.#held !== null) return;
    const lines = this.#area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0);
    const at = start + Math.max(0, column - 1);
    const end = column > 0 ? at + 1 : start + (lines[line - 1] ?? "").length;
    this.#area.focus();
    this.#area.setSelectionRange(at, end);
    const height = this.#area.scrollHeight / lines.length;
    this.#area.scrollTop = Math.max(0, (line - 4) * height);
  }

  get isShown() {
    return this.#held === null;
  }

  async file(file) {
    this.set(await file.text(), file.name);
  }

  // A long paste is taken before it gets into the text area.
  #before(event) {
    const data = event.data;
    if (data === null || data === undefined || data.length <= SHOWN) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = this.#area;
    this.set(value.slice(0, selectionStart) + data + value.slice(selectionEnd));
  }

  #hold(text, name) {
    this.#held = text;
    this.#area.value = "";
    this.#area.hidden = true;
    const held = element("div", "held");
    const row = element("p");
    const size = new Blob([text]).size;
    const remove = element("button", "", "Remove");
    remove.type = "button";
    remove.addEventListener("click", () => {
      this.set("");
      this.#area.focus();
    });
    row.append(element("strong", "", name), ` ${bytes(size)}`, remove);
    held.append(row, element("pre", "", `${text.slice(0, PREVIEW)} …`));
    this.#area.after(held);
    remove.focus();
  }

  #release() {
    this.#held = null;
    this.#area.value = "";
    this.#area.hidden = false;
    this.#element.querySelector(".held")?.remove();
  }

  #addFile() {
    const input = element("input");
    input.type = "file";
    input.accept = ".json,.har,.txt,.http,application/json,text/plain";
    input.id = `${this.id}-file`;
    input.addEventListener("change", () => {
      if (input.files.length > 0) this.file(input.files[0]);
      input.value = "";
    });
    const label = element("label", "file", "Open a file");
    label.htmlFor = input.id;
    this.#element.querySelector(".top").append(input, label);
    this.#element.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.#element.classList.add("over");
    });
    this.#element.addEventListener("dragleave", () => this.#element.classList.remove("over"));
    this.#element.addEventListener("drop", (event) => {
      this.#element.classList.remove("over");
      const file = event.dataTransfer.files[0];
      if (!file) return;
      event.preventDefault();
      this.file(file);
    });
  }
}

// An element with a class and a text. Texts are never markup.
function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function bytes(count) {
  if (count < 1000) return `${count} bytes`;
  if (count < 1e6) return `${Math.round(count / 1e3)} kB`;
  return `${(count / 1e6).toFixed(1)} MB`;
}
