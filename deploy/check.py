"""Do what the container files say without a container engine, and see that it holds.

A clean environment from the lock, the files that the Dockerfile copies and nothing else, read-only
and by a user who owns nothing, two processes, nginx before them; then each promise is tried.

make deploy-check
make deploy-check ARGS="--python .venv/bin/python"    with an environment that is there
"""

import argparse
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from deploy.stand import HERE, HOST, ROOT, Stand, end_when_told, find_nginx, open_url

NOBODY = 65534
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "bXV0dWFsLWFpZC1wbGFucw==",
}


def copied(dockerfile: str) -> list[tuple[list[str], str]]:
    """Give what the last stage of a Dockerfile copies from the project: sources and target."""
    last = re.split(r"^FROM ", dockerfile, flags=re.MULTILINE)[-1]
    found = re.findall(r"^COPY (?!--from)(.+)$", last, re.MULTILINE)
    return [(line.split()[:-1], line.split()[-1]) for line in found]


def lay_out(folder: Path) -> None:
    """Copy what the Dockerfile copies, as it does: a folder's content, a file into a folder."""
    for sources, target in copied((HERE / "Dockerfile").read_text(encoding="utf-8")):
        for source in sources:
            there = folder / target
            if (ROOT / source).is_dir():
                unwanted = shutil.ignore_patterns("__pycache__", "plotly-*.js")
                shutil.copytree(ROOT / source, there, dirs_exist_ok=True, ignore=unwanted)
            else:
                there.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, there)


def install(folder: Path, python: str) -> str:
    """Make an environment of what is locked, as the Dockerfile does; give its interpreter."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    own = str(folder / "bin" / "python")
    options = ["--quiet", "--no-cache-dir", "--disable-pip-version-check", "--require-hashes"]
    options += ["--only-binary", ":all:", "-r", str(ROOT / "requirements.lock")]
    subprocess.run([own, "-m", "pip", "install", *options], check=True)
    return own


def make_read_only(folder: Path) -> None:
    """Take the right to write from everybody."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def make_deletable(folder: Path) -> None:
    """Give the owner the right to write back."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


def status(url: str, **headers: str) -> int:
    """Give the status of an answer; 0 where the connection is closed without one."""
    try:
        return open_url(url, headers)[0]
    except OSError:
        return 0


def handshake(stand: Stand, **headers: str) -> tuple[int, str]:
    """Ask for a session: the status, and the process that the browser is to go back to."""
    url = f"{stand.address}/_stcore/stream"
    answer, told, _ = open_url(url, HANDSHAKE | {"Origin": origin(stand)} | headers)
    found = re.match(r"seat=(\d+);", told.get("set-cookie", ""))
    return answer, found[1] if found else ""


def origin(stand: Stand) -> str:
    """Give the origin of the dashboard's pages."""
    return "/".join(stand.address.split("/")[:3])


def headers_are_sent(stand: Stand) -> bool:
    """Say whether pages, files and refusals alike carry the security headers."""
    wanted = {"content-security-policy", "x-content-type-options", "referrer-policy"}
    wanted |= {"permissions-policy"}
    paths = ("/", "/app/static/fonts/inter-latin.woff2", "/_stcore/metrics", "/_stcore/health")
    return all(wanted <= set(open_url(stand.address + path)[1]) for path in paths)


def only_needed_paths_answer(stand: Stand) -> bool:
    """Say whether metrics and what a page does not need are closed, however they are written."""
    shut = (
        "metrics",
        "agent/mcp",
        "agent/openapi.json",
        "script-health-check",
        "metrics?x=/health",
    )
    ways = [f"{stand.address}/_stcore/{path}" for path in shut]
    ways += [f"{origin(stand)}//_stcore/metrics", f"{stand.address}/risk/_stcore%2Fmetrics"]
    return [status(way) for way in ways] == [404] * len(ways)


def text_is_compressed(stand: Stand) -> bool:
    """Say whether Streamlit's scripts come compressed."""
    _, _, page = open_url(f"{stand.address}/")
    script = re.search(rb"static/js/index\.[\w-]+\.js", page)
    assert script is not None
    ask = {"Accept-Encoding": "gzip"}
    return (
        open_url(f"{stand.address}/{script[0].decode()}", ask)[1].get("content-encoding") == "gzip"
    )


def large_files_are_refused(stand: Stand) -> bool:
    """Say whether more than is allowed is refused before a process sees it."""
    length = {"Content-Length": str(4_000_000)}
    return status(f"{stand.address}/_stcore/upload_file/a/b", **length) == 413


def logs_are_lines(stand: Stand) -> bool:
    """Say whether each line of the logs is an object with time and level, and none has a case."""
    open_url(f"{stand.address}/?members=12345678")
    lines = [line for seat in (1, 2) for line in stand.log(seat).splitlines()]
    lines += stand.access_log().splitlines()
    told = all({"time", "level"} <= set(json.loads(line)) for line in lines)
    return told and not any("12345678" in line for line in lines)


def nothing_can_be_written(stand: Stand) -> bool:
    """Say whether the processes' user may write nowhere in the program's folder."""
    probe = f"import os; print(os.access({str(stand.program / 'static')!r}, os.W_OK))"
    command = [stand.python, "-c", probe]
    done = subprocess.run(
        command, user=stand.user, capture_output=True, text=True, check=True, cwd="/"
    )
    return done.stdout.strip() == "False"


def a_lost_process_is_made_up_for(stand: Stand) -> bool:
    """Say whether a browser of a process that is killed gets a session on the other, and stays."""
    before = handshake(stand, Cookie="seat=1") == (101, "")
    stand.kill(1)
    moved = handshake(stand, Cookie="seat=1") == (101, "2")
    stand.start(1)
    # nginx tries a process that was gone again after fail_timeout.
    time.sleep(6)
    stayed = handshake(stand, Cookie="seat=2") == (101, "")
    return before and moved and stayed and handshake(stand, Cookie="seat=1") == (101, "")


PROMISES: dict[str, Callable[[Stand], bool]] = {
    "a page is served": lambda stand: status(f"{stand.address}/") == 200,
    "a path without its slash leads on": lambda stand: status(stand.address) == 200,
    "the health is told": lambda stand: status(f"{stand.address}/_stcore/health") == 200,
    "the charts' script is there": lambda stand: bool(
        list(stand.program.glob("static/plotly-*.js"))
    ),
    "security headers are sent": headers_are_sent,
    "only what a page needs answers": only_needed_paths_answer,
    "another host gets no answer": lambda stand: status(stand.address, Host="evil.example") == 0,
    "another site opens no session": lambda stand: (
        handshake(stand, Origin="http://evil.example")[0] == 403
    ),
    "the page's own site opens one": lambda stand: handshake(stand)[0] == 101,
    "scripts are compressed": text_is_compressed,
    "large files are refused": large_files_are_refused,
    "nothing can be written": nothing_can_be_written,
    "a lost process is made up for": a_lost_process_is_made_up_for,
    "logs are lines without cases": logs_are_lines,
}


def try_all(stand: Stand) -> int:
    """Try each promise and print how it went; give how many do not hold."""
    failed = 0
    for promise, holds in PROMISES.items():
        if holds is nothing_can_be_written and stand.user is None and os.geteuid() == 0:
            print(f"left   {promise}: root may, and nobody else may run this Python")
            continue
        held = holds(stand)
        failed += not held
        print(f"{'ok    ' if held else 'FAILED'} {promise}", flush=True)
    return failed


def user_for(python: str) -> int | None:
    """Give the user to serve as: nobody, where one may choose and nobody may run Python."""
    if os.geteuid() != 0:
        return None
    tried = subprocess.run(
        [python, "-c", "import streamlit"], user=NOBODY, group=NOBODY, cwd="/", check=False,
        capture_output=True, env={"HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    return NOBODY if tried.returncode == 0 else None


def main(arguments: list[str] | None = None) -> int:
    """Lay out, install, serve and try; 1 if a promise does not hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", help="an environment that is there, instead of a clean one")
    parser.add_argument("--from", dest="base", default=sys.executable, help="make it with this one")
    options = parser.parse_args(arguments)
    if find_nginx() is None:
        raise SystemExit("nginx is not installed: apt-get install nginx-light")
    end_when_told()
    with tempfile.TemporaryDirectory(prefix="deploy-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        program, logs = folder / "app", folder / "logs"
        lay_out(program)
        logs.mkdir()
        given = options.python and str(Path(options.python).absolute())
        python = given or install(folder / "venv", options.base)
        subprocess.run([python, str(program / "deploy" / "serve.py"), "--prepare"], check=True)
        make_read_only(program)
        user = user_for(python)
        print(f"{HOST}: two processes as {'nobody' if user else 'this user'}, from {program}")
        try:
            with Stand(logs, base_path="plans", program=program, python=python, user=user) as stand:
                failed = try_all(stand)
        finally:
            make_deletable(program)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
