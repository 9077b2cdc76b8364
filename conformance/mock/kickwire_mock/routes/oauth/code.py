"""The authorization code grant: a code becomes a grant, once.

Source: RFC 6749 section 4.1.3, RFC 7636 section 4.6.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from kickwire_mock.errors import OAuthRefusal
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.routes.oauth.consent import CODE_LIFETIME
from kickwire_mock.world.grants import Code, Grant
from kickwire_mock.world.people import App
from kickwire_mock.world.shelf import EXPIRED, USED
from kickwire_mock.world.state import World

REDIRECT_MISMATCH = setting("token_redirect_mismatch_500")
BURNED_FIRST = quirk("code_burned_before_pkce_check")
SINGLE_USE = quirk("code_single_use")

_WASTED = "was spent on a wrong code_verifier"
_WHY = {USED: (SINGLE_USE,), EXPIRED: (CODE_LIFETIME,), _WASTED: (BURNED_FIRST,)}


def exchange(world: World, app: App, form: Mapping[str, str]) -> Grant:
    """What the user granted when the code was made.

    Raises:
        OAuthRefusal: the code, the redirect URI or the verifier is not good.
    """
    mismatch = world.settings.get(REDIRECT_MISMATCH, app.client_id)
    if form["redirect_uri"] not in app.redirect_uris:
        error = "invalid_grant" if mismatch == "never_500" else "server_error"
        raise OAuthRefusal(error, "redirect_uri is not registered for the app", REDIRECT_MISMATCH)
    code = _code(world, app, form)
    verified = verifies(code.request.challenge, form["code_verifier"])
    # As in the library, the code is gone whether the verifier is good or not.
    world.vault.codes.drop(form["code"], USED if verified else _WASTED)
    if not verified:
        error = "server_error" if mismatch == "redirect_and_verifier_500" else "invalid_grant"
        reason = "code_verifier does not fit the code_challenge; the code is spent"
        raise OAuthRefusal(error, reason, BURNED_FIRST, REDIRECT_MISMATCH)
    return Grant(
        client_id=app.client_id, user=code.user, scopes=code.scopes, since=world.clock.now()
    )


def _code(world: World, app: App, form: Mapping[str, str]) -> Code:
    codes = world.vault.codes
    code = codes.get(form["code"])
    if code is None:
        why = codes.why_not(form["code"])
        raise OAuthRefusal("invalid_grant", f"the code {why}", *_WHY.get(why, ()))
    if code.request.client_id != app.client_id:
        raise OAuthRefusal("invalid_grant", "the code was issued to another app")
    if code.request.redirect_uri != form["redirect_uri"]:
        reason = "redirect_uri differs from that of the authorize request"
        raise OAuthRefusal("invalid_grant", reason, REDIRECT_MISMATCH)
    return code


def verifies(challenge: str, verifier: str) -> bool:
    """Whether a verifier belongs to a challenge under S256; padding does not count."""
    digest = hashlib.sha256(verifier.encode("utf-8")).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=") == challenge.rstrip("=")
