"""What journeys read of the mails that the demonstration sent."""

from django.core.mail import EmailMessage, get_connection

from tests.demonstration import Site


def test_mails_that_lie_in_one_file_are_read_one_by_one(tmp_path):
    mail = get_connection("maillage.base.mail.ConsoleAndFileBackend", file_path=tmp_path)
    for subject, to in (("First", "lea"), ("Of another", "max"), ("Second", "lea")):
        EmailMessage(subject, "Hello", to=[f"{to}@example.org"], connection=mail).send()
    assert len(list(tmp_path.iterdir())) == 1

    first, second = Site("", tmp_path, {}).mails_to("lea@example.org")

    assert ("Subject: First" in first, "Subject: Second" in second) == (True, True)
    assert "Subject: Of another" not in first + second


def test_mail_that_is_still_being_written_is_waited_for(tmp_path):
    (tmp_path / "now.log").write_text("Subject: First\nTo: lea@example.org\n\nHel", encoding="utf-8")

    assert Site("", tmp_path, {}).mails_to("lea@example.org") == []
