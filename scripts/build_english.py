"""Build bot/data/english.txt: English words that typo repair must leave alone, with how often everyday text uses them.

    python scripts/build_english.py --dictionary american-english --common american-english-small \
        --text everyday.txt [--text more.tsv ...]

The dictionaries are SCOWL's (Debian's `wamerican` and `wamerican-small`); the text is any everyday English, one
message a line, the last tab-separated field being the message. Words of four letters or fewer that neither the common
dictionary nor the text has are left out: they are more often slips.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

OUT = Path(__file__).parent.parent / "bot" / "data" / "english.txt"
SHORT = 4


def counted(texts: list[Path]) -> Counter[str]:
    """Count the words of every line's last field."""
    count: Counter[str] = Counter()
    for text in texts:
        for line in text.read_text(encoding="utf-8").splitlines():
            count.update(re.findall(r"[a-z]+", line.rsplit("\t", 1)[-1].lower().replace("'", "")))
    return count


def words_of(dictionary: Path) -> set[str]:
    """Return a dictionary's plain lower-case words."""
    return {w for w in dictionary.read_text(encoding="utf-8").split() if re.fullmatch(r"[a-z]+", w)}


def main() -> None:
    """Write the word list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dictionary", type=Path, required=True)
    parser.add_argument("--common", type=Path, required=True)
    parser.add_argument("--text", type=Path, action="append", required=True)
    options = parser.parse_args()
    count = counted(options.text)
    common = words_of(options.common)
    kept = sorted(w for w in words_of(options.dictionary) | common if count[w] or w in common or len(w) > SHORT)
    OUT.write_text("".join(f"{w}\t{count[w]}\n" if count[w] else f"{w}\n" for w in kept), encoding="utf-8")


if __name__ == "__main__":
    main()
