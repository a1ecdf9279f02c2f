"""Our own addresses: taking up and giving back the session cookie, and the health check."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from access.redirect import own_address
from access.sessions import BROWSER_COOKIE, COOKIE, close, exchange
from models import schema
from models.policy import policy_number
from models.state import today
from models.store import reading, writing
from settings import settings


def routes() -> list[Route]:
    """Routes of `st.App(routes=…)`."""
    return [
        Route("/enter", _enter, methods=["GET"]),
        Route("/leave", _leave, methods=["GET"]),
        Route("/health", _health, methods=["GET", "HEAD"]),
    ]


async def _enter(request: Request) -> Response:
    """Exchange a ticket for the cookie, and go on to the page that was asked for."""
    ticket = request.query_params.get("ticket", "")
    browser = request.cookies.get(BROWSER_COOKIE, "")
    held = await run_in_threadpool(_exchange, ticket, browser, request.cookies.get(COOKIE, ""))
    response = RedirectResponse(own_address(request.query_params.get("to", "/")), status_code=303)
    _forget_sign_on(request, response)
    if held:
        session_id, seconds = held
        response.set_cookie(
            COOKIE, session_id, max_age=seconds, path="/", httponly=True, samesite="lax",
            secure=settings().served_over_tls,
        )  # fmt: skip
    return response


def _exchange(ticket: str, browser: str, before: str) -> tuple[str, int] | None:
    with writing() as session:
        session_id = exchange(session, ticket, browser=browser)
        if session_id is None:
            return None
        if before:
            close(session, before)  # one sign-in a browser: the one before is over
        hours = policy_number(session, "absolute_hours", on=today(session))
        return session_id, hours * 3600


def _forget_sign_on(request: Request, response: Response) -> None:
    """Take Streamlit's own month-long sign-on cookies away: ours is the one that counts."""
    for name in request.cookies:
        if name.startswith(("_streamlit_user", "_streamlit_session")):
            response.delete_cookie(name, path="/", httponly=True, samesite="lax")


async def _leave(request: Request) -> Response:
    """Take the cookie away. It ends nothing by itself, so a link to it does no harm."""
    response = RedirectResponse("/", status_code=303)
    _forget_sign_on(request, response)
    response.delete_cookie(
        COOKIE, path="/", httponly=True, samesite="lax", secure=settings().served_over_tls
    )
    return response


async def _health(_request: Request) -> Response:
    """Whether the store answers and fits this app."""
    ready = await run_in_threadpool(_store_answers)
    return JSONResponse(
        {"store": "ready" if ready else "not ready"}, status_code=200 if ready else 503
    )


def _store_answers() -> bool:
    try:
        with reading() as session:
            today(session)
        schema.check()
    except Exception:
        return False
    return True
