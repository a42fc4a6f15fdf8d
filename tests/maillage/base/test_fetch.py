"""The only way out, against real servers on 127.0.0.1."""

import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta

import pytest

from maillage.base import clock
from maillage.base.fetch import Fetched, FetchError, fetch
from tests.maillage.base.servers import Site, body, closed_port, redirect, refusal, serving

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
