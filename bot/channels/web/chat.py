"""What happens at each address of the patients' page."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

from bot.channels.web.posted import Posted, from_form, from_json, rating_from_form
from bot.channels.web.reach import reach_from_form
from bot.channels.web.standing import Standings
from bot.channels.web.view import Draft
from bot.clock import SystemClock
from bot.errors import StoreError
from bot.http.language import ASKED, language_of
from bot.http.problems import urgent
from bot.http.sse import Event, seen_last, stream
from bot.model import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.channels.web.desk import Desk
    from bot.channels.web.flow import Flow
    from bot.channels.web.standing import Standing
    from bot.channels.web.view import View
    from bot.channels.web.visitor import Visitor, VisitorCookie
    from bot.live import Live
    from bot.model import Language, Line
    from bot.ports import Patients
    from bot.surface import Ratings
    from bot.waiting import Telling

_SEE_OTHER = 303
_HINTS = {413: "too_long", 422: "empty"}


class Chat:
    """One place where patients chat: the page, or the page in a frame."""

    def __init__(  # noqa: PLR0913 - one parameter for each thing that the place is wired with
        self,
        desk: Desk,
        live: Live,
        *,
        patients: Patients,
        ratings: Ratings,
        view: Callable[[Language, bool], View],
        cookie: VisitorCookie,
        flow: Flow,
        telling: Telling,
    ) -> None:
        self._desk = desk
        self._live = live
        self._patients = patients
        self._ratings = ratings
        self._views = view
        self._cookie = cookie
        self._flow = flow
        self._clock = SystemClock()
        self._standings = Standings(desk, patients, self._clock, telling)

    async def page(self, request: Request) -> Response:
        """Show the conversation."""
        visitor = self._cookie.read(request)
        return await self._shown(request, visitor, await self._lines(visitor), Draft(), status=200)

    async def send(self, request: Request) -> Response:
        """Take a message: JSON is answered with the new lines, a form with the page."""
        if request.headers.get("content-type", "").startswith("application/json"):
            return await self._send_json(request)
        return await self._send_form(request)

    async def events(self, request: Request) -> Response:
        """Stream the conversation's lines as they are stored, after the last one the browser has seen."""
        visitor = self._cookie.read(request)
        if visitor.is_new:
            return PlainTextResponse(status_code=204)

        shown: Standing | None = None
        view = self._view(request)

        async def after(number: int) -> list[Event]:
            nonlocal shown
            lines = await self._lines(visitor, after=number)
            shown_as = await anyio.to_thread.run_sync(view.lines, lines)
            found = [Event(id=number, data=html) for number, html in shown_as]
            stands = await anyio.to_thread.run_sync(self._standings.of, visitor.conversation)
            if stands != shown:
                shown = stands
                last = found[-1].id if found else number
                found.append(Event(id=last, data=view.standing(stands), name="standing"))
            return found

        return stream(self._live, after, after=seen_last(request), conversation=visitor.conversation)

    async def reach(self, request: Request) -> Response:
        """Keep how the patient can be reached. What speaks of danger is also received as a message."""
        visitor, given = self._cookie.read(request), await reach_from_form(request)
        self._flow.check(visitor.conversation, request.client.host if request.client else "")
        if await anyio.to_thread.run_sync(self._desk.alarms, given.words):
            await self._receive(visitor, Posted(client_id=secrets.token_urlsafe(16), text=given.words))
        if given.contact is None:
            hint = self._view(request).say["reach_wrong"]
            return await self._shown(request, visitor, await self._lines(visitor), Draft(), status=422, hint=hint)
        try:
            await anyio.to_thread.run_sync(self._patients.leave_contact, visitor.conversation, given.contact)
        except KeyError:
            raise HTTPException(409) from None
        return RedirectResponse(_home(request) + "#standing", _SEE_OTHER)

    async def rate(self, request: Request) -> Response:
        """Note whether an answer was helpful: a form is answered with the page, a script with a thank-you."""
        visitor, given = self._cookie.read(request), await rating_from_form(request)
        self._flow.check(visitor.conversation, request.client.host if request.client else "")
        note = partial(self._ratings.rate, visitor.conversation, given.line, is_helpful=given.is_helpful)
        await anyio.to_thread.run_sync(note)
        if "application/json" in request.headers.get("accept", ""):
            return PlainTextResponse(status_code=204)
        return RedirectResponse(f"{_home(request)}#line-{given.line}", _SEE_OTHER)

    async def seen(self, request: Request) -> Response:
        """Note that the page has shown what staff wrote, up to a line."""
        visitor, posted = self._cookie.read(request), await from_json(request)
        if posted.marker == visitor.marker and not visitor.is_new:
            self._flow.check(visitor.conversation, request.client.host if request.client else "")
            await anyio.to_thread.run_sync(self._patients.show, visitor.conversation, posted.after)
        return PlainTextResponse(status_code=204)

    async def transcript(self, request: Request) -> Response:
        """Give the visitor the conversation as a file."""
        lines = await self._lines(self._cookie.read(request))
        headers = {"content-disposition": 'attachment; filename="chat-transcript.txt"'}
        return PlainTextResponse(self._view(request).transcript(lines), headers=headers)

    async def ending(self, request: Request) -> Response:
        """Ask whether to end the chat."""
        return HTMLResponse(self._view(request).ending())

    async def end(self, request: Request) -> Response:
        """Forget the visitor: the next page begins a new conversation."""
        response = RedirectResponse(_home(request), _SEE_OTHER)
        self._cookie.forget(response)
        return response

    async def _send_json(self, request: Request) -> Response:
        visitor, posted = self._cookie.read(request), await from_json(request)
        self._check(request, visitor, posted)
        await self._receive(visitor, posted)
        lines = await self._lines(visitor, after=posted.after if posted.marker == visitor.marker else 0)
        shown = await anyio.to_thread.run_sync(self._view(request).lines, lines)
        rendered = [{"number": number, "html": html} for number, html in shown]
        response = JSONResponse({"marker": visitor.marker, "lines": rendered})
        self._cookie.keep(response, visitor)
        return response

    async def _send_form(self, request: Request) -> Response:
        visitor, posted = self._cookie.read(request), await from_form(request)
        try:
            self._check(request, visitor, posted)
            await self._receive(visitor, posted)
        except (HTTPException, StoreError) as error:
            return await self._not_taken(request, visitor, posted, error)
        response = RedirectResponse(_home(request) + "#latest", _SEE_OTHER)
        self._cookie.keep(response, visitor)
        return response

    async def _not_taken(
        self, request: Request, visitor: Visitor, posted: Posted, error: HTTPException | StoreError
    ) -> Response:
        """Show the page again with the words still in the box; without the store, without the lines."""
        view = self._view(request)
        if isinstance(error, HTTPException) and error.status_code in _HINTS:
            draft = Draft(text=posted.text, hint=view.say[_HINTS[error.status_code]])
            return await self._shown(request, visitor, await self._lines(visitor), draft, status=error.status_code)
        status = error.status_code if isinstance(error, HTTPException) else 503
        card = urgent(self._desk.cannot_store(view.language))
        draft = Draft(text=posted.text, form_id=posted.form_id, hint=view.say["still_in_box"], card=card)
        return await self._shown(request, visitor, (), draft, status=status)

    def _check(self, request: Request, visitor: Visitor, posted: Posted) -> None:
        if posted.refusal:
            raise posted.refusal
        self._flow.check(visitor.conversation, request.client.host if request.client else "")

    def _view(self, request: Request) -> View:
        return self._views(language_of(request), ASKED in request.query_params)

    async def _shown(  # noqa: PLR0913 - what is shown, to whom, and what went wrong
        self, request: Request, visitor: Visitor, lines: Sequence[Line], draft: Draft, *, status: int, hint: str = ""
    ) -> Response:
        stands = await anyio.to_thread.run_sync(self._stands, visitor, draft, hint)
        view = self._view(request)
        html = await anyio.to_thread.run_sync(partial(view.page, visitor, lines, draft, standing=stands))
        response = HTMLResponse(html, status)
        self._cookie.keep(response, visitor)
        return response

    def _stands(self, visitor: Visitor, draft: Draft, hint: str) -> Standing | None:
        """Return where the case stands, but not beside a card that tells of a store that cannot be asked."""
        return None if draft.card else self._standings.of(visitor.conversation, hint=hint)

    async def _receive(self, visitor: Visitor, posted: Posted) -> None:
        message = Message(
            conversation=visitor.conversation,
            client_id=posted.client_id,
            text=posted.text,
            channel="web",
            sent_at=self._clock.now(),
        )
        await anyio.to_thread.run_sync(self._desk.receive, message)

    async def _lines(self, visitor: Visitor, *, after: int = 0) -> Sequence[Line]:
        return await anyio.to_thread.run_sync(partial(self._desk.lines, visitor.conversation, after=after))


def _home(request: Request) -> str:
    """Return the page's address, in the language that this one asks for, where it does."""
    query = f"?{ASKED}={language_of(request)}" if ASKED in request.query_params else ""
    return (request.url.path.rpartition("/")[0] or "/") + query
