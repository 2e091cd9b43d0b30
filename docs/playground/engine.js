// Asks the worker, one question at a time. While it works, only the newest question waits.
"use strict";

class Engine {
  #module;
  #worker = null;
  #waiting = null;
  #busy = false;
  #answered;

  // `answered` takes what the worker returned: {answer} or {failure}, and {busy} in between.
  constructor(answered) {
    this.#answered = answered;
    this.#module = this.#compile();
  }

  ask(texts) {
    this.#waiting = texts;
    this.#next();
  }

  // Ends what is worked at; nothing waits any more.
  stop() {
    this.#waiting = null;
    this.#restart();
  }

  async #compile() {
    const packed = Uint8Array.from(atob(playgroundModule), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return WebAssembly.compile(await new Response(stream).arrayBuffer());
  }

  async #next() {
    if (this.#busy || this.#waiting === null) return;
    this.#busy = true;
    this.#answered({ busy: true });
    try {
      const worker = (this.#worker ??= await this.#start());
      const texts = this.#waiting;
      this.#waiting = null;
      if (texts === null) this.#end({ stopped: true });
      else worker.postMessage({ texts });
    } catch (error) {
      this.#end({ failure: String(error) });
    }
  }

  async #start() {
    const module = await this.#module;
    const source = new Blob([`(${playgroundWorker})();`], { type: "text/javascript" });
    const address = URL.createObjectURL(source);
    const worker = new Worker(address);
    URL.revokeObjectURL(address);
    worker.onmessage = ({ data }) => {
      // After a panic the memory of the module is in no state to go on with.
      if (data.failure) this.#restart();
      this.#end(data);
    };
    worker.onerror = (error) => {
      this.#restart();
      this.#end({ failure: error.message });
    };
    worker.postMessage({ module });
    return worker;
  }

  #restart() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#busy = false;
  }

  #end(outcome) {
    this.#busy = false;
    // An answer to a question that has changed is not shown.
    if (this.#waiting === null) this.#answered(outcome);
    else this.#next();
  }
}
