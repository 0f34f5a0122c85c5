"""The parameters that several tools share, with what an assistant is told of each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

__all__ = ["After", "Day", "Limit", "Name", "Side", "Types"]

Day = Annotated[str | None, Field(description="a day, as 2026-12-31")]
Side = Annotated[str, Field(description="a name, a code (RUS) or an id")]
Name = Annotated[str | None, Field(description="a name, a code (RUS) or an id")]
Types = Annotated[str | None, Field(description="PLOVER types with commas, as CONSULT,SANCTION")]
Limit = Annotated[int, Field(description="how many at once")]
After = Annotated[str | None, Field(description="`after` of the answer before, for the next part")]
