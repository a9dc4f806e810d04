"""A lock that others can ask about without holding it for a moment, which `flock` cannot.

It belongs to the open file, also in processes that inherit it, and ends with the last of them (fcntl(2), open file
description locks).
"""

import fcntl
import os
import struct

# `struct flock`: type, whence, start, length, process; a length of 0 means the whole file.
_FORMAT = "hhqqi0q"


def take(file: int) -> bool:
    """Take the lock, unless another open file has it. The file must be open for writing."""
    try:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, _whole_file(fcntl.F_WRLCK))
    except BlockingIOError:
        return False
    return True


def is_taken(file: int) -> bool:
    """Tell whether another open file has the lock."""
    answer = fcntl.fcntl(file, fcntl.F_OFD_GETLK, _whole_file(fcntl.F_RDLCK))
    kind: int = struct.unpack(_FORMAT, answer)[0]
    return kind != fcntl.F_UNLCK


def _whole_file(kind: int) -> bytes:
    return struct.pack(_FORMAT, kind, os.SEEK_SET, 0, 0, 0)
