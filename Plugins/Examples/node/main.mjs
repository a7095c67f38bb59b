// Web addresses, mail addresses, handles and hashtags, each with where it leads.

import { annotator } from "./diple-plugin.mjs";

const host = String.raw`(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}`;

// In this order: what one has found belongs to no other.
const kinds = [
  {
    type: "url", confidence: 0.98, pattern: new RegExp(String.raw`\b(?:https?:\/\/[^\s<>"“”]{1,2000}|www\.${host}(?:\/[^\s<>"“”]{0,2000})?)`, "giu"),
    target: (text) => (/^https?:/i.test(text) ? text : `https://${text}`),
  },
  {
    type: "email", confidence: 0.95, pattern: new RegExp(String.raw`(?<![\p{L}\p{N}._%+@-])[\p{L}\p{N}._%+-]{1,64}@${host}`, "gu"),
    target: (text) => `mailto:${text}`,
  },
  {
    // @ana or, as in the Fediverse, @ana@kostel.example
    type: "handle", confidence: 0.85, pattern: new RegExp(String.raw`(?<![\p{L}\p{N}_@.\/])@([A-Za-z0-9_]{1,30})(?:@(${host}))?(?![\p{L}\p{N}_@])`, "gu"),
    target: (text, site, [, name, at]) => (at ? `https://${at}/@${name}` : `${site}@${name}`),
  },
  {
    type: "hashtag", confidence: 0.85, pattern: /(?<![\p{L}\p{N}_&#\/])#(?=\p{N}*\p{L})[\p{L}\p{N}_]{2,100}/gu,
    target: (text, site) => `${site}tags/${encodeURIComponent(text.slice(1))}`,
  },
];

const named = { url: "a web address", email: "a mail address", handle: "a handle", hashtag: "a hashtag" };

annotator((doc) => {
  const found = [];
  for (const { type, confidence, pattern, target } of kinds) {
    for (const match of doc.text.matchAll(pattern)) {
      const text = type === "url" ? withoutSentence(match[0]) : match[0];
      const [start, end] = [match.index, match.index + text.length];
      if (found.some((other) => start < other.end && other.start < end)) continue;
      found.push(doc.annotation("link", start, end, {
        confidence, rule: type, reason: `written as ${named[type]} is`,
        attributes: { type, target: target(text, doc.settings.site, match) },
      }));
    }
  }
  return found.sort((a, b) => a.start - b.start);
});

/** The full stop after an address ends the sentence; a bracket that the address did not open is not its own. */
function withoutSentence(url) {
  for (;;) {
    const last = url.at(-1);
    const isStray = last === ")" && url.split(")").length > url.split("(").length;
    if (!isStray && !/[.,;:!?'’\]]/.test(last)) return url;
    url = url.slice(0, -1);
  }
}
