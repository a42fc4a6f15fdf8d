"""Answers that are too large, too slow, cut short or compressed to fill the memory."""

import gzip
import socket
import threading
import time
import tracemalloc
from http.server import BaseHTTPRequestHandler

import pytest

from maillage.base.fetch import fetch
from tests.maillage.base.servers import Answer, body, closed_port, refusal


def test_fetch_gives_the_body_when_it_is_just_as_large_as_allowed(site):
    site.answers["/feed"] = body(b"x" * 1000)

    assert len(fetch(site.url("/feed"), max_bytes=1000).body) == 1000


def test_fetch_refuses_without_reading_when_the_announced_size_is_too_large(site):
    site.answers["/feed"] = announcing(1001, b"x" * 10)

    assert refusal(site.url("/feed"), max_bytes=1000) == "too_large"


def test_fetch_stops_reading_when_an_endless_body_is_too_large(site):
    sent = []

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(10_000):
            sent.append(request.wfile.write(b"x" * 10_000))

    site.answers["/feed"] = endless

    assert refusal(site.url("/feed"), max_bytes=100_000) == "too_large"
    assert sum(sent) < 100_000_000


def announcing(length: int, content: bytes) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(length))
        request.end_headers()
        request.wfile.write(content)

    return answer


def chunked(*pieces: bytes) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        for piece in pieces:
            request.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    return answer


def test_fetch_joins_the_pieces_when_the_body_is_chunked(site):
    site.answers["/feed"] = chunked(b"BEGIN:", b"VCALENDAR", b"")

    assert fetch(site.url("/feed")).body == b"BEGIN:VCALENDAR"


def test_fetch_refuses_when_a_chunked_body_is_cut_short(site):
    site.answers["/feed"] = chunked(b"BEGIN:")

    assert refusal(site.url("/feed")) == "bad_response"


def test_fetch_refuses_when_the_body_is_shorter_than_announced(site):
    site.answers["/feed"] = announcing(1000, b"x" * 10)

    assert refusal(site.url("/feed")) == "bad_response"


def test_fetch_decompresses_when_the_body_is_gzip(site):
    content = b"BEGIN:VCALENDAR\r\n" * 20_000
    site.answers["/feed"] = body(gzip.compress(content), Content_Encoding="gzip")

    assert fetch(site.url("/feed")).body == content


def test_fetch_stops_when_a_small_body_decompresses_to_a_huge_one(site):
    site.answers["/bomb"] = body(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")

    tracemalloc.start()
    code = refusal(site.url("/bomb"), max_bytes=1_000_000)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert code == "too_large"
    assert most < 10_000_000


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(b"not gzip", "gzip"), (gzip.compress(b"x" * 1000, mtime=0)[:-12], "gzip"), (b"x", "br")],
    ids=["not gzip", "cut", "unknown"],
)
def test_fetch_refuses_when_the_compression_is_broken_or_unknown(site, content, encoding):
    site.answers["/feed"] = body(content, Content_Encoding=encoding)

    assert refusal(site.url("/feed")) == "bad_response"


def drip(*, headers_first: bool) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        if headers_first:
            request.send_response(200)
            request.end_headers()
        for _ in range(200):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize("headers_first", [True, False])
def test_fetch_gives_up_when_bytes_come_one_by_one_for_too_long(site, headers_first):
    site.answers["/slow"] = drip(headers_first=headers_first)

    assert refusal(site.url("/slow"), timeout_s=0.5) == "timeout"


def test_fetch_gives_up_when_the_server_says_nothing(settings):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{silent.getsockname()[1]}"]

        assert refusal(f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout_s=0.3) == "timeout"


def test_fetch_refuses_when_nobody_listens(settings):
    port = closed_port()
    settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{port}"]

    assert refusal(f"http://127.0.0.1:{port}/") == "unreachable"


def test_fetch_refuses_when_the_name_does_not_exist():
    assert refusal("https://no-such-host.invalid/") == "unknown_host"


def test_fetch_refuses_when_the_answer_is_not_http(settings):
    with socket.socket() as odd:
        odd.bind(("127.0.0.1", 0))
        odd.listen()
        settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{odd.getsockname()[1]}"]
        thread = threading.Thread(target=lambda: answer_oddly(odd), daemon=True)
        thread.start()

        assert refusal(f"http://127.0.0.1:{odd.getsockname()[1]}/") == "bad_response"
        thread.join()


def answer_oddly(listener: socket.socket) -> None:
    stream, _address = listener.accept()
    with stream:
        stream.recv(10_000)
        stream.sendall(b"220 mail.example.org ESMTP\r\n")
