"""Errors of the mock's hosts: their shapes, and that each can be had from every operation."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from kickwire_mock import Fault, Headers, HostKind, Mock, MockError, Reply, Request
from kickwire_mock.documents import Node, packaged
from kickwire_mock.messages import Effects
from kickwire_mock.operations import Operation, operations

from conformance.tests.mock.mock_caller import Api
from conformance.tests.mock.mock_client import Client

HOSTS: Mapping[HostKind, Node] = {"id": packaged().id, "api": packaged().api}
OPERATIONS = [
    pytest.param(host, operation, id=operation.id)
    for host, document in HOSTS.items()
    for operation in operations(document)
]
BAD = "/public/v1/users/livestreams"


def asked(mock: Mock, host: HostKind, operation: Operation) -> Reply:
    """An empty request to an operation."""
    path = operation.template.replace("{", "").replace("}", "")
    return mock.handle(Request(host=host, method=operation.method, path=path))


@pytest.mark.parametrize(("host", "operation"), OPERATIONS)
def test_every_error_can_be_had_from_every_operation(host: HostKind, operation: Operation) -> None:
    """Armed with a status and worded, it comes as the document shows it, else in the host's way."""
    mock = Mock()
    documented = {int(str(status)) for status, _ in operation.place.at("responses").items()} - {
        200,
        201,
        204,
        302,
    }
    for status in sorted(documented | {400, 401, 403, 404, 429, 500, 503}):
        mock.faults.arm(Fault(operation=operation.id, status=status, worded=True))
        reply = asked(mock, host, operation)
        assert reply.status == status
        if status in documented:
            assert reply.body == operation.documented(status).body
        else:
            assert set(json.loads(reply.body)) == (
                {"error"} if host == "id" else {"data", "message"}
            )
        assert mock.journal.entries()[-1].reason.startswith("a fault struck")


@pytest.mark.quirk("ratelimit_retry_after")
@pytest.mark.parametrize(
    ("value", "header"),
    [("seconds", "45"), ("http_date", "Thu, 01 Jan 2026 00:01:00 GMT"), ("absent", None)],
)
@pytest.mark.parametrize(("host", "operation"), OPERATIONS)
def test_429_says_in_one_of_three_ways_how_long_to_wait(
    host: HostKind, operation: Operation, value: str, header: str | None
) -> None:
    """Until the next whole minute: in seconds, as a date, or not at all."""
    mock = Mock(settings={"ratelimit_retry_after": value})
    mock.clock.advance(15)
    mock.faults.arm(mock.faults.preset("ratelimit_retry_after"))

    reply = asked(mock, host, operation)

    assert (reply.status, reply.headers.get("retry-after")) == (429, header)
    assert "ratelimit_retry_after" in reply.quirks


def test_a_fault_may_bring_its_own_retry_after() -> None:
    """What is sent along goes before the host's own header."""
    mock = Mock()
    mock.faults.arm(Fault(status=429, worded=True, headers=(("Retry-After", "7"),)))
    reply = mock.handle(Request(host="api", method="GET", path="/public/v1/public-key"))

    assert reply.headers.all("retry-after") == ["7"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(worded=True, hold=True),
        Fault(worded=True, effects=Effects(delay=1)),
        Fault(worded=True, status=204),
        Fault(worded=True, status=500, body=b"x"),
        Fault(worded=True, status=500, content_type="text/plain"),
    ],
)
def test_a_worded_answer_needs_the_status_of_a_refusal_and_no_body(fault: Fault) -> None:
    """Anything else is refused when it is armed."""
    with pytest.raises(MockError, match="a worded answer"):
        Mock().faults.arm(fault)


@pytest.mark.quirk("api_envelope")
@pytest.mark.parametrize(
    ("form", "data", "message"),
    [
        ("as_seen", {}, "Invalid request"),
        ("empty_object", {}, "Bad request"),
        ("null_data", None, "Bad request"),
        ("reason_in_data", "query parameter user_id is required", "Bad request"),
        ("reason_in_message", None, "query parameter user_id is required"),
    ],
)
def test_errors_take_each_of_the_forms_that_were_seen(
    form: str, data: object, message: str
) -> None:
    """data is an object, null or a reason, and sometimes message is the reason."""
    api = Api(Mock(settings={"api_envelope": form}))

    reply = api.ask("GET", BAD)

    assert (reply.status, json.loads(reply.body)) == (400, {"data": data, "message": message})
    assert reply.quirks == (() if form == "as_seen" else ("api_envelope",))


@pytest.mark.quirk("api_envelope")
def test_an_armed_refusal_is_that_of_the_callers_app() -> None:
    """Its status and its form are those that are set for the app whose token is sent."""
    mock = Mock()
    app = mock.apps()[0].client_id
    mock.settings.change_for_app(app, {"api_401_overloaded": "refused_403"})
    mock.settings.change_for_app(app, {"api_envelope": "null_data"})
    mock.faults.arm(mock.faults.preset("api_401_overloaded"))

    reply = Api(mock).ask("GET", "/public/v1/users")

    assert (reply.status, reply.body) == (403, b'{"data":null,"message":"Forbidden"}')
    assert {"api_401_overloaded", "api_envelope"} <= set(reply.quirks)


@pytest.mark.quirk("api_envelope")
def test_a_401_takes_the_chosen_form_too_and_a_success_does_not() -> None:
    """Whatever the reason of the refusal."""
    api = Api(Mock(settings={"api_envelope": "reason_in_data"}))
    nobody = Api(api.mock, "wrong")

    assert nobody.refused("v1/users") == (401, "the access token is unknown", "Unauthorized")
    assert api.get("v1/users")


@pytest.mark.quirk("nonexistent_paths")
@pytest.mark.parametrize(
    "path", ["/public/v1/events/types", "/public/v9/users", "/public", "/", "/oauth/token"]
)
def test_a_path_that_kick_lacks_is_404_in_the_envelope(path: str) -> None:
    """On the api host, with a token and without, and also for the id host's own paths."""
    for token in (None, Mock().token):
        client = Client()
        reply = client.send("api", "GET", path, token=token)
        assert (reply.status, reply.body) == (404, b'{"data":{},"message":"Not found"}')
        assert reply.quirks == ("nonexistent_paths",)


@pytest.mark.quirk("wrong_host_blocked")
@pytest.mark.parametrize("path", ["/public/v1/users", "/public/v2/livestreams", "/nonsense"])
def test_the_id_host_bounces_the_paths_of_the_api(path: str) -> None:
    """307 to its front page, which is a 404."""
    reply = Client().send("id", "GET", path)

    assert (reply.status, reply.headers.get("location")) == (307, "/")


@pytest.mark.quirk("wrong_host_blocked")
@pytest.mark.parametrize("path", ["/api/v2/channels/alice", "/api/v1/user"])
def test_both_hosts_block_private_paths(path: str) -> None:
    """403 of the edge, with a token too."""
    client = Client()
    for reply in (
        client.send("id", "GET", path),
        client.send("api", "GET", path),
        client.send("api", "GET", path, token=client.mock.token),
    ):
        assert (reply.status, set(json.loads(reply.body))) == (403, {"error", "reference"})


@pytest.mark.parametrize("path", ["v1/livestreams/stats", "v1/public-key"])
def test_who_takes_no_parameters_ignores_the_query(path: str) -> None:
    """A broken escape in it is nobody's business."""
    assert Api().send("GET", f"/public/{path}", "a=%zz&b=%ff", None).status == 200


DRIFTS: Mapping[str, tuple[str, ...]] = {
    "v1/channels": (
        "active_subscribers_count",
        "active_gifted_subscribers_count",
        "canceled_subscribers_count",
    ),
    "v1/livestreams": ("custom_tags", "profile_picture"),
    "v1/categories/101": ("tags", "viewer_count"),
}


def first(data: object) -> dict[str, object]:
    """The data itself, or the first of a list."""
    found: dict[str, object] = data[0] if isinstance(data, list) else data  # type: ignore[assignment]
    return found


@pytest.mark.quirk("schema_drift")
@pytest.mark.parametrize("path", DRIFTS)
def test_fields_that_came_later_can_be_absent(path: str) -> None:
    """As before they were added; everything else is there, and the document allows it."""
    now = first(Api().get(path))
    then = first(Api(Mock(settings={"schema_drift": "before_later_fields"})).get(path))

    assert set(now) - set(then) == set(DRIFTS[path])


@pytest.mark.quirk("schema_drift")
def test_an_answer_that_another_day_does_not_change_names_no_drift() -> None:
    """Users had the same fields at the launch."""
    api = Api(Mock(settings={"schema_drift": "before_later_fields"}))

    assert api.ask("GET", "/public/v1/users").quirks == ()
    assert api.ask("GET", "/public/v1/channels").quirks == ("schema_drift",)


@pytest.mark.quirk("schema_drift")
def test_every_object_can_carry_a_field_that_nobody_knows() -> None:
    """Inner ones too; the document allows for it."""
    api = Api(Mock(settings={"schema_drift": "unknown_field"}))
    (channel,) = api.get("v1/channels")

    for each in (channel, channel["stream"], channel["category"]):
        assert "kickwire_unknown" in each
    assert api.ask("PATCH", "/public/v1/channels", body={"stream_title": "x"}).body == b""


@pytest.mark.quirk("schema_drift")
def test_a_categorys_picture_can_have_its_old_name() -> None:
    """image_url in place of thumbnail, in categories and nowhere else."""
    api = Api(Mock(settings={"schema_drift": "image_url"}))
    reply = api.ask("GET", "/public/v1/channels", documented=False)
    (channel,) = json.loads(reply.body)["data"]

    assert set(channel["category"]) == {"id", "name", "image_url"}
    assert "thumbnail" in channel["stream"]
    assert "schema_drift" in reply.quirks


def test_the_public_key_is_a_key() -> None:
    """The same PEM text in every mock of the seed, without a token."""
    reply = Mock(seed=7).handle(
        Request(host="api", method="GET", path="/public/v1/public-key", headers=Headers())
    )
    key = json.loads(reply.body)["data"]["public_key"]

    assert key == Api(Mock(seed=7)).get("v1/public-key")["public_key"]
    assert key.startswith("-----BEGIN PUBLIC KEY-----\n")
    assert key.rstrip().endswith("-----END PUBLIC KEY-----")
    assert 440 <= len(key) <= 460
