"""The only way out: every request of ours to another server goes through `fetch`.

An address given by a stranger must not make this server talk to its own network. So names are
resolved here, every answer must be a public address, the connection goes to that very address (a
second look-up could say something else), and all of it again after each redirect. No cookie, no
credential and no proxy of the environment is ever used.

`FETCH_ALLOWED_HOSTS`, a list of "host:port" and empty by default, lets private hosts through. So does a
person who types an address of this very machine in its terminal (`typed_here`): they can read it anyway.
"""

import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.base.web_address import FetchError, WebAddress, is_public

MAX_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK = 65_536


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """An answer; `status` 304 has no body."""

    status: int
    body: bytes
    content_type: str
    etag: str
    last_modified: str
    final_url: str


def fetch(
    url: str,
    *,
    max_bytes: int = 5_000_000,
    timeout_s: float = 20.0,
    etag: str = "",
    last_modified: str = "",
    accept: str = "*/*",
    typed_here: bool = False,
) -> Fetched:
    """GET `url` (http, https or webcal), following redirects.

    `timeout_s` bounds the whole exchange but for the look-up of names, which the system bounds;
    `max_bytes` bounds the body before and after decompression. `etag` and `last_modified` are those of the
    last answer: the status is 304 where nothing changed since. `typed_here`: only ever True for an address
    that comes from the command line; where it leads is held to the same rules as any other.
    Raises FetchError: bad_address, forbidden_address, unknown_host, unreachable, tls, timeout,
    too_large, too_many_redirects, insecure_redirect, http_status, bad_response.
    """
    target = WebAddress.parse(url)
    allowed = {host.lower() for host in settings.FETCH_ALLOWED_HOSTS}
    if typed_here and target.is_this_machine:
        allowed.add(target.authority)
    ticket = _Ticket(
        deadline=_Deadline(timeout_s),
        max_bytes=max_bytes,
        headers=_headers(accept=accept, etag=etag, last_modified=last_modified),
        allowed=frozenset(allowed),
    )
    return _follow(target, ticket)


class _Deadline:
    """The instant by which all must be done; not wall-clock time, which `base.clock` alone reads."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left_s(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


@dataclass(frozen=True)
class _Ticket:
    """What holds for all requests of one fetch."""

    deadline: _Deadline
    max_bytes: int
    headers: dict[str, str]
    allowed: frozenset[str]


def _headers(*, accept: str, etag: str, last_modified: str) -> dict[str, str]:
    headers = {
        "User-Agent": f"Maillage (+{settings.SITE_URL})",
        "Accept": accept,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers


def _follow(target: WebAddress, ticket: _Ticket) -> Fetched:
    for _hop in range(MAX_REDIRECTS + 1):
        answer = _ask(target, ticket)
        if isinstance(answer, Fetched):
            return answer
        target = target.redirected(answer)
    message = _("%(url)s leads from one address to the next without end. Give the final address.")
    raise _failure("too_many_redirects", message, target)


def _ask(target: WebAddress, ticket: _Ticket) -> Fetched | str:
    """The answer of `target`, or the address it redirects to."""
    deadline = ticket.deadline
    with (
        _plain_errors(target),
        _connected(_addresses(target, ticket), deadline) as plain,
        _secured(plain, target, deadline) as stream,
    ):
        connection = _Connection(target, stream, deadline)
        connection.request("GET", target.path, headers=ticket.headers)
        return _answer(connection.getresponse(), target, ticket)


def _answer(response: http.client.HTTPResponse, target: WebAddress, ticket: _Ticket) -> Fetched | str:
    if response.status in _REDIRECTS and (location := response.headers.get("Location")):
        return location
    unchanged = response.status == 304
    if not unchanged and not 200 <= response.status < 300:
        message = _("%(url)s answers with the error %(status)s. Check the address in a browser.")
        raise _failure("http_status", message, target, status=response.status)
    return Fetched(
        status=response.status,
        body=b"" if unchanged else b"".join(_body(response, target, ticket.max_bytes)),
        content_type=response.headers.get("Content-Type", ""),
        etag=response.headers.get("ETag", ""),
        last_modified=response.headers.get("Last-Modified", ""),
        final_url=target.url,
    )


def _addresses(target: WebAddress, ticket: _Ticket) -> list[tuple]:
    """What `target` resolves to, as `socket.getaddrinfo` says it, all of it allowed."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    if target.authority not in ticket.allowed and not all(is_public(str(one[4][0])) for one in found):
        message = _(
            "%(host)s is not on the public internet, so it is not asked. If you run this site and trust"
            " that server, add %(authority)s to FETCH_ALLOWED_HOSTS."
        )
        raise _failure("forbidden_address", message, target)
    return found


@contextmanager
def _connected(addresses: list[tuple], deadline: _Deadline) -> Iterator[socket.socket]:
    """A connection to the first of `addresses` that answers; each has its share of the time left."""
    failure = OSError("no address")
    for rest, (family, kind, protocol, _name, address) in zip(range(len(addresses), 0, -1), addresses, strict=True):
        with socket.socket(family, kind, protocol) as stream:
            stream.settimeout(deadline.left_s() / rest)
            try:
                stream.connect(address)
            except OSError as error:
                failure = error
                continue
            yield stream
            return
    raise failure


@contextmanager
def _secured(plain: socket.socket, target: WebAddress, deadline: _Deadline) -> Iterator[socket.socket]:
    """The connection itself, under TLS where the address asks for it."""
    if target.scheme == "http":
        yield plain
        return
    plain.settimeout(deadline.left_s())
    with ssl.create_default_context().wrap_socket(plain, server_hostname=target.host) as stream:
        yield stream


class _Connection(http.client.HTTPConnection):
    """HTTP over a connection that is already made, each step of it within the deadline."""

    def __init__(self, target: WebAddress, stream: socket.socket, deadline: _Deadline) -> None:
        super().__init__(target.host, target.port)
        self.default_port = target.default_port
        self.sock = _TimedStream(stream, deadline)


class _TimedStream:
    """What http.client needs of a socket. Time is counted from the start, not from the last byte."""

    def __init__(self, stream: socket.socket, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._stream.settimeout(self._deadline.left_s())
        self._stream.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._stream, self._deadline))

    def close(self) -> None:
        """The stream outlives the request: `_connected` closes it."""


class _TimedReader(io.RawIOBase):
    def __init__(self, stream: socket.socket, deadline: _Deadline) -> None:
        super().__init__()
        self._stream = stream
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self._stream.settimeout(self._deadline.left_s())
        return self._stream.recv_into(buffer)


def _body(response: http.client.HTTPResponse, target: WebAddress, max_bytes: int) -> Iterator[bytes]:
    """The body piece by piece, never more than `max_bytes` of it."""
    message = _("%(url)s is larger than %(max_bytes)s bytes. Give the address of a smaller file.")
    too_large = _failure("too_large", message, target, max_bytes=max_bytes)
    if (response.length or 0) > max_bytes:
        raise too_large
    left = max_bytes
    for piece in _decoded(response, max_bytes):
        left -= len(piece)
        if left < 0:
            raise too_large
        yield piece


def _decoded(response: http.client.HTTPResponse, max_bytes: int) -> Iterator[bytes]:
    """Pieces of the body, decompressed at most `_CHUNK` bytes at a time."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise http.client.HTTPException(f"unknown encoding {encoding}")
    pieces = iter(lambda: response.read1(_CHUNK), b"")
    yield from _unzipped(pieces) if "gzip" in encoding else pieces
    if response.length:
        raise http.client.HTTPException("the body is cut short")


def _unzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    unzip = zlib.decompressobj(wbits=31)
    for piece in pieces:
        waiting = piece
        while waiting and not unzip.eof:
            yield unzip.decompress(waiting, _CHUNK)
            waiting = unzip.unconsumed_tail
    while last := unzip.decompress(b"", _CHUNK):
        yield last
    if not unzip.eof:
        raise http.client.HTTPException("the compressed body is cut short")


@contextmanager
def _plain_errors(target: WebAddress) -> Iterator[None]:
    """Errors of the network as FetchError."""
    try:
        yield
    except socket.gaierror as error:
        message = _("There is no server called %(host)s. Check the address.")
        raise _failure("unknown_host", message, target) from error
    except TimeoutError as error:
        message = _("%(host)s takes too long to answer. Try again later.")
        raise _failure("timeout", message, target) from error
    except ssl.SSLError as error:
        message = _("The secure connection to %(host)s cannot be trusted. Tell the people who run it.")
        raise _failure("tls", message, target) from error
    except (http.client.HTTPException, zlib.error) as error:
        message = _("%(url)s gives an answer that cannot be read. Check the address in a browser.")
        raise _failure("bad_response", message, target) from error
    except OSError as error:
        message = _("%(host)s cannot be reached. Check the address, or try again later.")
        raise _failure("unreachable", message, target) from error


def _failure(code: str, message: str, target: WebAddress, **values: object) -> FetchError:
    detail = {"url": target.url, **values}
    return FetchError(code, message % {**detail, "host": target.host, "authority": target.authority}, detail)
