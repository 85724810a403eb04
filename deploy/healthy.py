"""Say whether the dashboard in this container is healthy: exit status 0 if it is."""

import os
import sys
import urllib.request

path = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
port = os.environ.get("STREAMLIT_SERVER_PORT", "8501")
address = f"http://127.0.0.1:{port}/{path}/_stcore/health".replace("//_", "/_")
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    with opener.open(address, timeout=4) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except OSError:
    sys.exit(1)
