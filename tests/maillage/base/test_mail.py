"""A mail server that is away loses no mail; one that refuses for good is not asked again."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.mail import BadHeaderError
from django.core.management import call_command
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from maillage.base import clock, mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_queue_and_server(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 5


def queue(**more):
    mail.deliver.enqueue(subject="s", text="t", html="<p>t</p>", to="ada@example.org", attachments=[], **more)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def answering() -> Iterator[dict]:
    """A mail server that answers `code` to every recipient."""
    said = {"code": 550, "port": 0}
    with socket.create_server(("127.0.0.1", 0)) as server:
        said["port"] = server.getsockname()[1]

        def serve() -> None:
            connection, _address = server.accept()
            with connection, connection.makefile("rwb", buffering=0) as lines:
                lines.write(b"220 here\r\n")
                for line in lines:
                    word = line[:4].upper()
                    answers = {b"RCPT": f"{said['code']} no such person".encode(), b"QUIT": b"221 bye"}
                    lines.write(answers.get(word, b"250 fine") + b"\r\n")
                    if word == b"QUIT":
                        break

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield said
        thread.join(5)


def test_mail_is_tried_again_later_when_the_server_is_away(settings):
    settings.EMAIL_PORT = closed_port()
    before = clock.now()
    queue(reply_to="team@example.org")
    waiting = DBTaskResult.objects.get(status=TaskResultStatus.READY)

    assert waiting.args_kwargs["kwargs"]["to"] == "ada@example.org"
    assert waiting.args_kwargs["kwargs"]["reply_to"] == "team@example.org"
    assert waiting.args_kwargs["kwargs"]["attempt"] == 1
    assert timedelta(0) <= waiting.run_after - before - mail.AGAIN_AFTER[0] < timedelta(seconds=30)


def test_mail_is_tried_again_when_the_server_says_not_now(settings, answering):
    settings.EMAIL_PORT, answering["code"] = answering["port"], 451
    queue(attempt=3)

    assert DBTaskResult.objects.get(status=TaskResultStatus.READY).args_kwargs["kwargs"]["attempt"] == 4


def test_mail_is_given_up_when_the_server_refuses_for_good(settings, answering):
    settings.EMAIL_PORT = answering["port"]
    queue()

    assert [task.status for task in DBTaskResult.objects.all()] == [TaskResultStatus.FAILED]


def test_mail_is_given_up_after_the_last_attempt(settings):
    settings.EMAIL_PORT = closed_port()
    queue(attempt=len(mail.AGAIN_AFTER))

    assert [task.status for task in DBTaskResult.objects.all()] == [TaskResultStatus.FAILED]


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
def test_address_to_answer_to_adds_no_header(settings, line_break):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    reply_to = f"team@example.org{line_break}Bcc: everybody@example.org"

    with pytest.raises(BadHeaderError):
        mail.deliver.func(subject="s", text="t", html="", to="ada@example.org", attachments=[], reply_to=reply_to)


def test_subject_is_one_line_and_keeps_the_spaces_that_do_not_break():
    assert mail.one_line("\nRéservation confirmée\N{NO-BREAK SPACE}:\n  Salle A\n") == (
        "Réservation confirmée\N{NO-BREAK SPACE}: Salle A"
    )
