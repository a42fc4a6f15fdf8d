"""Signing up by e-mail, signing in and out, as a person does: with the keyboard and their mailbox."""

import email
import email.policy
import re
import time
from typing import Any

from tests.journeys.keyboard import follow, press, write

MAIL_ARRIVES_WITHIN_S = 90  # behind all that the worker writes on a busy machine


def link_in_mail(site: Any, address: str, inside: str) -> str:
    """The link with `inside` in the latest mail to `address` that has one, once the worker has sent it."""
    deadline = time.monotonic() + MAIL_ARRIVES_WITHIN_S
    while time.monotonic() < deadline:
        for text in reversed(site.mails_to(address)):
            message = email.message_from_string(text, policy=email.policy.default)
            body = message.get_body(("plain",)).get_content()
            if found := re.search(rf"http://\S+{re.escape(inside)}\S*", body):
                return found[0]
        time.sleep(0.3)
    raise AssertionError(f"no mail to {address} had a link with {inside}")


def sign_up(page: Any, site: Any, *, name: str, address: str, password: str) -> None:
    """Fill in the form of the page that is open, confirm the address, arrive signed in."""
    write(page, "#id_name", name)
    write(page, "#id_email", address)
    write(page, "#id_password1", password)
    follow(page, "main form[action*='signup'] button[type=submit]")
    page.goto(link_in_mail(site, address, "/confirm-email/"))
    follow(page, "main form[action*='confirm-email'] button[type=submit]")


def sign_in(page: Any, address: str, password: str) -> None:
    write(page, "#id_login", address)
    write(page, "#id_password", password)
    follow(page, "main form:has(#id_password) button[type=submit]")


def sign_in_as(page: Any, demo_address: str) -> None:
    """One of the people of the demonstration, who have a button of their own."""
    page.goto("/compte/login/")
    follow(page, f"form:has(input[value='{demo_address}']) button")


def sign_out(page: Any) -> None:
    """Through the menu of the account, behind the menu of the site on a phone."""
    if page.locator("[popovertarget=site-menu]").first.is_visible():
        press(page, "[popovertarget=site-menu]")
    press(page, ".menu-account summary")
    follow(page, ".menu-account form[action*='logout'] button")
