"""A login: the address it opens, the ten minutes it lives, and the callbacks it refuses.

Long because there are many ways to refuse a callback; the list stays in one piece, so that a
missing one is seen.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kickwire import AuthorizationRequest, Denied, MemoryStore, errors, pkce
from kickwire._core import flows
from kickwire._core.flows import AuthorizationCode
from kickwire.config import ID_URL, App
from kickwire.logins import LIFETIME

from conformance.tests.oauth.oauth_material import (
    APP,
    NOW,
    REDIRECT_URI,
    form_of,
    requests_of,
    shown_by,
)

many = settings(max_examples=200)

SCOPES = ("user:read", "chat:write")
IP_APP = App(APP.client_id, APP.client_secret, "http://127.0.0.1:8080/cb?fixed=1")


def begun(app: App = APP, *, account: str | None = None) -> AuthorizationRequest:
    """A login that begins now."""
    return AuthorizationRequest.new(app, SCOPES, id_url=ID_URL, now=NOW, account=account)


def saved(store: MemoryStore, app: App = APP) -> AuthorizationRequest:
    """A login that begins now and waits in a store."""
    request = begun(app)
    request.save(store, app)
    return request


def callback(request: AuthorizationRequest, **parameters: str) -> str:
    """The URL that a browser comes back with."""
    query = {"code": "WORTHLESSCODE", "state": request.state} | parameters
    return f"{request.redirect_uri}?{urlencode(query)}"


def loaded(
    store: MemoryStore, request: AuthorizationRequest, url: str = "", *, late: float = 30.0
) -> AuthorizationRequest:
    """The login of a callback, brought by whoever began it."""
    return AuthorizationRequest.load(
        store, APP, url or callback(request), binding=request.binding, now=NOW + late
    )


# ---------------------------------------------------------------- the address


def test_the_address_has_what_kick_wants() -> None:
    """Every parameter is there once: PKCE with S256, state, scopes in one text, the exact URL."""
    request = begun()

    parts = urlsplit(request.url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://id.kick.com/oauth/authorize"
    assert parse_qsl(parts.query, strict_parsing=True) == [
        ("response_type", "code"),
        ("client_id", APP.client_id),
        ("redirect_uri", REDIRECT_URI),
        ("scope", "user:read chat:write"),
        ("state", request.state),
        ("code_challenge", pkce.challenge(request.verifier)),
        ("code_challenge_method", "S256"),
    ]


def test_the_address_holds_neither_verifier_nor_secret() -> None:
    """A browser's history is no place for them."""
    request = begun()

    for secret in (request.verifier, request.binding, APP.client_secret):
        assert secret not in request.url


@pytest.mark.parametrize(
    "redirect_uri", ["http://127.0.0.1:8080/cb", "http://127.0.0.1/", "http://h/?to=127.0.0.1"]
)
def test_a_decoy_stands_before_a_loopback_address(redirect_uri: str) -> None:
    """Kick's front page rewrites the first 127.0.0.1, so a decoy takes the blow."""
    app = App(APP.client_id, APP.client_secret, redirect_uri)

    url = begun(app).url

    names = [name for name, _ in parse_qsl(urlsplit(url).query)]
    assert names.index("redirect") + 1 == names.index("redirect_uri")
    rewritten = dict(parse_qsl(urlsplit(url.replace("127.0.0.1", "localhost", 1)).query))
    assert rewritten["redirect_uri"] == redirect_uri


@pytest.mark.parametrize(
    "redirect_uri", ["http://localhost:8080/cb", "https://app.example/cb", "http://[::1]/cb"]
)
def test_other_addresses_need_no_decoy(redirect_uri: str) -> None:
    """A parameter without a use is left out."""
    app = App(APP.client_id, APP.client_secret, redirect_uri)

    assert "redirect" not in dict(parse_qsl(urlsplit(begun(app).url).query))


def test_a_redirect_uri_with_a_query_arrives_byte_for_byte() -> None:
    """Its own parameters do not become ours."""
    query = parse_qsl(urlsplit(begun(IP_APP).url).query)

    assert dict(query)["redirect_uri"] == "http://127.0.0.1:8080/cb?fixed=1"
    assert "fixed" not in dict(query)


def test_every_login_has_random_values_of_its_own() -> None:
    """State, verifier and binding differ from each other and from those of every other login."""
    requests = [begun() for _ in range(50)]

    values = [value for one in requests for value in (one.state, one.verifier, one.binding)]
    assert len(set(values)) == 150
    assert min(map(len, values)) >= 43


def test_a_login_shows_no_secret() -> None:
    """Its repr is fit for a log."""
    request = begun()

    for secret in (request.url, request.state, request.verifier, request.binding):
        assert secret not in repr(request)


def test_a_login_without_a_redirect_uri_is_refused() -> None:
    """An app that only mints has none, and cannot log anybody in."""
    with pytest.raises(errors.ConfigurationError, match="redirect_uri"):
        begun(App(APP.client_id, APP.client_secret))


def test_a_login_without_a_name_needs_the_scope_that_gives_one() -> None:
    """Whose login it is is learned with user:read; that is told before the browser opens."""
    new = AuthorizationRequest.new

    with pytest.raises(errors.ConfigurationError, match="user:read"):
        new(APP, ["chat:write"], id_url=ID_URL, now=NOW)
    named = new(APP, ["chat:write"], id_url=ID_URL, now=NOW, account="ann")

    assert (named.account, named.scopes) == ("ann", ("chat:write",))


def test_scopes_are_checked_before_the_browser_opens() -> None:
    """A slip costs an exception and not a user on a page that does not exist."""
    new = AuthorizationRequest.new

    with pytest.raises(errors.ConfigurationError, match="chat:read"):
        new(APP, ["user:read", "chat:read"], id_url=ID_URL, now=NOW)
    younger = new(APP, ["user:read", "new"], id_url=ID_URL, now=NOW, unlisted_scopes=True)

    assert younger.scopes == ("user:read", "new")


# ---------------------------------------------------------------- in the store


@pytest.mark.parametrize("account", [None, "ann"])
def test_a_login_survives_the_process_that_began_it(account: str | None) -> None:
    """All that is needed to finish it is in the store, and comes back equal."""
    store = MemoryStore()
    request = begun(account=account)
    request.save(store, APP)
    app_of_another_process = App(APP.client_id, APP.client_secret, APP.redirect_uri)

    found = AuthorizationRequest.load(
        store, app_of_another_process, callback(request), binding=request.binding, now=NOW + 1
    )

    assert found == request


def test_a_login_is_finished_with_its_own_redirect_uri_and_verifier() -> None:
    """The exchange sends what the login began with, even if the app's setting has changed."""
    store = MemoryStore()
    request = saved(store)

    code = loaded(store, request).answered(callback(request))

    assert isinstance(code, AuthorizationCode)
    (sent,) = requests_of(flows.exchange(APP, ID_URL, code, NOW))
    fields = dict(form_of(sent))
    assert (fields["code"], fields["code_verifier"], fields["redirect_uri"]) == (
        "WORTHLESSCODE",
        request.verifier,
        REDIRECT_URI,
    )


def test_a_callback_works_once() -> None:
    """A reload, a double click or a thief finds the login taken."""
    store = MemoryStore()
    request = saved(store)
    loaded(store, request)

    with pytest.raises(errors.LoginFailed, match="used before"):
        loaded(store, request)


def test_a_callback_without_its_login_is_refused() -> None:
    """A state that nobody began with brings nothing, whoever made it up."""
    with pytest.raises(errors.LoginFailed, match="no login waits"):
        loaded(MemoryStore(), begun())


def test_a_login_of_another_app_is_not_found() -> None:
    """Two apps in one store do not see each other's logins."""
    store = MemoryStore()
    request = saved(store, App("01HZY3QJ5M8W0RTH1ESS000001", "other", REDIRECT_URI))

    with pytest.raises(errors.LoginFailed, match="no login waits"):
        loaded(store, request)


@pytest.mark.parametrize("late", [0.0, 30.0, LIFETIME])
def test_a_login_may_take_ten_minutes(late: float) -> None:
    """Nobody types two-factor codes in seconds."""
    store = MemoryStore()
    request = saved(store)

    assert loaded(store, request, late=late) == request


@pytest.mark.parametrize("late", [LIFETIME + 1, 86_400, float("nan")])
def test_a_login_ends_after_ten_minutes(late: float) -> None:
    """An old callback is refused before its code is spent."""
    store = MemoryStore()
    request = saved(store)

    with pytest.raises(errors.LoginFailed, match="start another login"):
        loaded(store, request, late=late)


@pytest.mark.quirk("mobile_universal_link_hijack")
def test_whoever_waits_for_a_callback_knows_how_long() -> None:
    """Up to `expires_at` a callback is taken; after it the error says what to do on a phone."""
    store = MemoryStore()
    request = saved(store)
    assert loaded(store, request, late=request.expires_at - NOW) == request

    late = saved(store)
    with pytest.raises(errors.LoginFailed, match=r"ten minutes.*copy its address into a browser"):
        loaded(store, late, late=late.expires_at - NOW + 1)


def test_a_clock_that_was_set_back_ends_a_login() -> None:
    """How old a login from the future is cannot be told, so it counts as too old."""
    store = MemoryStore()
    request = saved(store)

    with pytest.raises(errors.LoginFailed, match="start another login"):
        loaded(store, request, late=-3600)


def test_logins_that_nobody_finishes_leave_the_store() -> None:
    """The next login sweeps out those that have expired, and no other."""
    store = MemoryStore()
    abandoned, recent = saved(store), begun()
    replace(recent, created_at=NOW + 300).save(store, APP)

    replace(begun(), created_at=NOW + LIFETIME).save(store, APP)

    with pytest.raises(errors.LoginFailed, match="no login waits"):
        loaded(store, abandoned)
    assert loaded(store, recent, late=310).state == recent.state


@pytest.mark.parametrize("binding", ["", "another-browser", "\u00e9", "\ud800"], ids=ascii)
def test_another_browser_cannot_finish_a_login(binding: str) -> None:
    """Otherwise somebody could make a victim log in as them; the login is over then."""
    store = MemoryStore()
    request = saved(store)

    with pytest.raises(errors.LoginFailed, match="another browser"):
        AuthorizationRequest.load(store, APP, callback(request), binding=binding, now=NOW)
    with pytest.raises(errors.LoginFailed, match="no login waits"):
        loaded(store, request)


def test_a_login_of_another_version_is_refused() -> None:
    """A record that this release cannot read ends that login only."""
    store = MemoryStore()
    request = saved(store)
    ((key, record),) = store._records.items()  # pyright: ignore[reportPrivateUsage]
    store.put(key, record.text.replace('"format": 1', '"format": 2'))

    with pytest.raises(errors.LoginFailed, match="another version"):
        loaded(store, request)


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '{"format": 1}', '{"format": 1, "x": 2}'])
def test_a_damaged_login_is_refused(text: str) -> None:
    """Whatever stands in the store, the user is asked to start anew."""
    store = MemoryStore()
    request = saved(store)
    ((key, _),) = store._records.items()  # pyright: ignore[reportPrivateUsage]
    store.put(key, text)

    with pytest.raises(errors.LoginFailed, match="start another login"):
        loaded(store, request)


def test_the_store_learns_no_state_by_name() -> None:
    """Whoever can list names in a store cannot finish a login with them."""
    store = MemoryStore()
    request = saved(store)

    ((key, _),) = store._records.items()  # pyright: ignore[reportPrivateUsage]
    assert request.state not in repr(key)
    assert request.verifier not in repr(store._records)  # pyright: ignore[reportPrivateUsage]


# ---------------------------------------------------------------- the callback


def forms(request: AuthorizationRequest) -> dict[str, str]:
    """The ways in which programs hand over one callback."""
    url = callback(request, scope="user:read chat:write")
    query = url.partition("?")[2]
    return {
        "URL": url,
        "query": query,
        "query with ?": f"?{query}",
        "path": f"/callback?{query}",
        "line": f"  {url}\n",
        "fragment": f"{url}#_=_",
        "without scheme": url.removeprefix("http://"),
        "address": f"127.0.0.1:8080/callback?{query}",
        "issuer": f"{query}&iss=https://id.kick.com",
        "question": f"{query}&error_uri=http://h/?a",
        "reordered": "&".join(reversed(query.split("&"))),
    }


@pytest.mark.parametrize("form", forms(begun()))
def test_a_callback_is_read_however_it_is_handed_over(form: str) -> None:
    """The whole URL or only its query will do."""
    store = MemoryStore()
    request = saved(store)
    text = forms(request)[form]

    code = loaded(store, request, text).answered(text)

    assert code == AuthorizationCode("WORTHLESSCODE", request.verifier, REDIRECT_URI, SCOPES)


@pytest.mark.parametrize("parameters", [{}, {"error": "access_denied"}, {"error": "server_error"}])
@pytest.mark.parametrize("state", ["", "another", "\u00e9"])
def test_the_state_is_compared_before_anything_else(parameters: dict[str, str], state: str) -> None:
    """Not even a denial is believed from a callback that belongs to another login."""
    request = begun()

    with pytest.raises(errors.LoginFailed, match="belongs to another login"):
        request.answered(callback(request, **parameters, state=state))


def test_the_callback_of_another_login_is_refused() -> None:
    """Two logins in two tabs are not mixed up."""
    one, other = begun(), begun()

    with pytest.raises(errors.LoginFailed, match="belongs to another login"):
        one.answered(callback(other))


@pytest.mark.parametrize("description", ["", "The user said no\n\x1b[31m", "x" * 1000])
def test_a_user_who_says_no_is_a_normal_outcome(description: str) -> None:
    """A denial is a value, with Kick's words made printable."""
    request = begun()
    url = callback(request, error="access_denied", error_description=description, code="")

    found = request.answered(url)

    assert isinstance(found, Denied)
    assert found.reason.isprintable()
    assert len(found.reason) <= 200


@pytest.mark.parametrize("error", ["server_error", "invalid_scope", "a\nb", "x" * 1000])
def test_another_error_of_the_login_page_is_told(error: str) -> None:
    """The login cannot be finished, even if a code came along; the page's word is in the text."""
    request = begun()

    with pytest.raises(errors.LoginFailed, match="start another login") as caught:
        request.answered(callback(request, error=error))

    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300
    assert error[:1] in str(caught.value)


@pytest.mark.parametrize("query", ["state={}", "state={}&code=", "state={}&CODE=x"])
def test_a_callback_without_a_code_is_told(query: str) -> None:
    """There is nothing to exchange."""
    request = begun()

    with pytest.raises(errors.LoginFailed, match="brings no code"):
        request.answered(query.format(request.state))


@pytest.mark.parametrize(
    "query",
    [
        "code=a&code=b&state={}",
        "code=a&state={}&state={}",
        "code=a&state={}&error=access_denied&error=x",
        "code=a&state={}&x=1&x=2",
    ],
)
def test_a_parameter_that_stands_twice_is_refused(query: str) -> None:
    """The standard forbids it, and two readers would read two things."""
    request = begun()

    with pytest.raises(errors.LoginFailed):
        request.answered(query.replace("{}", request.state))


@pytest.mark.parametrize("text", ["%ff", "%ed%a0%80", "\ud800", "a\ud800b"], ids=ascii)
@pytest.mark.parametrize("parameter", ["code", "state", "error", "error_description"])
def test_a_callback_that_is_no_text_is_refused(parameter: str, text: str) -> None:
    """Octets that are no UTF-8 end the login, not the program."""
    store = MemoryStore()
    request = saved(store)
    query = f"code=a&state={request.state}&error=access_denied".replace(
        f"{parameter}=", f"x{parameter}="
    )

    with pytest.raises(errors.LoginFailed):
        loaded(store, request, f"{query}&{parameter}={text}")
    with pytest.raises(errors.LoginFailed):
        request.answered(f"{query}&{parameter}={text}")


any_text = st.text(alphabet=st.characters(exclude_categories=())) | st.text(
    alphabet="codestaerr=&?%/:#[]@ +\ud800\u00e9\n0aF", max_size=60
)


@many
@given(any_text, any_text)
@example("http://[", "")
@example("https://[::1", "x")
@example("//[", "")
@example("&".join(f"a{n}=1" for n in range(100)), "")
def test_any_callback_is_an_answer_or_a_failed_login(text: str, binding: str) -> None:
    """Whatever a browser sends, the outcome is one of ours."""
    store = MemoryStore()
    saved(store)
    request = begun()

    with pytest.raises(errors.LoginFailed):
        AuthorizationRequest.load(store, APP, text, binding=binding, now=NOW)
    with pytest.raises(errors.LoginFailed):
        request.answered(text)


@many
@given(any_text, any_text)
def test_any_code_can_be_sent_or_is_refused(before: str, after: str) -> None:
    """What comes with the right state is a code that the exchange can send, or a clear end."""
    request = begun()

    try:
        code = request.answered(f"{before}&state={request.state}&{after}")
    except errors.LoginFailed:
        return

    if isinstance(code, AuthorizationCode):
        (sent,) = requests_of(flows.exchange(APP, ID_URL, code, NOW))
        assert dict(form_of(sent))["code"] == code.code


@pytest.mark.parametrize(
    "parameters",
    [{"state": "another"}, {"error": "server_error"}, {"code": ""}],
    ids=["state", "error", "no code"],
)
def test_a_failed_callback_shows_no_secret(parameters: dict[str, str]) -> None:
    """A code that was not spent must not be read from a traceback."""
    request = begun()
    url = callback(request, **({"code": "WORTHLESSCODE"} | parameters))

    with pytest.raises(errors.LoginFailed) as caught:
        request.answered(url)

    for secret in ("WORTHLESSCODE", request.verifier, request.binding, request.state):
        assert secret not in shown_by(caught.value)


@pytest.mark.parametrize("late", [30.0, 6000.0], ids=["another browser", "too late"])
def test_a_login_that_is_refused_shows_no_secret(late: float) -> None:
    """The code of a callback that came too late, or from elsewhere, may still be good."""
    store = MemoryStore()
    request = saved(store)
    binding = "another" if late < LIFETIME else request.binding

    with pytest.raises(errors.LoginFailed) as caught:
        AuthorizationRequest.load(store, APP, callback(request), binding=binding, now=NOW + late)

    for secret in ("WORTHLESSCODE", request.verifier, request.binding, request.state):
        assert secret not in shown_by(caught.value)
