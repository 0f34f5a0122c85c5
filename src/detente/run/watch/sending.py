"""One alert, or several, along one way: each function here does it once, and raises if it does not work."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from detente.base.errors import BackendError, InputError
from detente.base.types import Alert
from detente.base.wire import to_json
from detente.run.watch.feed import as_atom, as_json_feed, headline
from detente.run.watch.ways import FeedFile, Mail, Way, Webhook

__all__ = ["check_ways", "mail", "post", "write_feed"]

SECONDS = 20.0


def check_ways(ways: Sequence[Way], environ: Mapping[str, str]) -> None:
    """`InputError` for a way whose secret is not in the environment, or whose folder is not there."""
    for way in ways:
        variable = {Webhook: "token_env", Mail: "password_env"}.get(type(way))
        name = getattr(way, variable) if variable else None
        if name and not environ.get(name):
            raise InputError(f"{way.name}: the variable {name} is not set; export it before you watch")
        if isinstance(way, FeedFile) and not way.file.parent.is_dir():
            raise InputError(
                f"{way.name}: there is no folder {way.file.parent}; make it, or name another file"
            )


def post(way: Webhook, alert: Alert, environ: Mapping[str, str]) -> None:
    """POST one alert as JSON; `BackendError` unless the other side says 2xx."""
    import httpx

    headers = {
        "Content-Type": "application/json",
        "User-Agent": "detente/0.1",
        # A second try must not be told twice on the other side.
        "Idempotency-Key": alert.id,
    }
    if way.token_env:
        headers["Authorization"] = f"Bearer {environ.get(way.token_env, '')}"
    try:
        answer = httpx.post(
            way.url, content=to_json(alert).encode(), headers=headers, timeout=SECONDS, trust_env=False
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise BackendError(f"{way.name} cannot be reached: {error}") from error
    if not answer.is_success:
        raise BackendError(f"{way.name} answers {answer.status_code}")


def mail(way: Mail, alerts: Sequence[Alert], environ: Mapping[str, str]) -> None:
    """Send `alerts` as one letter; `BackendError` if the server does not take it."""
    try:
        with _server(way) as server:
            if way.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if way.user and way.password_env:
                server.login(way.user, environ.get(way.password_env, ""))
            refused = server.send_message(_letter(way, alerts))
    except (OSError, smtplib.SMTPException) as error:
        raise BackendError(f"{way.name} does not work: {error}") from error
    if refused:
        raise BackendError(f"{way.name} does not deliver to {', '.join(refused)}; correct these addresses")


def write_feed(way: FeedFile, alerts: Sequence[Alert]) -> None:
    """Write the newest of `alerts` (oldest first) as a feed, whole or not at all, if it says anything new."""
    write = as_json_feed if way.file.suffix.lower() == ".json" else as_atom
    data = write(alerts[-way.newest :], way.title, way.file)
    try:
        if way.file.is_file() and way.file.read_bytes() == data:
            return
        beside = way.file.with_name(f".{way.file.name}.new")
        beside.write_bytes(data)
        os.replace(beside, way.file)
    except OSError as error:
        raise BackendError(f"{way.name} cannot be written: {error.strerror or error}") from error


def _server(way: Mail) -> smtplib.SMTP:
    if way.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(way.host, way.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(way.host, way.port, timeout=SECONDS)


def _letter(way: Mail, alerts: Sequence[Alert]) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = way.sender
    letter["To"] = ", ".join(way.to)
    letter["Date"] = format_datetime(alerts[-1].raised)
    letter["Message-ID"] = make_msgid(alerts[-1].id, domain=way.sender.rpartition("@")[2])
    first = "".join(char for char in headline(alerts[0]) if char.isprintable())
    letter["Subject"] = first if len(alerts) == 1 else f"{len(alerts)} alerts; {first}"
    parts = (
        f"{alert.rule} ({alert.kind}), {alert.day or 'no day'}\n{alert.text}\n"
        f"Cites: {', '.join(alert.cites)}\n"
        for alert in alerts
    )
    letter.set_content("\n".join(parts))
    return letter
