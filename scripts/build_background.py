"""Build bot/data/background.txt: questions that no clinic's FAQ holds, for calibration to learn what to stay away from.

    python scripts/build_background.py --clinc clinc150.tsv

Takes CLINC150's out-of-scope questions of the training and validation splits; columns: split, intent, text.
"""

from __future__ import annotations

import argparse
from pathlib import Path

OUT = Path(__file__).parent.parent / "bot" / "data" / "background.txt"


def main() -> None:
    """Write the background."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clinc", type=Path, required=True)
    rows = (line.split("\t") for line in parser.parse_args().clinc.read_text(encoding="utf-8").splitlines())
    OUT.write_text("".join(f"{row[-1]}\n" for row in rows if row[0] in {"oos_train", "oos_val"}), encoding="utf-8")


if __name__ == "__main__":
    main()
