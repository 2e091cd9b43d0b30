// The page: its boxes, the engine, and the result, live.
"use strict";

// After the last keystroke, in milliseconds.
const PAUSE = 200;

const boxes = new Map();
const result = new Result(boxes);
const busy = document.querySelector(".busy");
let timer = 0;

const engine = typeof playgroundWorker === "function" ? new Engine(answered) : null;

for (const room of document.querySelectorAll("[data-box]")) {
  const box = new Box(room, changed);
  boxes.set(box.id, box);
}

const examples = document.querySelector(".examples");
for (const example of EXAMPLES) {
  const button = element("button", "", example.title);
  button.type = "button";
  button.addEventListener("click", () => {
    for (const box of boxes.values()) box.set(example[box.id] ?? "");
    ask();
  });
  examples.append(button);
}
const clear = element("button", "clear", "Clear");
clear.type = "button";
clear.addEventListener("click", () => {
  for (const box of boxes.values()) box.set("");
  ask();
});
examples.append(clear);

document.getElementById("stop").addEventListener("click", () => {
  engine.stop();
  answered({ stopped: true });
});

// A file beside the boxes goes into the first response, rather than in place of the page.
document.addEventListener("dragover", (event) => {
  if (event.dataTransfer.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const file = event.dataTransfer?.files[0];
  if (event.defaultPrevented || !file) return;
  event.preventDefault();
  boxes.get("response").file(file);
});

function changed() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

function ask() {
  clearTimeout(timer);
  const order = ["request", "response", "next-request", "next-response"];
  const texts = order.map((id) => boxes.get(id).text);
  engine?.ask(texts);
}

function answered({ busy: isBusy, answer, failure, stopped }) {
  busy.hidden = !isBusy;
  document.body.classList.toggle("working", Boolean(isBusy));
  if (isBusy) {
    const size = [...boxes.values()].reduce((sum, box) => sum + box.text.length, 0);
    busy.querySelector("span").textContent = `Reading ${bytes(size)} …`;
    return;
  }
  for (const box of boxes.values()) box.mark(false);
  if (failure) result.failure(failure);
  else if (stopped) result.stopped();
  else if (answer.problem) result.problem(answer.problem);
  else if (answer.conclusions.length === 0) result.empty();
  else result.conclusions(answer.conclusions);
}

if (engine) {
  result.empty();
} else {
  result.missing();
}
