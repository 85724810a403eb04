"""The dashboard as it is served: Streamlit's pages, and answers to levers that move.

    streamlit run app.py

``streamlit run dashboard.py`` serves the same pages; there each move of a lever is followed by a
run of Streamlit's, which takes longer.
"""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import config
from streamlit.starlette import App

from ui.frame.ahead import take_questions
from ui.frame.answers import LARGEST, NONSENSE, reply


async def answer(request: Request) -> JSONResponse:
    """Answer what a browser asks while a lever moves, on a thread of its own."""
    question = b""
    async for piece in request.stream():
        question += piece
        if len(question) > LARGEST:
            return JSONResponse({}, NONSENSE)
    status, told = await run_in_threadpool(reply, question)
    return JSONResponse(told, status, {"Cache-Control": "no-store"})


take_questions()
_base = config.get_option("server.baseUrlPath").strip("/")
app = App(
    Path(__file__).parent / "dashboard.py",
    routes=[Route("/" + f"{_base}/ahead".lstrip("/"), answer, methods=["POST"])],
)
