import array
import os
import socket

import pytest
from conftest import open_files

from warm_dbt.request import ASK, Arriving, BadRequest, Request, send

Pair = tuple[socket.socket, socket.socket]


def arriving(pair: Pair) -> Arriving:
    found = Arriving(pair[1])
    assert pair[0].recv(1) == ASK
    return found


def encoded(*fields: str) -> bytes:
    body = "\0".join(fields).encode()
    return len(body).to_bytes(4, "big") + body


def send_raw(caller: socket.socket, data: bytes, files: tuple[int, ...] = (0, 1, 2)) -> None:
    rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files).tobytes())
    caller.sendmsg([data], [rights] if files else [])


def test_a_request_arrives_as_it_was_sent(pair: Pair) -> None:
    server = arriving(pair)
    environ = {"A": "1", "LINES": "a\nb", "BYTES": os.fsdecode(b"\xff"), "EMPTY": "", "EQUALS": "x=y"}
    reading, writing = os.pipe()
    send(pair[0], Request(["run", "", "--vars", "{a: b}"], environ, "/some where", 0o027, (reading, writing, 2)))
    request = server.read()
    assert request
    assert (request.arguments, request.environ) == (["run", "", "--vars", "{a: b}"], environ)
    assert (request.folder, request.umask) == ("/some where", 0o027)
    os.write(request.files[1], b"through")
    assert os.read(request.files[0], 10) == b"through"
    assert not any(os.get_inheritable(file) for file in request.files)
    for file in (reading, writing, *request.files):
        os.close(file)


def test_a_request_that_comes_byte_by_byte_never_blocks_and_is_whole_in_the_end(pair: Pair) -> None:
    server = arriving(pair)
    data = encoded("/", "18", "1", "run", "A=1")
    send_raw(pair[0], data[:1])
    for byte in data[1:]:
        assert server.read() is None
        pair[0].send(bytes([byte]))
    request = server.read()
    assert request
    assert (request.arguments, request.environ, request.umask) == (["run"], {"A": "1"}, 18)
    for file in request.files:
        os.close(file)


@pytest.mark.parametrize(
    ("data", "files", "said"),
    [
        (b"\xff\xff\xff\xff", (0, 1, 2), "it has 4294967295 bytes"),
        (encoded("/", "18", "0") + b"more", (0, 1, 2), "more came than was announced"),
        (encoded("/", "18", "0"), (), "it came with 0 open files"),
        (encoded("/", "18", "0"), (0, 1), "it came with 2 open files"),
        (encoded("/", "18", "0"), (0, 1, 2, 0), "it came with 4 open files"),
        (encoded("/"), (0, 1, 2), "not a folder, a umask and a number"),
        (encoded("/", "a", "0"), (0, 1, 2), "not a folder, a umask and a number"),
        (encoded("/", "18", "2", "run"), (0, 1, 2), "cannot be"),
        (encoded("/", "18", "-1", "run"), (0, 1, 2), "cannot be"),
        (encoded("/", "99999", "0"), (0, 1, 2), "cannot be"),
    ],
)
def test_what_is_no_request_is_refused_and_leaves_no_file_open(
    pair: Pair, data: bytes, files: tuple[int, ...], said: str
) -> None:
    server = arriving(pair)
    before = open_files()
    send_raw(pair[0], data, files)
    with pytest.raises(BadRequest, match=said):
        server.read()
    server.close()
    assert open_files() <= before


def test_a_request_that_is_cut_off_is_refused(pair: Pair) -> None:
    server = arriving(pair)
    send_raw(pair[0], encoded("/", "18", "0")[:-1])
    pair[0].close()
    with pytest.raises(BadRequest, match="cut off"):
        server.read()
    server.close()
