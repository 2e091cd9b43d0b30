// Colours for Rust and JSON: words of a few kinds, as elements.
"use strict";

const KINDS = {
  rust: [
    ["comment", /\/\/[^\n]*/],
    ["string", /\br(?<hashes>#*)"[^]*?"\k<hashes>|"(?:\\[^]|[^"\\])*"/],
    ["attribute", /#!?\[[\w:]+/],
    ["keyword", /\b(?:as|async|await|const|else|fn|for|if|impl|in|let|match|mod|mut|pub|return|self|static|struct|super|use|while)\b/],
    ["type", /\b(?:[A-Z]\w*|bool|char|f64|i64|str|u16|u32|u64|usize)\b/],
    ["number", /\b\d[\d_.]*\b/],
  ],
  json: [
    ["key", /"(?:\\.|[^"\\\n])*"(?=\s*:)/],
    ["string", /"(?:\\.|[^"\\\n])*"/],
    ["keyword", /\b(?:true|false|null)\b/],
    ["number", /-?\b\d[\d.eE+-]*/],
  ],
};

// What is longer stays in one colour.
const COLOURED = 60_000;

function highlighted(text, language) {
  const code = element("code");
  if (text.length > COLOURED) {
    code.textContent = text;
    return code;
  }
  const kinds = KINDS[language];
  const names = kinds.map(([name]) => name);
  const sources = kinds.map(([name, pattern]) => `(?<${name}>${pattern.source})`);
  const pattern = new RegExp(sources.join("|"), "g");
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    code.append(text.slice(end, match.index));
    const kind = names.find((name) => match.groups[name] !== undefined);
    code.append(element("span", kind, match[0]));
    end = match.index + match[0].length;
  }
  code.append(text.slice(end));
  return code;
}
