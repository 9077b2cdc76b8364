"""Values that type checkers guard, and nothing else does.

At run time a frozen dataclass sets each field through ``object.__setattr__``, and takes three times
as long to make as another one. A request makes ten of them on its way: a quarter of its time went
into a guard that mypy and pyright give for nothing. And the class itself takes twice as long to
make, which fifty of them add to the start of every mock. So this is for what every request makes,
and for what stays inside the mock; what is shared or handed out otherwise is frozen for good.

For the same reason such values are often made by place rather than by name: a call of a class with
names takes Python 3.11 two to three times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as value_class
else:
    from dataclasses import dataclass

    def value_class(*, frozen: bool, eq: bool = True, **options: Any) -> Any:
        """Make a class a dataclass that is frozen for type checkers, and can be hashed like one."""
        return dataclass(eq=eq, unsafe_hash=frozen and eq, **options)


__all__ = ["value_class"]
