"""What stands in ``deploy/`` holds what docs/deployment.md promises of it."""

import base64
import hashlib
import io
import json
import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from streamlit.config import get_config_options
from streamlit.web.server.starlette import starlette_routes

from deploy.check import copied
from deploy.log_lines import JsonLines
from deploy.processes import addresses, main, written
from deploy.serve import tell_themes_as_once_made
from deploy.stand import Stand, find_nginx, production
from mutualmodel.kernels.keeping import CACHE_SETTING
from ui.frame.fault_log import note

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SITE = (DEPLOY / "nginx" / "dashboard.conf").read_text(encoding="utf-8")
HEADERS = (DEPLOY / "nginx" / "headers.conf").read_text(encoding="utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
PROCESSES = {name: one for name, one in COMPOSE["services"].items() if name != "nginx"}
UNIT = (DEPLOY / "mutual-aid@.service").read_text(encoding="utf-8")


def policy() -> dict[str, list[str]]:
    """Give the directives of the content security policy and their sources."""
    found = re.search(r'Content-Security-Policy "([^"]+)" always;', HEADERS)
    assert found is not None
    parts = [one.split() for one in found[1].split(";")]
    return {one[0]: one[1:] for one in parts}


def test_the_policy_lets_run_no_script_that_stands_in_the_page_but_streamlit_s_own() -> None:
    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    ]
    assert policy()["script-src"] == ["'self'", "blob:", "'wasm-unsafe-eval'", *hashes]


def test_the_policy_lets_nothing_come_from_or_go_to_another_host() -> None:
    found = policy()
    assert found["default-src"] == ["'self'"]
    own = {"'self'", "'none'", "data:", "blob:", "'unsafe-inline'", "$frame_ancestors"}
    own |= {"ws://$host:*", "wss://$host:*", *found["script-src"]}
    assert {source for sources in found.values() for source in sources} <= own


def test_every_header_stands_in_refusals_too() -> None:
    lines = [line for line in HEADERS.splitlines() if line.startswith("add_header")]
    names = {line.split()[1] for line in lines}
    wanted = {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"}
    assert names == wanted | {"Permissions-Policy"}
    assert all(line.endswith(" always;") for line in lines)
    # A location with a header of its own would send none of these.
    places = re.findall(r"location [^{]*\{(.*?)\n    \}", SITE, re.DOTALL)
    assert len(places) == SITE.count("    location ")
    assert not [place for place in places if "add_header" in place or "proxy_set_header" in place]


# What a page needs of Streamlit's own paths; docs/deployment.md lists them.
OPEN = {"health", "host-config", "stream", "upload_file", "bidi-components"}


def closed(path: str) -> bool:
    """Say whether nginx refuses a path: by the first location whose pattern is in it."""
    for pattern, body in re.findall(r"location ~ (\S+) \{(.*?)\n    \}", SITE, re.DOTALL):
        if re.search(pattern, path):
            return "return 404" in body
    return False


@pytest.mark.parametrize("below", ["", "/plans", "/risk"])
def test_of_streamlit_s_own_paths_only_those_a_page_needs_are_open(below: str) -> None:
    source = Path(starlette_routes.__file__).parent.glob("*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in source)
    known = set(re.findall(r"\{BASE_ROUTE_CORE\}/([\w-]+)", text))
    known |= set(re.findall(r'"_stcore/([\w/.-]+)', text))
    assert {"metrics", "script-health-check", "agent/mcp", "health", "stream"} <= known
    tails = {"upload_file": "/a/b", "bidi-components": "/a/b.js"}
    opened = {name for name in known if not closed(f"{below}/_stcore/{name}{tails.get(name, '')}")}
    assert opened == OPEN


@pytest.mark.parametrize(
    ("origin", "foreign"),
    [
        ("", "0"),
        ("https://a.example", "0"),
        ("http://a.example", "0"),
        ("https://b.example", "1"),
        ("https://a.example.evil.org", "1"),
        ("https://evil.org/ a.example", "1"),
        ("null", "1"),
    ],
)
def test_a_session_is_opened_for_the_page_s_own_site_alone(origin: str, foreign: str) -> None:
    found = re.search(
        r'map "\$http_origin \$http_host" \$foreign_origin \{(.*?)\n\}', SITE, re.DOTALL
    )
    assert found is not None
    rules = re.findall(r'^\s+"?(~?[^"]*?)"?\s+(\d);$', found[1], re.MULTILINE)
    asked = f"{origin} a.example"
    for pattern, result in rules:
        named = pattern.removeprefix("~").replace("(?<", "(?P<").replace(r"\k<from>", "(?P=from)")
        if pattern == "default" or re.search(named, asked):
            assert result == foreign
            return
    pytest.fail("no rule")


def test_the_files_of_processes_are_what_their_program_writes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    hosts = [one["networks"]["inner"]["ipv4_address"] for one in PROCESSES.values()]
    for name, arguments in [
        ("processes.conf", ["2"]),
        ("processes_compose.conf", ["2", "--hosts", *hosts]),
    ]:
        assert main(arguments) == 0
        assert capsys.readouterr().out == (DEPLOY / "nginx" / name).read_text(encoding="utf-8")


def test_each_seat_has_all_other_processes_behind_it() -> None:
    text = written(addresses(3, ["127.0.0.1"]))
    for seat, port in enumerate((8501, 8502, 8503), start=1):
        found = re.search(rf"upstream seat_{seat} {{(.*?)}}", text, re.DOTALL)
        assert found is not None
        servers = re.findall(r"server 127.0.0.1:(\d+)([^;]*);", found[1])
        assert [int(one) for one, rest in servers if "backup" not in rest] == [port]
        assert {int(one) for one, _ in servers} == {8501, 8502, 8503}
        assert f"{seat} seat_{seat};" in text
        assert f'"~:{port}$" {seat};' in text
    # One process alone must not be taken for gone.
    assert "max_fails=0" in written(addresses(1, ["127.0.0.1"]))
    assert "backup" not in written(addresses(1, ["127.0.0.1"]))


@pytest.mark.parametrize(("count", "hosts"), [(0, ["a"]), (3, ["a", "b"])])
def test_processes_that_cannot_be_are_refused(count: int, hosts: list[str]) -> None:
    with pytest.raises(ValueError, match="processes"):
        addresses(count, hosts)


@pytest.mark.parametrize("tls", [False, True])
def test_nginx_takes_the_files(tls: bool, tmp_path: Path) -> None:
    nginx = find_nginx()
    if nginx is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    if tls and shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    stand = Stand(tmp_path, tls=tls, ports=[8501, 8502, 8443])
    stand.write_configuration()
    done = subprocess.run(
        [nginx, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_production_is_told_in_options_that_streamlit_knows() -> None:
    known = {option.env_var for option in get_config_options().values()}
    told = production()
    # What else is set is read by numba (mutualmodel/kernels/keeping.py) and by the C library.
    assert set(told) - {CACHE_SETTING, "MALLOC_ARENA_MAX"} <= known
    assert told["STREAMLIT_SERVER_ALLOWED_HOSTS"] == "dashboard.example.org"
    assert told["STREAMLIT_CLIENT_SHOW_ERROR_DETAILS"] == "none"
    assert told["STREAMLIT_SERVER_FILE_WATCHER_TYPE"] == "none"
    limit = re.search(r"client_max_body_size (\d+)m;", SITE)
    assert limit is not None
    assert int(told["STREAMLIT_SERVER_MAX_UPLOAD_SIZE"]) < int(limit[1])


def test_themes_are_told_as_streamlit_makes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit import config
    from streamlit.proto.NewSession_pb2 import CustomThemeConfig
    from streamlit.runtime import app_session

    def told() -> CustomThemeConfig:
        theme = CustomThemeConfig()
        for part, section in (
            (theme, "theme"),
            (theme.light, "theme.light"),
            (theme.dark, "theme.dark"),
            (theme.sidebar, "theme.sidebar"),
            (theme.light.sidebar, "theme.light.sidebar"),
            (theme.dark.sidebar, "theme.dark.sidebar"),
        ):
            app_session._populate_theme_msg(part, section)
        return theme

    usual = told()
    # Undone at the end of the test.
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    asked: list[str] = []
    looked_up = config.get_options_for_section

    def asking(section: str) -> dict[str, Any]:
        asked.append(section)
        found: dict[str, Any] = looked_up(section)
        return found

    monkeypatch.setattr(config, "get_options_for_section", asking)
    tell_themes_as_once_made()
    assert told() == usual
    assert told().SerializeToString(deterministic=True) == usual.SerializeToString(
        deterministic=True
    )
    assert usual.light.sidebar.background_color
    assert not usual.HasField("sidebar")
    # Looked up for the first message alone.
    assert len(asked) == 6


def test_streamlit_reads_production_as_it_is_meant() -> None:
    told = production()
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"],
        env={**told, "HOME": "/nonexistent", "STREAMLIT_SERVER_ALLOWED_HOSTS": "a.org b.org"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    shown = re.sub(r"(?m)^#.*\n?", "", done.stdout)
    assert re.search(r'allowedHosts = \[\s*"a.org",\s*"b.org",\s*\]', shown)
    for line in (
        'showErrorDetails = "none"',
        'fileWatcherType = "none"',
        "runOnSave = false",
        "maxUploadSize = 2",
        "disconnectedSessionTTL = 120",
    ):
        assert line in shown


def test_the_image_serves_as_nobody_in_particular_and_says_how_it_is() -> None:
    stage = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[-1]
    user = re.findall(r"^USER (\d+):(\d+)$", stage, re.MULTILINE)
    assert user == [("10001", "10001")]
    # Nothing is changed by root after it.
    after = stage.partition("USER ")[2]
    assert not re.search(r"^(RUN|COPY|ADD)", after, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\\\n\s+CMD \[.*deploy/healthy.py", stage, re.MULTILINE)
    assert "/_stcore/health" in (DEPLOY / "healthy.py").read_text(encoding="utf-8")
    assert "--require-hashes" in DOCKERFILE
    assert not re.search(r"^ADD|curl|wget|latest", DOCKERFILE, re.MULTILINE)


def test_the_image_has_all_that_is_served_and_no_more() -> None:
    sources = {source for line, _ in copied(DOCKERFILE) for source in line}
    assert {source for source in sources if not (ROOT / source).exists()} == set()
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    admitted = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    assert admitted == sources | {"requirements.lock", "requirements-signin.lock"}
    assert {"dashboard.py", "pages", "ui", "mutualmodel", "data", "static"} <= sources
    assert not [source for source in sources if source.startswith(("tests", "bench", "docs"))]


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_every_container_can_do_as_little_as_can_be(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert "privileged" not in service
    assert all(one.endswith(":ro") for one in service.get("volumes", []))


def test_only_nginx_is_reached_from_outside() -> None:
    assert [name for name, one in COMPOSE["services"].items() if "ports" in one] == ["nginx"]
    assert COMPOSE["networks"]["inner"]["internal"] is True
    assert all(set(one["networks"]) == {"inner"} for one in PROCESSES.values())
    told = [
        f"{one['networks']['inner']['ipv4_address']}:{one['environment']['STREAMLIT_SERVER_PORT']}"
        for one in PROCESSES.values()
    ]
    processes = (DEPLOY / "nginx" / "processes_compose.conf").read_text(encoding="utf-8")
    assert set(re.findall(r"server (\S+?)[ ;]", processes)) == set(told)
    assert set(COMPOSE["services"]["nginx"]["depends_on"]) == set(PROCESSES)


def test_every_file_that_compose_mounts_is_there() -> None:
    mounted = [one.split(":")[0] for one in COMPOSE["services"]["nginx"]["volumes"]]
    assert [one for one in mounted if not (DEPLOY / one).is_file()] == []
    # And nginx finds all that it includes.
    included = set(re.findall(r"include dashboard/(\w+\.conf);", SITE))
    there = {one.split(":")[1] for one in COMPOSE["services"]["nginx"]["volumes"]}
    assert {f"/etc/nginx/dashboard/{name}" for name in included} <= there


def test_the_service_serves_as_the_container_does() -> None:
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes"):
        assert line in UNIT.splitlines()
    assert "deploy/serve.py --server.address 127.0.0.1 --server.port %i" in UNIT
    assert "EnvironmentFile=/opt/mutual-aid/deploy/production.env" in UNIT


def test_a_fault_s_report_id_stands_apart_in_its_line(caplog: pytest.LogCaptureFixture) -> None:
    report = note("risk", ValueError("broken"), "v=5")
    (record,) = caplog.records
    told = json.loads(JsonLines().format(record))
    assert (told["report"], told["logger"], told["level"]) == (report, "mutualaid", "error")
    assert "ValueError: broken" in told["exception"]


@pytest.fixture
def lines() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    written_to = io.StringIO()
    handler = logging.StreamHandler(written_to)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("tests.deploy")
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, written_to
    logger.removeHandler(handler)
    logger.propagate = True


def test_a_record_is_one_line_whatever_is_in_it(
    lines: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written_to = lines
    logger.warning(
        "from a stranger: %s", 'a\n{"level":"info"}\r\x1b[31m\u2028', extra={"report": 7}
    )
    try:
        raise ValueError("第一\n行")
    except ValueError:
        logger.exception("broken")
    first, second = written_to.getvalue().splitlines()
    told = json.loads(first)
    assert told["level"] == "warning"
    assert told["report"] == "7"
    assert told["logger"] == "tests.deploy"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", told["time"])
    assert first.isascii()
    assert "\x1b" not in first
    raised = json.loads(second)
    assert "report" not in raised
    assert "ValueError: 第一\n行" in raised["exception"]
