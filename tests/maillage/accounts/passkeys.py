"""What an authenticator hands over when it makes a key: enough for pages that list keys."""

import hashlib
import os
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from maillage.users.models import User


def give_passkey(user: User, name: str = "Mon téléphone") -> Authenticator:
    """A key of `user`, as if they had added it."""
    data = {"name": name, "credential": _registration()}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def _registration() -> dict[str, Any]:
    identifier, flags = (
        os.urandom(16),
        AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT,
    )
    public_key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, identifier, public_key)
    made = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, 0, credential)
    client = CollectedClientData.create("webauthn.create", b"challenge", "https://testserver")
    response = AuthenticatorAttestationResponse(
        client_data=client, attestation_object=AttestationObject.create("none", made, {})
    )
    return dict(RegistrationResponse(raw_id=identifier, response=response))
