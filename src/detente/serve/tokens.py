"""Who may do what: tokens with scopes, kept as digests in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe

from detente.base.errors import DetenteError, InputError

__all__ = ["SCOPES", "Forbidden", "Tokens", "Unauthorized", "add_token", "read_tokens"]

SCOPES = ("read", "write", "judge")


class Unauthorized(DetenteError):
    """No token, or one that is not known."""

    code = "unauthorized"
    http_status = 401


class Forbidden(DetenteError):
    """A known token without the scope that this needs, or a request from elsewhere."""

    code = "forbidden"
    http_status = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The scopes of each token, by the SHA-256 of the token."""

    scopes: Mapping[str, frozenset[str]]

    def check(self, header: str | None, scope: str) -> None:
        """`Unauthorized` without a known token in `header` ("Bearer ..."), `Forbidden` without `scope`."""
        word, _, token = (header or "").partition(" ")
        if word.lower() != "bearer" or not token:
            raise Unauthorized("this server asks for a token: Authorization: Bearer ...")
        given = sha256(token.strip().encode()).hexdigest()
        # Every digest is compared, so that the time taken does not tell which came close.
        held = [scopes for digest, scopes in self.scopes.items() if compare_digest(digest, given)]
        if not held:
            raise Unauthorized("this token is not known here; ask whoever runs the server for one")
        if scope not in held[0]:
            raise Forbidden(f"this token may not {scope}; it may {', '.join(sorted(held[0]))}")


def read_tokens(path: Path) -> Tokens:
    """The tokens of a file: one line each, `digest scope,scope name`. `InputError` names a broken line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"token file {path} cannot be read: {error}; make one with --add-token") from error
    found: dict[str, frozenset[str]] = {}
    for number, line in enumerate(lines, start=1):
        parts = line.split()
        if not parts or parts[0].startswith("#"):
            continue
        scopes = frozenset(parts[1].split(",")) if len(parts) > 1 else frozenset()
        if len(parts[0]) != 64 or not scopes or not scopes <= set(SCOPES):
            raise InputError(
                f"token file {path}, line {number}: write `digest scope,scope name`; "
                f"scopes are {', '.join(SCOPES)}"
            )
        found[parts[0].lower()] = scopes
    return Tokens(scopes=found)


def add_token(path: Path, name: str, scopes: tuple[str, ...]) -> str:
    """A new token for `name`, whose digest is added to the file; the token itself is kept nowhere."""
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise InputError(
            f"scope {unknown[0] if unknown else ''!r} is unknown; choose from {', '.join(SCOPES)}"
        )
    if not name.isprintable() or not name.strip():
        raise InputError("a token needs a name of one line, so that its line can be found again")
    token = token_urlsafe(32)
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{sha256(token.encode()).hexdigest()} {','.join(scopes)} {name.strip()}\n")
        path.chmod(0o600)
    except OSError as error:
        raise InputError(f"token file {path} cannot be written: {error.strerror}; name another") from error
    return token
