"""Serve the dashboard: as ``streamlit run app.py``, with a log that machines read.

python deploy/serve.py [options of streamlit run]

What it is served with comes from ``.streamlit/config.toml`` and from the environment
(``deploy/production.env``); with ``--prepare`` it writes what is written once, and ends.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def prepare() -> int:
    """Write the charts' script where Streamlit serves it; 1 if it cannot be written.

    To be done where the folder may be written to, so that it need not be where it is served from.
    """
    from ui.kit.plotly_script import plotly_script

    return 0 if plotly_script() else 1


def tell_themes_as_once_made() -> None:
    """Have Streamlit make the themes once a process and not at each run.

    It looks through all of its configuration for each of six themes, which does not change while it
    is served: with twenty readers that was a sixth of what the server had to do.
    """
    from streamlit.proto.NewSession_pb2 import CustomThemeConfig
    from streamlit.runtime import app_session

    make = app_session._populate_theme_msg
    made: dict[str, CustomThemeConfig] = {}

    def tell(msg: CustomThemeConfig, section: str = "theme") -> None:
        if section not in made:
            made[section] = CustomThemeConfig()
            make(made[section], section)
        # What says nothing must not stand in the message at all.
        if made[section].ByteSize():
            msg.MergeFrom(made[section])

    app_session._populate_theme_msg = tell


def serve(options: list[str]) -> int:
    """Serve until told to stop; 1 if a file of figures is not as it was signed."""
    from streamlit.web import cli

    from deploy.log_lines import write_json_lines
    from mutualmodel.figures import manifest
    from mutualmodel.figures.files import DATA_FOLDER

    if manifest.main(["--check"], DATA_FOLDER):
        return 1
    write_json_lines()
    tell_themes_as_once_made()
    # Streamlit reads its configuration from where it is started.
    os.chdir(ROOT)
    given = ["run", "app.py", "--logger.hideWelcomeMessage", "true", *options]
    cli.main(args=given, prog_name="streamlit")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(prepare() if sys.argv[1:] == ["--prepare"] else serve(sys.argv[1:]))
