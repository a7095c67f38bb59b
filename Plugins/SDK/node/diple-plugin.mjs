// Annotators for Diple in JavaScript: one file, nothing to install. Copy it beside your main.mjs.
//
//     import { annotator } from "./diple-plugin.mjs";
//
//     annotator((doc) =>
//       [...doc.text.matchAll(/\b(may|might)\b/g)].map((m) =>
//         doc.annotation("hedge", m.index, m.index + m[0].length, { reason: "a modal", attributes: { strength: "weak" } })));
//
// The function may be async. Offsets are what JavaScript counts: UTF-16 code units of `doc.text`. What you print appears in Diple's log.
// To try a module by hand: node main.mjs some-text.txt
//
// Node 18 or newer. The protocol is described in Specs/protocol/plugins.md.

import { readFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

const API = 1;
const output = process.env.DIPLE_OUT === undefined ? undefined : Number(process.env.DIPLE_OUT);
delete process.env.DIPLE_OUT;

/** What is to be annotated. Layers that the manifest does not require are empty. */
export class Document {
  #annotations;
  #request;
  #cancelled;

  constructor(params, settings = {}, request = undefined, cancelled = new Set()) {
    const { document = {}, layers = {} } = params;
    ({ key: this.key, uri: this.uri, language: this.language = "en", date: this.date } = document);
    this.text = params.text;
    this.paragraphs = (params.paragraphs ?? []).map(([start, end, number]) => (
      { start, end, number, text: this.text.slice(start, end) }));
    this.tokens = groups(layers.tokens, 2);
    this.sentences = groups(layers.sentences, 2);
    this.tags = layers.tags ? layers.tags.split(" ") : [];
    this.lemmas = layers.lemmas ? layers.lemmas.split(" ") : [];
    this.heads = layers.heads ?? [];
    this.relations = layers.relations ? layers.relations.split(" ") : [];
    this.nounPhrases = groups(layers.nounPhrases, 4);
    this.verbGroups = groups(layers.verbGroups, 4);
    this.settings = { ...settings, ...params.settings };
    this.#annotations = params.annotations ?? {};
    this.#request = request;
    this.#cancelled = cancelled;
  }

  /** The annotations of a kind that the manifest requires, in document order; each also has `text`. */
  annotations(kind) {
    return (this.#annotations[kind] ?? []).map((annotation) => {
      const pieces = annotation.pieces ?? [[annotation.start, annotation.end]];
      return { ...annotation, pieces, text: pieces.map(([start, end]) => this.text.slice(start, end)).join(" ") };
    });
  }

  /** A finding. `more` holds `confidence`, `reason`, `rule` and `attributes`; a mention is `{ start, end }`. */
  annotation(kind, start, end, more = {}) { return { kind, start, end, ...more }; }

  /** A finding of several pieces, `[[start, end], …]`, in order. */
  splitAnnotation(kind, pieces, more = {}) { return { kind, pieces, ...more }; }

  /** True once nobody wants the answer any more. */
  get cancelled() { return this.#cancelled.has(this.#request); }

  /** Tells how far the work is (0 to 1). */
  progress(fraction, message) {
    if (this.#request !== undefined) notify("$/progress", { id: this.#request, fraction, message });
  }
}

/** Writes a line to Diple's log. Levels: error, warning, info, debug. */
export function log(message, level = "info") { notify("log", { level, message: String(message) }); }

/** Thrown by what a module prepares with: it cannot work here. Its text is the one notice that a person gets. */
export class Unavailable extends Error {}

/** Names the annotator, a function of a `Document` that gives an array of annotations, and speaks the protocol until Diple has no
 * more questions. `prepare` is called first; if it throws `Unavailable`, the module is left out. */
export function annotator(annotate, { prepare = () => {} } = {}) {
  if (output === undefined) return byHand(annotate);
  const manifest = JSON.parse(readFileSync("diple-plugin.json", "utf8"));
  const cancelled = new Set();
  let settings = {};
  // One document after the other, while what comes is read on: so a cancellation is seen.
  let work = Promise.resolve();

  async function found(params, request) {
    return { annotations: [...((await annotate(new Document(params, settings, request, cancelled))) ?? [])] };
  }

  async function answer(id, params) {
    try {
      // Lets what has come meanwhile be read.
      await new Promise((next) => setImmediate(next));
      if (cancelled.has(id)) return send({ id, error: { code: -32800, message: "cancelled" } });
      if (!params.documents) return send({ id, result: await found(params, id) });
      const documents = [];
      for (const one of params.documents) {
        documents.push(await found(one, id).catch((error) => ({ error: { message: told(error) } })));
      }
      send({ id, result: { documents } });
    } catch (error) {
      send({ id, error: { code: -32803, message: told(error) } });
    } finally {
      cancelled.delete(id);
    }
  }

  read(({ id, method, params = {} }) => {
    switch (method) {
      case "hello":
        settings = params.settings ?? {};
        try { prepare(); } catch (error) {
          if (!(error instanceof Unavailable)) throw error;
          return send({ id, error: { code: -32803, message: error.message } });
        }
        return send({ id, result: {
          id: manifest.id, version: manifest.version, api: API, features: ["pipeline", "cancel", "progress", "log", "batch"],
          offsets: "utf16" } });
      case "annotate": work = work.then(() => answer(id, params)); return;
      case "$/cancelRequest": cancelled.add(params.id); return;
      case "shutdown": work = work.then(() => send({ id, result: null })); return;
      case "exit": return process.exit(0);
      default: if (id !== undefined) send({ id, error: { code: -32601, message: `no method ${method}` } });
    }
  });
}

function told(error) {
  console.error(error);
  const place = /([^/\\ (]+:\d+):\d+\)?$/m.exec(error?.stack ?? "")?.[1];
  return `${error}${place ? ` (${place})` : ""}`;
}

function groups(numbers = [], width) {
  const all = [];
  for (let i = 0; i < numbers.length; i += width) all.push(numbers.slice(i, i + width));
  return all;
}

function read(handle) {
  let buffer = Buffer.alloc(0);
  process.stdin.on("data", (chunk) => {
    buffer = buffer.length ? Buffer.concat([buffer, chunk]) : chunk;
    for (;;) {
      const end = buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/content-length:\s*(\d+)/i.exec(buffer.toString("latin1", 0, end))?.[1] ?? 0);
      if (buffer.length < end + 4 + length) return;
      const body = buffer.toString("utf8", end + 4, end + 4 + length);
      buffer = buffer.subarray(end + 4 + length);
      handle(JSON.parse(body));
    }
  });
  process.stdin.on("end", () => process.exit(0));
}

function send(message) {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  let frame = Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
  while (frame.length > 0) {
    try {
      frame = frame.subarray(writeSync(output, frame));
    } catch (error) {
      if (error.code === "EPIPE") process.exit(0);
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

function notify(method, params) {
  if (output === undefined) console.error(params.message ?? "");
  else send({ method, params });
}

/** Without Diple: annotates files, with their text and the manifest's settings only, and prints what was found. */
async function byHand(annotate) {
  const paths = process.argv.slice(2);
  if (paths.length === 0) console.error(`This is a module of Diple. To try it: node ${process.argv[1]} TEXT-FILE`);
  const manifest = JSON.parse(readFileSync(join(dirname(process.argv[1]), "diple-plugin.json"), "utf8"));
  const settings = Object.fromEntries(Object.entries(manifest.settings ?? {}).map(([name, setting]) => [name, setting.default]));
  for (const path of paths) {
    const text = readFileSync(path, "utf8");
    for (const found of (await annotate(new Document({ text, paragraphs: [[0, text.length, 0]] }, settings))) ?? []) {
      const pieces = found.pieces ?? [[found.start, found.end]];
      console.log([path, found.kind, pieces.map(([a, b]) => text.slice(a, b)).join(" … "), JSON.stringify(found)].join("\t"));
    }
  }
}
