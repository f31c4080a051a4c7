"""An input that fails -> a shorter one that fails alike."""

import time
from collections.abc import Callable

from eval.fuzz_mutate import members_of, zipped

Fails = Callable[[bytes], bool]


def minimised(data: bytes, fails: Fails, seconds: float = 20.0) -> bytes:
    """The shortest input found in that time for which `fails` still holds; of an archive, member by member."""
    until = time.monotonic() + seconds
    members = members_of(data)
    if members and fails(zipped(members)):
        data = _fewer_members(members, fails, until)
    shorter = _shorter(data, fails, until)
    return shorter if len(shorter) < len(data) else data


def _fewer_members(members: dict[str, bytes], fails: Fails, until: float) -> bytes:
    for name in list(members):
        rest = {other: content for other, content in members.items() if other != name}
        if time.monotonic() < until and fails(zipped(rest)):
            members = rest
    for name in sorted(members, key=lambda one: -len(members[one])):

        def fails_with(content: bytes, name: str = name) -> bool:
            return fails(zipped({**members, name: content}))

        members[name] = _shorter(members[name], fails_with, until)
    return zipped(members)


def _shorter(data: bytes, fails: Fails, until: float) -> bytes:
    """Leaves out stretches, halves first, then smaller ones, for as long as it still fails."""
    size = max(1, len(data) // 2)
    while size:
        at, changed = 0, False
        while at < len(data) and time.monotonic() < until:
            rest = data[:at] + data[at + size :]
            if fails(rest):
                data, changed = rest, True
            else:
                at += size
        if time.monotonic() >= until:
            break
        size = size if changed and size == 1 else size // 2
    return data
