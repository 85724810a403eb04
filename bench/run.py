"""Measure the parts that are asked for, one after the other, and say whether the targets are met.

make bench                      all of them
make bench ARGS=model           the model alone, without a browser
make bench ARGS=latency         how the pages follow a lever
make bench ARGS=opening         how soon they stand when they are opened
make bench ARGS=peers           the engine beside others, each on its own (bench/README.md)
make bench ARGS=growth          how time grows with years, cells, plans, paths and members
make bench ARGS="peers page"    and write docs/speed.md from what has been measured
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


def _opening() -> int | None:
    from bench import opening

    return opening.main([])


def _peers() -> int | None:
    from bench import against

    return against.main()


def _growth() -> int | None:
    from bench import growth

    return growth.main()


def _page() -> int | None:
    from bench import speed_page

    return speed_page.main()


PARTS: dict[str, Callable[[], int | None]] = {
    "model": _model,
    "latency": _latency,
    "opening": _opening,
    "peers": _peers,
    "growth": _growth,
    "page": _page,
}


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
