"""Addresses of the web that may be asked for, and which hosts are public."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from maillage.base.errors import DomainError

_PORTS = {"http": 80, "https": 443}
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NOT_PUBLIC = [ipaddress.ip_network(net) for net in ("64:ff9b:1::/48", "5f00::/16", "192.88.99.0/24")]


class FetchError(DomainError):
    """Another server could not, or may not, be asked. `detail` holds the address."""


def is_public(address: str) -> bool:
    """Whether `address` (IPv4 or IPv6) can only be a host of the public internet.

    Addresses that carry another one (mapped, NAT64, 6to4) are as public as what they carry.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id:
            return False
        carried = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried:
            return is_public(str(carried))
        if ip.is_site_local:
            return False
    if any(ip.version == net.version and ip in net for net in _NOT_PUBLIC):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


@dataclass(frozen=True)
class WebAddress:
    """Where one request goes: `host` in ASCII, `path` with its query, both ready to be sent."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, url: str) -> "WebAddress":
        """Raises FetchError("bad_address")."""
        refused = FetchError(
            "bad_address",
            _("“%(url)s” is not an address that can be fetched. Give one that begins with https://.") % {"url": url},
            {"url": url},
        )
        if any(character <= " " or character == "\x7f" for character in url):
            raise refused
        try:
            parts = urlsplit(url)
            scheme = _SCHEMES[parts.scheme.lower()]
            host = (parts.hostname or "").encode("idna").decode("ascii")
            port = _PORTS[scheme] if parts.port is None else parts.port
        except (ValueError, KeyError) as error:  # UnicodeError is a ValueError
            raise refused from error
        if not host or "@" in parts.netloc or (port < 1024 and port not in _PORTS.values()):
            raise refused
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
        return cls(scheme, host, port, f"{path}?{query}" if query else path)

    @property
    def default_port(self) -> int:
        return _PORTS[self.scheme]

    @property
    def authority(self) -> str:
        """The host and its port, as FETCH_ALLOWED_HOSTS names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def is_this_machine(self) -> bool:
        """Whether the host is written as this machine itself: localhost, 127.0.0.1, ::1."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority.removesuffix(f':{self.default_port}')}{self.path}"

    def redirected(self, location: str) -> "WebAddress":
        """Raises FetchError("insecure_redirect") from https to http, or as `parse`."""
        target = WebAddress.parse(urljoin(self.url, location))
        if self.scheme == "https" and target.scheme == "http":
            raise FetchError(
                "insecure_redirect",
                _("%(url)s leads from a secure address to one that is not. Give the final address.")
                % {"url": self.url},
                {"url": self.url},
            )
        return target
