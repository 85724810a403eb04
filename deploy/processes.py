"""Write ``processes.conf``: the dashboard's processes, and which of them a browser goes back to.

python deploy/processes.py 4 > deploy/nginx/processes.conf
python deploy/processes.py 2 --hosts 10.213.18.11 10.213.18.12 > deploy/nginx/processes_compose.conf

A session lives in one process. nginx sends a new browser to each process in turn, tells it the
process's number in a cookie, and sends it there again; should that process be gone, to another one,
whose number the browser keeps from then on.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence

FIRST_PORT = 8501

_HEAD = """\
# Written by deploy/processes.py: do not edit, but run it with another number.
upstream any_seat {{
{servers}
}}
"""

_SEAT = """\
upstream seat_{number} {{
    server {own} max_fails=1 fail_timeout=5s;
{others}
}}
"""

_MAPS = """\
map $cookie_seat $seat_pool {{
    default any_seat;
{pools}
}}

# The last one that was asked is the one that answered.
map $upstream_addr $seat_taken {{
    default "";
{taken}
}}
"""


def addresses(count: int, hosts: Sequence[str]) -> list[str]:
    """Give the address of each process: ports from 8501 on, of each host in turn.

    Raises
    ------
    ValueError
        If there is no process, or neither one host nor one for each.
    """
    if count < 1:
        raise ValueError(f"processes: {count} is less than 1")
    if len(hosts) not in (1, count):
        raise ValueError(f"hosts: {len(hosts)} for {count} processes; give one, or one for each")
    each = list(hosts) * count if len(hosts) == 1 else list(hosts)
    return [f"{host}:{FIRST_PORT + place}" for place, host in enumerate(each)]


def written(servers: Sequence[str]) -> str:
    """Give the configuration for processes at these addresses, whose ports must differ."""
    seats = list(enumerate(servers, start=1))
    pieces = [
        _HEAD.format(
            servers=_lines(f"server {one} max_fails=1 fail_timeout=5s;" for one in servers)
        )
    ]
    for number, own in seats:
        others = _lines(f"server {other} backup;" for other in servers if other != own)
        # With nowhere else to go, nginx must not take the one process for gone.
        seat = _SEAT.format(number=number, own=own, others=others)
        pieces.append(
            seat if others else seat.replace(" max_fails=1 fail_timeout=5s", " max_fails=0")
        )
    pieces.append(
        _MAPS.format(
            pools=_lines(f"{number} seat_{number};" for number, _ in seats),
            taken=_lines(f'"~:{one.rpartition(":")[2]}$" {number};' for number, one in seats),
        )
    )
    return "\n".join(pieces).replace("\n\n}", "\n}")


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(f"    {line}" for line in lines)


def main(arguments: list[str] | None = None) -> int:
    """Write the configuration to the standard output."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, help="how many processes")
    parser.add_argument(
        "--hosts", nargs="+", default=["127.0.0.1"], help="one for all, or one for each"
    )
    options = parser.parse_args(arguments)
    try:
        sys.stdout.write(written(addresses(options.count, options.hosts)))
    except ValueError as wrong:
        parser.error(str(wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
