"""Build bot/data/english.txt: English words that typo repair must leave alone, with how often everyday text uses them.

    python scripts/build_english.py --dictionary american-english --text everyday.txt [--text more.tsv ...]

The dictionary is SCOWL's (Debian's `wamerican`); the text is any everyday English, one message a line, the last tab-separated
field being the message. Words of four letters or fewer that the text never uses are left out: they are more often slips.
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


def main() -> None:
    """Write the word list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dictionary", type=Path, required=True)
    parser.add_argument("--text", type=Path, action="append", required=True)
    options = parser.parse_args()
    count = counted(options.text)
    words = {w for w in options.dictionary.read_text(encoding="utf-8").split() if re.fullmatch(r"[a-z]+", w)}
    kept = sorted(w for w in words if count[w] or len(w) > SHORT)
    OUT.write_text("".join(f"{w}\t{count[w]}\n" if count[w] else f"{w}\n" for w in kept), encoding="utf-8")


if __name__ == "__main__":
    main()
