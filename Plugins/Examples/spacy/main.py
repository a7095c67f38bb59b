"""Entities by spaCy, in the place of Diple's own: quotes and stance then use these."""

import functools
import importlib.util
import os
import sys

# A paragraph is too small to share among threads, and a sandbox counts them.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

from diple_plugin import Unavailable, annotator, run

# OntoNotes' types (what spaCy's English pipelines know) as Diple's. Dates and numbers are no entities here.
TYPES = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
    "EVENT": "event", "PRODUCT": "product", "WORK_OF_ART": "work", "LAW": "work",
}
# What a name needs, and nothing else of the pipeline.
NOT_NEEDED = ["parser", "senter", "tagger", "morphologizer", "attribute_ruler", "lemmatizer"]


def prepare():
    if importlib.util.find_spec("spacy") is None:
        raise Unavailable(f"{sys.executable} has no spaCy; README.md of the module tells how to give it one")
    if not models():
        raise Unavailable(f"{sys.executable} has spaCy, but no English pipeline: {sys.executable} -m spacy download en_core_web_sm")


def models():
    """The English pipelines that are installed, the largest first. Does not import spaCy, which takes seconds."""
    from importlib.metadata import entry_points

    points = entry_points()
    group = points.select(group="spacy_models") if hasattr(points, "select") else points.get("spacy_models", [])
    sizes = ["lg", "md", "sm", "trf"]
    size = {name: next((i for i, s in enumerate(sizes) if f"_{s}" in name), len(sizes)) for name in (p.name for p in group)}
    return sorted((name for name in size if name.startswith("en_")), key=lambda name: (size[name], name))


@functools.lru_cache(maxsize=2)
def pipeline(model):
    import spacy

    return spacy.load(model or models()[0], exclude=NOT_NEEDED)


@annotator(batch=True)
def entities(documents):
    found = [[] for _ in documents]
    for model in sorted({document.settings["model"] for document in documents}):
        nlp = pipeline(model)
        # spaCy does not say how sure it is of a name; its authors have measured how often it is right.
        precision = nlp.meta.get("performance", {}).get("ents_per_type") or {}
        # A line break inside a paragraph is a space; offsets stay.
        work = [
            (paragraph.text.replace("\n", " ").replace("\r", " "), (document, paragraph, annotations))
            for document, annotations in zip(documents, found) if document.settings["model"] == model
            for paragraph in document.paragraphs if len(paragraph.text) < nlp.max_length
        ]
        for parsed, (document, paragraph, annotations) in nlp.pipe(work, as_tuples=True):
            annotations += names(parsed, document, paragraph, precision)
    return found


def names(parsed, document, paragraph, precision):
    """The names of a paragraph. A family name stands for who bears it, as far as the paragraph tells."""
    people = {}
    for entity in parsed.ents:
        kind = TYPES.get(entity.label_)
        start, end = trimmed(entity)
        if kind is None or start == end:
            continue
        name = " ".join(parsed.text[start:end].split())
        if kind == "person":
            name = people.setdefault(name.split()[-1], name)
        yield document.annotation(
            "entity", paragraph.start + start, paragraph.start + end, rule=entity.label_.lower(),
            confidence=round(precision.get(entity.label_, {}).get("p", 0.8), 2),
            reason=f"spaCy calls it {entity.label_}", type=kind, entity=f"{kind} {name}", name=name)


def trimmed(entity):
    """Without the article before a name and the possessive behind it, which are no part of it for Diple."""
    tokens = [token for token in entity if not token.is_space]
    if len(tokens) > 1 and tokens[0].lower_ in ("the", "a", "an"):
        tokens = tokens[1:]
    if len(tokens) > 1 and tokens[-1].lower_ in ("'s", "’s", "'", "’"):
        tokens = tokens[:-1]
    if not tokens:
        return entity.start_char, entity.start_char
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


run(prepare)
