"""How the command line ends."""

from __future__ import annotations

import sys

import pytest

from detente.base.errors import BackendError
from detente.serve import cli


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (KeyboardInterrupt(), 130, "stopped; what was kept is safe, run again to go on"),
        (BackendError("no room; free some"), 3, "error: no room; free some"),
    ],
)
def test_what_ends_a_command_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    says: str,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("detente.run.desk.open_desk", broken)
    monkeypatch.setattr(sys, "argv", ["detente", "show", "events"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert (ended.value.code, capsys.readouterr().err.strip()) == (code, says)
