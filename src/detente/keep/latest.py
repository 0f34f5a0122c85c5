"""What is costly to read and good for as long as its files are: made once, kept until asked for others."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar

__all__ = ["Latest", "Recent"]

Value = TypeVar("Value")


class Latest(Generic[Value]):
    """One value and the key that it was made for; threads wait while one of them makes it."""

    def __init__(self) -> None:
        self._held: tuple[Hashable, Value] | None = None
        self._turn = RLock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value held, if it was made for `key`; else what `make` gives, held from now on."""
        with self._turn:
            if self._held is None or self._held[0] != key:
                self._held = (key, make())
            return self._held[1]


class Recent(Generic[Value]):
    """Values by key, the longest unused of which go when all together are over `most` in size."""

    def __init__(self, most: int, size: Callable[[Value], int] = lambda _: 1) -> None:
        self._most, self._size, self._all = most, size, 0
        self._held: OrderedDict[Hashable, Value] = OrderedDict()
        self._turn = RLock()

    def get(self, key: Hashable) -> Value | None:
        """The value under `key`, if it is still held."""
        with self._turn:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key]

    def put(self, key: Hashable, value: Value) -> Value:
        """Hold `value`, unless it is over the size alone; gives it back."""
        size = self._size(value)
        with self._turn:
            if key not in self._held and size <= self._most:
                self._held[key] = value
                self._all += size
                while self._all > self._most:
                    self._all -= self._size(self._held.popitem(last=False)[1])
        return value
