"""How a list becomes a route: pages of JSON under its name, and the whole list under its name and a form.

No postponed annotations here: FastAPI reads the types of the functions that are made below.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import fields, replace
from inspect import signature
from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse

from detente.base.errors import InputError, NotFound
from detente.serve.forms import FORMS, MOST_ROWS, as_csv, as_geojson, as_json_lines, as_parquet
from detente.serve.paging import MOST, Listed, Page, page_of

__all__ = ["Lister", "add_list", "each_noun", "refuse_unknown"]

Asked = TypeVar("Asked")
Lister = Callable[[Asked, Page], Listed]
PAGING = ("limit", "after")

_WRITERS: dict[str, Callable[[Sequence[Any]], bytes]] = {
    "jsonl": as_json_lines,
    "csv": as_csv,
    "parquet": as_parquet,
    "geojson": as_geojson,
}


def add_list(
    app: FastAPI, path: str, asked_class: type[Asked], lister: Callable[[Asked, Page], Listed]
) -> None:
    """Routes for `path` (pages) and `path.csv`, `.jsonl`, `.parquet`, `.geojson` (whole).

    The fields of the dataclass `asked_class` are the query's names; any other name is refused.
    """
    tag, asking = path.rsplit("/", 1)[-1], _asking(asked_class)

    def page_route(
        request: Request,
        asked: Annotated[Any, Depends(asking)],
        limit: Annotated[int | None, Query(description=f"items on a page, 1 to {MOST}")] = None,
        after: Annotated[str | None, Query(description="the `next` of the page before")] = None,
    ) -> JSONResponse:
        refuse_unknown(request, asked_class, PAGING)
        page = page_of(path, dict(request.query_params), limit=limit, after=after)
        return JSONResponse(lister(asked, page).to_dict())

    def whole_route(request: Request, form: str, asked: Annotated[Any, Depends(asking)]) -> Response:
        refuse_unknown(request, asked_class, PAGING)
        if form not in FORMS:
            raise NotFound(f"{path}.{form} is not served; the forms are {', '.join(FORMS)}")
        return _whole(path, form, lister, asked)

    page_route.__doc__ = lister.__doc__
    app.get(path, tags=[tag], name=f"list of {tag}")(page_route)
    app.get(path + ".{form}", tags=[tag], name=f"whole list of {tag}")(whole_route)


def _asking(asked_class: type[Asked]) -> Callable[..., Awaitable[Asked]]:
    """What makes an `asked_class` of a query; FastAPI would send the class itself to another thread."""

    async def asked(**values: Any) -> Asked:
        return asked_class(**values)

    asked.__signature__ = signature(asked_class)  # type: ignore[attr-defined]
    return asked


def each_noun(items: Sequence[Any], page: Page, read: Callable[[Any], dict[str, Any]]) -> Listed:
    """A page of a list that is held whole."""
    some = page.of(items)
    return Listed(items=[read(one) for one in some], total=len(items), next=page.next(len(items)))


def _whole(path: str, form: str, lister: Callable[[Any, Page], Listed], asked: object) -> Response:
    page = page_of(path, {}, limit=None, after=None)
    found = lister(asked, replace(page, limit=MOST_ROWS))
    left = found.total - len(found.items)
    return Response(
        _WRITERS[form](found.items),
        media_type=FORMS[form],
        headers={"X-Total-Count": str(found.total), "X-Left-Out": str(left)},
    )


def refuse_unknown(request: Request, asked_class: type, also: Sequence[str] = ()) -> None:
    """`InputError` for a name in the query that is no field of the dataclass, nor one of `also`."""
    known = [*(field.name for field in fields(asked_class)), *also]
    for name in request.query_params:
        if name not in known:
            raise InputError(f"{name}= is not asked for here; known are {', '.join(known)}")
