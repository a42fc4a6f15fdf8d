"""Addresses of the web, and those that must not be asked."""

from ipaddress import ip_address

import pytest

from maillage.base.web_address import WebAddress, is_public


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
