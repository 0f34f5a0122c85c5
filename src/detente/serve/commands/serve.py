"""`detente serve`: the desk in the browser, its data under /v1, and for assistants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.serve.commands.watch import tell_summary, watch_options
from detente.serve.options import StorePath
from detente.serve.output import say, show_text

if TYPE_CHECKING:
    from socket import socket

    from detente.serve.served import ServeOptions
    from detente.serve.watching import Watching

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("serve")(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 for any free one.")] = 8461,
    token_file: Annotated[
        Path | None, typer.Option(help="Digests of tokens; needed for an address that others can reach.")
    ] = None,
    add_token: Annotated[
        str | None, typer.Option(help="Make a token for this name, show it once, and stop.")
    ] = None,
    scopes: Annotated[str, typer.Option(help="What the new token may: read, write, judge.")] = "read",
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    mcp: Annotated[
        bool, typer.Option("--mcp", help="Serve an assistant over stdin and stdout instead (MCP).")
    ] = False,
    mcp_http: Annotated[bool, typer.Option("--mcp-http", help="Serve assistants under /mcp too.")] = False,
    allow: Annotated[
        str, typer.Option(help="What assistants may change: judge, write (with a comma: both).")
    ] = "",
    watch: Annotated[
        list[str] | None,
        typer.Option(help="Watch this feed, page or folder meanwhile (once for each), as `detente watch`."),
    ] = None,
    every: Annotated[str, typer.Option(help="How often each watched place is asked.")] = "15m",
    rules: Annotated[Path | None, typer.Option(help="Rules of the watch: what raises an alert.")] = None,
    store: StorePath = None,
) -> None:
    """Serve the desk in the browser and its data under /v1; for assistants with --mcp or --mcp-http."""
    from detente.base.errors import InputError, need

    allowed = _allowed(allow, mcp=mcp, mcp_http=mcp_http)
    if rules and not watch:
        raise InputError("--rules say what a watch raises; they go with --watch PLACE")
    if watch and mcp:
        raise InputError("--mcp ends with its assistant; give --watch to the web server, or detente watch")
    if mcp:
        _run_stdio(store, allowed)
        return
    if add_token is not None:
        _show_new_token(token_file, add_token, scopes)
        return
    for module in ("fastapi", "uvicorn", "multipart"):
        need(module, extra="serve")
    if not 0 <= port <= 65535:
        raise InputError(f"--port {port}: a port is 0 to 65535")
    from detente.serve.served import ServeOptions

    options = ServeOptions(
        host=host, port=port, tokens=token_file, assistant=mcp_http, allow=allowed, warm=True
    )
    watching = _watching(watch, every, rules, store) if watch else None
    _run(options, store, watching, open_browser=open_)


def _allowed(text: str, *, mcp: bool, mcp_http: bool) -> frozenset[str]:
    from detente.base.errors import InputError

    if mcp and mcp_http:
        raise InputError(
            "--mcp serves one assistant over stdin and stdout, --mcp-http many; give one of them"
        )
    if text and not (mcp or mcp_http):
        raise InputError("--allow says what assistants may change; it goes with --mcp or --mcp-http")
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def _run_stdio(store: str | None, allowed: frozenset[str]) -> None:
    from detente.base.config import load_config
    from detente.base.errors import need

    for module in ("mcp", "fastapi"):
        need(module, extra="assistant")
    from detente.serve.assistant.server import serve_stdio

    serve_stdio(Path(load_config(store=store).store), allowed)


def _show_new_token(token_file: Path | None, name: str, scopes: str) -> None:
    from detente.base.errors import InputError
    from detente.serve.tokens import add_token

    if token_file is None:
        raise InputError("--add-token needs --token-file FILE, to which the token's digest is added")
    token = add_token(token_file, name, tuple(part.strip() for part in scopes.split(",")))
    say(f"a token for {name} ({scopes}); it is shown only now:")
    show_text(token)


def _watching(places: list[str], every: str, rules: Path | None, store: str | None) -> Watching:
    from detente.base.config import load_config
    from detente.run.desk import open_desk
    from detente.run.watch.watcher import Watch
    from detente.serve.watching import Watching

    desk = load_config(store=store).store
    open_desk(desk, create=False).close()  # a watch would make the desk; a server serves one that is there
    return Watching(Watch(watch_options(places, every, rules, desk)), tell_summary, say)


def _run(options: ServeOptions, store: str | None, watching: Watching | None, *, open_browser: bool) -> None:
    import threading
    import webbrowser

    import uvicorn

    from detente.base.config import load_config
    from detente.serve.api import make_app
    from detente.serve.guard import check_address

    check_address(options)
    host, port = options.host, options.port
    config = load_config(store=store)
    app = make_app(config.store, options, watching)
    listener = _listen(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
    say(f"desk {config.store} at {address} (Ctrl+C ends)")
    if open_browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


def _listen(host: str, port: int) -> socket:
    """A listening socket whose connections send what they have at once; `InputError` if it cannot be had."""
    from socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY, create_server

    from detente.base.errors import InputError

    try:
        listener = create_server((host, port), family=AF_INET6 if ":" in host else AF_INET)
    except OSError as error:
        raise InputError(f"{host}:{port} cannot be used: {error.strerror}; give another --port") from error
    # asyncio does so only where the protocol was spelled out; an answer's last packet would wait 40 ms.
    listener.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    return listener
