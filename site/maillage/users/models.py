"""Accounts: the e-mail address is the login."""

import hashlib
import secrets
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from maillage.base import clock

COORDINATORS = "Coordinators"


class UserManager(BaseUserManager["User"]):
    """Makes accounts with a normalised address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalise(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_superuser": True, **fields})

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def find_active(self, email: str) -> "User | None":
        """Who can sign in with this address, however it is typed."""
        return self.filter(email__iexact=email.strip(), is_active=True).first()

    @staticmethod
    def normalise(email: str) -> str:
        """Addresses are compared without case: two accounts must not differ by a capital."""
        return email.strip().lower()


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # Wagtail's, untyped
    """A person who can sign in. What others see of them is `members.directory.Person`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    warned_at = models.DateTimeField(
        _("told that it will be erased"), null=True, blank=True, editable=False,
        help_text=_("Because nobody uses it."),
    )  # fmt: skip

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_without_case")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Asked by libraries that know only Django's admin: here, who administers the whole site."""
        return self.is_superuser

    @cached_property
    def is_coordinator(self) -> bool:
        """Runs the network: sees and moderates every record."""
        return self.is_superuser or self.groups.filter(name=COORDINATORS).exists()

    @property
    def first_name(self) -> str:
        """Asked by Wagtail's sidebar: people here have one name, written as they wish."""
        return self.name

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class TokenQuerySet(models.QuerySet["Token"]):
    def usable(self) -> Self:
        return self.filter(revoked_at=None, user__is_active=True)

    def find(self, secret: str, purpose: str) -> "Token | None":
        """The usable token whose secret is `secret`, with its user."""
        return self.usable().filter(purpose=purpose, digest=digest(secret)).select_related("user").first()


class Token(models.Model):
    """A revocable secret that stands for a person: kept as a digest, shown once."""

    class Purpose(models.TextChoices):
        API = "api", _("API")
        CALENDAR = "calendar", _("calendar feed")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=20, choices=Purpose)
    label = models.CharField(_("name"), max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access key")
        verbose_name_plural = _("access keys")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label or self.get_purpose_display()


def digest(secret: str) -> str:
    """What is stored of a random secret (256 bits: no salt or slow hash is needed)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    return secrets.token_urlsafe(32)
