"""Measure the model and the pages, one after the other, and say whether the targets are met.

make bench                    both
make bench ARGS=model         the model alone, without a browser
make bench ARGS=latency       the pages alone
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def _model() -> int | None:
    from bench import model

    return model.main()


def _latency() -> int | None:
    # Only here, so that the model can be measured where there is no browser.
    from bench import latency

    return latency.main([])


PARTS: dict[str, Callable[[], int | None]] = {"model": _model, "latency": _latency}


def main() -> int:
    """Run the parts that were asked for; 1 if a target of one was missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", nargs="*", choices=[[], *PARTS], help="by default all of them")
    chosen = parser.parse_args().part or list(PARTS)
    missed = False
    for name in chosen:
        print(f"\n== {name} ==", flush=True)
        missed = bool(PARTS[name]()) or missed
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
