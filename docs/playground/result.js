// Shows what the engine returned. Every text that came from a box goes through `textContent`.
"use strict";

const WORDS = { declared: "Declared", undecided: "Undecided", not_paginated: "Not paginated" };
const BOXES = {
  request: "The request",
  response: "The response",
  "next-request": "The second request",
  "next-response": "The second response",
};
// Operations of a HAR file that are listed.
const LISTED = 100;

class Result {
  #room = document.getElementById("result");
  #live = this.#room.querySelector(".live");
  #details = this.#room.querySelector(".details");
  // Where the result is below the boxes.
  #jump = document.querySelector(".jump");
  #boxes;

  constructor(boxes) {
    this.#boxes = boxes;
  }

  empty() {
    const room = element("div", "empty");
    const list = element("ul");
    const kinds = [
      ["declared", "how the list continues is known, and each part of it says from what"],
      ["undecided", "it could page in several ways: the question that is open, and what would settle it"],
      ["not_paginated", "there is no list, or nothing that leads on"],
    ];
    for (const [kind, text] of kinds) {
      const item = element("li");
      item.append(element("span", `badge ${kind}`, WORDS[kind]), element("span", "", text));
      list.append(item);
    }
    room.append(element("h2", "", "Paste a response, or load an example"), element("p", "", "One of three answers comes, while you type:"), list);
    this.#show("empty", [], [room]);
  }

  missing() {
    const card = element("div", "card problem");
    const text = element("p");
    text.append("Make it with ", element("code", "", "bash .ci/browser --playground"), ", and load this page again.");
    card.append(element("h2", "", "The engine is not built"), text);
    this.#show("failure", [card], []);
  }

  failure(text) {
    const card = element("div", "card problem");
    card.append(
      element("h2", "", "The engine failed"),
      element("p", "", "This is a mistake of the engine, not of your text. It was started again."),
      element("pre", "excerpt", text),
    );
    this.#show("failure", [card], []);
  }

  stopped() {
    const card = element("div", "card");
    card.append(element("h2", "", "Stopped"), element("p", "", "A page with a few items says as much as one with thousands."));
    this.#show("stopped", [card], []);
  }

  problem({ at, problem, place, excerpt }) {
    const card = element("div", "card problem");
    card.append(element("h2", "", `${BOXES[at]} cannot be read`));
    const text = element("p");
    text.append(...withCode(sentence(problem)));
    if (place) text.append(" ", element("span", "place", `At ${place}.`));
    card.append(text);
    if (excerpt) {
      const { line, column, text: shown, before } = excerpt;
      const lines = element("pre", "excerpt");
      const number = `${line} | `;
      lines.append(element("span", "number", number), `${shown}\n`);
      if (column > 0) lines.append(element("span", "caret", `${" ".repeat(number.length + before)}^`));
      card.append(lines);
      const box = this.#boxes.get(at);
      if (box.isShown) {
        const go = element("button", "", `Go to line ${line}`);
        go.type = "button";
        go.addEventListener("click", () => box.go(line, column));
        card.append(go);
      }
    }
    this.#boxes.get(at).mark(true);
    this.#show("problem", [card], []);
  }

  conclusions(all) {
    const [first] = all;
    const parts = [];
    if (all.length > 1) parts.push(this.#list(all));
    this.#show(first.result, [], parts);
    this.#choose(first);
  }

  // The operations of a recording, to choose one of.
  #list(all) {
    const nav = element("nav", "operations");
    nav.setAttribute("aria-label", "Operations");
    const declared = all.filter((one) => one.result === "declared").length;
    nav.append(element("p", "", `${all.length} operations, ${declared} declared`));
    const list = element("ul");
    for (const one of all.slice(0, LISTED)) {
      const button = element("button", one.result, one.title || "The response");
      button.type = "button";
      button.addEventListener("click", () => {
        this.#choose(one);
        for (const other of list.querySelectorAll("button")) other.removeAttribute("aria-current");
        button.setAttribute("aria-current", "true");
      });
      const item = element("li");
      item.append(button);
      list.append(item);
    }
    list.querySelector("button").setAttribute("aria-current", "true");
    nav.append(list);
    if (all.length > LISTED) nav.append(element("p", "", `and ${all.length - LISTED} more`));
    return nav;
  }

  #choose(one) {
    this.#state(one.result);
    const kept = this.#details.querySelectorAll(".operations");
    this.#live.replaceChildren(heading(one));
    this.#details.replaceChildren(...kept);
    if (one.evidence.length > 0) this.#details.append(evidence(one.evidence));
    this.#details.append(code(one));
  }

  #state(state) {
    this.#room.dataset.state = state;
    this.#jump.textContent = `${WORDS[state] ?? "Not read"} ↓`;
    this.#jump.className = `jump badge ${state}`;
  }

  #show(state, live, details) {
    this.#state(state);
    this.#live.replaceChildren(...live);
    this.#details.replaceChildren(...details);
  }
}

function heading(one) {
  const card = element("div", `card verdict ${one.result}`);
  const line = element("p", "line");
  const pages = one.pages === 1 ? "1 response" : `${one.pages} responses`;
  line.append(element("span", `badge ${one.result}`, WORDS[one.result]));
  if (one.title.includes("/")) line.append(element("code", "operation", one.title));
  line.append(element("span", "pages", `from ${pages}`));
  card.append(line);
  const title = element("h2");
  title.append(...withCode(sentence(one.question ?? said(one))));
  card.append(title);
  if (one.result === "declared") {
    for (const attribute of one.attributes) card.append(attributeLine(attribute));
  } else if (one.attributes.length > 0) {
    card.append(element("p", "", "It could be one of these:"));
    const list = element("ul", "candidates");
    for (const attribute of one.attributes) {
      const item = element("li");
      item.append(attributeLine(attribute));
      list.append(item);
    }
    card.append(list);
  }
  if (one.result === "undecided" && one.pages === 1) {
    card.append(element("p", "advice", "Ask the API for the page after this one, and paste its request and its response as the second ones: what changed between both mostly settles it."));
  }
  return card;
}

const CONTINUES = {
  token: "The list continues with a token",
  next_url: "Each page has the URL of the next one",
  page: "The list continues by page number",
  offset: "The list continues by the number of items to skip",
  last_item: "The list continues after the key of the last item",
};

// A conclusion in a few words.
function said(one) {
  if (one.result === "not_paginated") return "There is no further page to ask for";
  const [, key] = /^#\[paginate\((\w+)/.exec(one.attributes[0] ?? "") ?? [];
  return CONTINUES[key] ?? "It is known how the list continues";
}

function sentence(text) {
  const begin = text[0].toUpperCase() + text.slice(1);
  return /[.?!]$/.test(begin) ? begin : `${begin}.`;
}

function attributeLine(attribute) {
  const line = element("pre", "attribute-line");
  line.append(highlighted(attribute, "rust"));
  return line;
}

function evidence(all) {
  const card = element("section", "card why");
  card.append(element("h3", "", "Why"));
  const list = element("dl");
  for (const { key, place, text } of all) {
    const row = element("div");
    const seen = element("dd");
    const what = element("dd", "text");
    seen.append(...withCode(place));
    what.append(...withCode(text));
    row.append(element("dt", "", key), seen, what);
    list.append(row);
  }
  card.append(list);
  return card;
}

// "member `next`": what stands in marks is code.
function withCode(text) {
  return text.split("`").map((part, at) => (at % 2 === 1 ? element("code", "", part) : part));
}

function code(one) {
  const card = element("section", "card code");
  const tabs = element("div", "tabs");
  tabs.setAttribute("role", "tablist");
  tabs.setAttribute("aria-label", "What is written");
  const panel = element("pre", "panel");
  panel.id = "panel";
  panel.tabIndex = 0;
  panel.setAttribute("role", "tabpanel");
  const texts = [["Rust", "rust", one.code], ["JSON", "json", one.json]].filter(([, , text]) => text);
  let shown = "";
  const buttons = texts.map(([title, language, text]) => {
    const tab = element("button", "tab", title);
    tab.type = "button";
    tab.id = `tab-${language}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", "panel");
    tab.choose = () => {
      shown = text;
      for (const other of buttons) {
        other.setAttribute("aria-selected", String(other === tab));
        other.tabIndex = other === tab ? 0 : -1;
      }
      panel.setAttribute("aria-labelledby", tab.id);
      panel.replaceChildren(highlighted(text, language));
    };
    tab.addEventListener("click", tab.choose);
    return tab;
  });
  tabs.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next.choose();
    next.focus();
  });
  tabs.append(...buttons);
  const bar = element("div", "bar");
  bar.append(tabs, copyButton(() => shown));
  card.append(bar, panel);
  buttons[0].choose();
  return card;
}

function copyButton(text) {
  const button = element("button", "copy", "Copy");
  button.type = "button";
  button.addEventListener("click", async () => {
    const copied = await copy(text());
    button.textContent = copied ? "Copied" : "Not copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
  return button;
}

// The clipboard is not there for pages of a plain http server other than this machine.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = element("textarea");
    area.value = text;
    document.body.append(area);
    const focused = document.activeElement;
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return copied;
  }
}
