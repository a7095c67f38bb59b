// Marks words that only make the next one louder: “really old”.
import { annotator } from "./diple-plugin.mjs";

const intensifiers = new Set(["really", "extremely", "incredibly"]);

annotator((doc) => {
  const words = doc.tokens.map(([start, end]) => doc.text.slice(start, end));
  const found = [];
  for (let i = 0; i + 1 < words.length; i++) {
    if (!intensifiers.has(words[i].toLowerCase()) || doc.tags[i + 1] !== "JJ") continue;
    found.push(doc.annotation("starter", doc.tokens[i][0], doc.tokens[i + 1][1], {
      confidence: 0.8,
      reason: `“${words[i]}” before the adjective “${words[i + 1]}”`,
      rule: "intensifier",
      attributes: { word: words[i + 1] },
    }));
  }
  return found;
});
