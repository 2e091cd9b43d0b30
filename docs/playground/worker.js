// The worker, behind the glue of wasm-bindgen: `.ci/browser` puts both into one function of
// pkg/engine.js. The first message is the compiled module, each later one is a question.
self.onmessage = ({ data }) => {
  if (data.module) {
    wasm_bindgen.initSync({ module: data.module });
    return;
  }
  try {
    self.postMessage({ answer: JSON.parse(wasm_bindgen.conclude(...data.texts)) });
  } catch (error) {
    self.postMessage({ failure: String(error) });
  }
};
