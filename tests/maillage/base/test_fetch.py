"""The only way out, against real servers on 127.0.0.1."""

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from maillage.base import clock
from maillage.base.fetch import Fetched, FetchError, fetch
from maillage.base.web_address import WebAddress, is_public

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A server whose answers are given path by path, and that remembers what it was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []

    def url(self, path: str, *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.headers.append(dict(self.headers))
            with suppress(BrokenPipeError, ConnectionResetError):  # the fetcher may hang up
                site.answers[self.path](self)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(settings) -> Iterator[Site]:
    """A private server that the settings let through."""
    with serving() as found:
        settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{found.port}"]
        yield found


@pytest.fixture
def inner_site() -> Iterator[Site]:
    """A private server that nothing lets through, with something to leak."""
    with serving() as found:
        found.answers["/secret"] = body(b"the crown jewels")
        yield found


def body(content: bytes, *, status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


def redirect(location: str, status: int = 302) -> Answer:
    return body(b"", status=status, Location=location)


def refusal(url: str, **options: object) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(url, **options)
    return caught.value.code


MONDAY = "Mon, 15 Jun 2026 08:00:00 GMT"


def test_fetch_gives_the_whole_answer_when_all_is_well(site):
    site.answers["/feed.ics?a=1"] = body(
        b"BEGIN:VCALENDAR",
        Content_Type="text/calendar",
        ETag='"v1"',
        Last_Modified=MONDAY,
    )

    answer = fetch(site.url("/feed.ics?a=1"))

    assert answer == Fetched(
        status=200,
        body=b"BEGIN:VCALENDAR",
        content_type="text/calendar",
        etag='"v1"',
        last_modified=MONDAY,
        final_url=site.url("/feed.ics?a=1"),
    )


def test_fetch_says_who_asks_and_carries_no_credential(site, settings):
    site.answers["/"] = body(b"x", Set_Cookie="session=1")

    fetch(site.url("/"))
    fetch(site.url("/"))

    assert site.headers[1] == {
        "Host": f"127.0.0.1:{site.port}",
        "User-Agent": f"Maillage (+{settings.SITE_URL})",
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def test_fetch_gives_304_when_nothing_changed_since(site):
    site.answers["/feed"] = body(b"", status=304, ETag='"v1"')

    answer = fetch(site.url("/feed"), etag='"v1"', last_modified=MONDAY)

    assert (answer.status, answer.body, answer.etag) == (304, b"", '"v1"')
    assert site.headers[0]["If-None-Match"] == '"v1"'
    assert site.headers[0]["If-Modified-Since"] == MONDAY


def test_fetch_refuses_when_the_server_answers_an_error(site):
    site.answers["/gone"] = body(b"no", status=410)

    with pytest.raises(FetchError) as caught:
        fetch(site.url("/gone"))

    assert caught.value.code == "http_status"
    assert caught.value.detail == {"url": site.url("/gone"), "status": 410}


# Addresses


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/feed.ics",
        "file:///etc/passwd",
        "gopher://example.org/",
        "example.org/feed.ics",
        "https://",
        "https:///feed.ics",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://@example.org/",
        "https://example.org:99999/",
        "https://example.org:25/",
        "https://example.org/a b",
        "https://example.org/\r\nX-Injected: 1",
        "https://exam\tple.org/",
        "https://" + "a" * 64 + ".example.org/",
        "",
    ],
)
def test_fetch_refuses_when_the_address_is_not_one(url):
    assert refusal(url) == "bad_address"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("webcal://Example.org/feed.ics", "https://example.org/feed.ics"),
        ("http://example.org:80", "http://example.org/"),
        ("https://example.org:8443/a?b=1#c", "https://example.org:8443/a?b=1"),
        ("https://écoles.example.org/été.ics", "https://xn--coles-9ra.example.org/%C3%A9t%C3%A9.ics"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
    ],
)
def test_web_address_is_written_as_it_is_sent(url, expected):
    assert WebAddress.parse(url).url == expected


def test_web_address_names_its_host_and_port_as_the_setting_does():
    addresses = ("http://LOCALHOST/", "https://example.org/", "http://[::1]:8000/")

    assert [WebAddress.parse(url).authority for url in addresses] == ["localhost:80", "example.org:443", "[::1]:8000"]


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:a00:1::",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1111%eth0",
        "fec0::1",
        "ff02::1",
        "not an address",
    ],
)
def test_is_public_is_false_when_the_address_is_not_of_the_internet(address):
    assert is_public(address) is False


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "93.184.216.34",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_is_public_is_true_when_the_address_is_of_the_internet(address):
    assert ip_address(address)
    assert is_public(address) is True


# Hosts that must not be asked


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1"])
def test_fetch_never_reaches_this_machine_when_nothing_allows_it(inner_site, settings, host):
    settings.FETCH_ALLOWED_HOSTS = []

    assert refusal(inner_site.url("/secret", host=host)) in {"forbidden_address", "unknown_host"}
    assert inner_site.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_fetch_never_reaches_a_private_host_when_a_redirect_leads_to_it(site, inner_site, status):
    site.answers["/feed"] = redirect(inner_site.url("/secret"), status)

    assert refusal(site.url("/feed")) == "forbidden_address"
    assert (site.asked, inner_site.asked) == (["/feed"], [])


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "forbidden_address"),
        ("http://[::1]/", "forbidden_address"),
        ("//10.0.0.1/", "forbidden_address"),
        ("file:///etc/passwd", "bad_address"),
        ("http://user:secret@127.0.0.1/", "bad_address"),
        ("gopher://127.0.0.1:70/", "bad_address"),
    ],
)
def test_fetch_refuses_when_a_redirect_leaves_the_public_web(site, location, code):
    site.answers["/feed"] = redirect(location)

    assert refusal(site.url("/feed")) == code


def test_fetch_refuses_when_one_of_several_addresses_is_private(inner_site, settings, monkeypatch):
    settings.FETCH_ALLOWED_HOSTS = []
    answers = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", inner_site.port)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", inner_site.port)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: answers)

    assert refusal(inner_site.url("/secret", host="calendar.example")) == "forbidden_address"
    assert inner_site.asked == []


def test_fetch_connects_to_the_address_it_checked_when_a_second_look_up_could_differ(site, settings, monkeypatch):
    settings.FETCH_ALLOWED_HOSTS = [f"calendar.example:{site.port}"]
    site.answers["/feed"] = body(b"ok")
    looked_up = []

    def look_up(host, port, **options):
        looked_up.append((host, port))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    assert fetch(site.url("/feed", host="calendar.example")).body == b"ok"
    assert looked_up == [("calendar.example", site.port)]
    assert site.headers[0]["Host"] == f"calendar.example:{site.port}"


def test_fetch_tries_the_next_address_when_the_first_does_not_answer(site, settings, monkeypatch):
    settings.FETCH_ALLOWED_HOSTS = [f"calendar.example:{site.port}"]
    site.answers["/feed"] = body(b"ok")
    answers = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", closed_port())),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", site.port)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: answers)

    assert fetch(site.url("/feed", host="calendar.example")).body == b"ok"


# Redirects


def test_fetch_follows_redirects_when_they_are_few(site):
    for hop in range(5):
        site.answers[f"/{hop}"] = redirect(f"/{hop + 1}")
    site.answers["/5"] = body(b"arrived")

    answer = fetch(site.url("/0"))

    assert (answer.body, answer.final_url) == (b"arrived", site.url("/5"))


def test_fetch_refuses_when_redirects_never_end(site):
    site.answers["/round"] = redirect("/round")

    assert refusal(site.url("/round")) == "too_many_redirects"
    assert len(site.asked) == 6


def test_fetch_refuses_when_a_redirect_says_no_address(site):
    site.answers["/nowhere"] = body(b"", status=302)

    assert refusal(site.url("/nowhere")) == "http_status"


# Size, compression and time


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


def closed_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]


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


# Secure connections


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost, signed by nobody, as a file with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.fixture
def secure_site(certificate, settings) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(context) as found:
        found.answers["/feed"] = body(b"secure")
        settings.FETCH_ALLOWED_HOSTS = [f"localhost:{found.port}", f"127.0.0.1:{found.port}"]
        yield found


def test_fetch_refuses_when_the_certificate_is_signed_by_nobody(secure_site):
    assert refusal(secure_site.url("/feed", host="localhost", scheme="https")) == "tls"
    assert secure_site.asked == []


def test_fetch_reads_when_the_certificate_is_trusted_and_of_that_host(secure_site, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    answer = fetch(secure_site.url("/feed", host="localhost", scheme="webcal"))

    assert (answer.body, secure_site.headers[0]["Host"]) == (b"secure", f"localhost:{secure_site.port}")


def test_fetch_refuses_when_the_certificate_is_of_another_host(secure_site, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    assert refusal(secure_site.url("/feed", host="127.0.0.1", scheme="https")) == "tls"


def test_fetch_refuses_when_a_secure_address_leads_to_one_that_is_not(
    secure_site, site, settings, certificate, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.FETCH_ALLOWED_HOSTS = [f"localhost:{secure_site.port}", f"127.0.0.1:{site.port}"]
    site.answers["/plain"] = body(b"plain")
    secure_site.answers["/down"] = redirect(site.url("/plain"))

    assert refusal(secure_site.url("/down", host="localhost", scheme="https")) == "insecure_redirect"
    assert site.asked == []
