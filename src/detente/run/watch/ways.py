"""The ways on which alerts are sent, as the rules file writes them; `sending` goes on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from detente.base.errors import InputError
from detente.base.ids import content_id
from detente.run.watch.values import Table, place_in, text, whole, words

__all__ = ["FeedFile", "Mail", "Way", "Webhook", "read_way"]

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Each alert is sent to `url` as JSON; `token_env` names the variable that holds a bearer token."""

    url: str
    token_env: str | None = None

    @property
    def name(self) -> str:
        """How it is called in messages: the host alone, since addresses of webhooks are often secrets."""
        return f"webhook at {urlsplit(self.url).hostname}"

    @property
    def key(self) -> str:
        """Stands for where it leads."""
        return content_id("webhook", self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The alerts of a round are one letter. `password_env` names the variable that holds the password."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    user: str | None = None
    password_env: str | None = None
    security: str = "starttls"

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return f"e-mail by {self.host}"

    @property
    def key(self) -> str:
        """Stands for where it leads."""
        return content_id("mail", self.host, self.sender, self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """The latest alerts stand in `file`: Atom, or JSON Feed if it ends in .json."""

    file: Path
    title: str = "Alerts"
    newest: int = 100

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return f"feed {self.file}"

    @property
    def key(self) -> str:
        """Stands for where it leads."""
        return content_id("feed", self.file.absolute())


Way: TypeAlias = Webhook | Mail | FeedFile


def read_way(table: Table) -> Way:
    """The way that a [[send]] table writes; `InputError` names the key that cannot be used."""
    by = place_in(table, "by", ("webhook", "email", "feed"))
    table = table.named(by)
    return {"webhook": _webhook, "email": _mail, "feed": _feed}[by](table)


def _webhook(table: Table) -> Way:
    table.allow("by", "url", "token_env")
    url = text(table, "url")
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        fits = False
    if not fits:
        table.refuse("url", "an http or https address without a password in it")
    return Webhook(url=url, token_env=_variable(table, "token_env"))


def _mail(table: Table) -> Way:
    table.allow("by", "host", "port", "from", "to", "user", "password_env", "security")
    mail = Mail(
        host=text(table, "host"),
        port=whole(table, "port", least=1, most=65535, default=587),
        sender=_address(table, "from", text(table, "from")),
        to=tuple(_address(table, "to", one) for one in words(table, "to")),
        user=text(table, "user") if "user" in table.values else None,
        password_env=_variable(table, "password_env"),
        security=place_in(table, "security", ("starttls", "tls", "none"))
        if "security" in table.values
        else "starttls",
    )
    if (mail.user is None) != (mail.password_env is None):
        raise InputError(f"{table.where}: user and password_env go together; give both or neither")
    if mail.user is not None and mail.security == "none":
        raise InputError(
            f"{table.where}: security = 'none' would send the password in the clear; use starttls or tls"
        )
    return mail


def _feed(table: Table) -> Way:
    table.allow("by", "file", "title", "newest")
    file = table.folder / text(table, "file")
    if file.suffix.lower() not in (".xml", ".atom", ".json"):
        table.refuse("file", "a name that ends in .xml or .atom (Atom), or in .json (JSON Feed)")
    return FeedFile(
        file=file,
        title=text(table, "title", "Alerts"),
        newest=whole(table, "newest", least=1, most=1000, default=100),
    )


def _variable(table: Table, key: str) -> str | None:
    if key not in table.values:
        return None
    name = text(table, key)
    if not _VARIABLE.fullmatch(name):
        # Not shown: who writes the password itself here must not find it in a log.
        raise InputError(
            f"{table.where}: {key} names an environment variable, such as WATCH_PASSWORD, and holds no secret"
        )
    return name


def _address(table: Table, key: str, given: str) -> str:
    name, at, host = given.rpartition("@")
    if not (name and at and host) or any(char.isspace() or char in ",;<>" for char in given):
        table.refuse(key, "addresses such as ada@example.org")
    return given
