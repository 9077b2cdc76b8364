"""Which function does which operation of the control document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from kickwire_mock.messages import Reply
from kickwire_mock.routes.control import (
    behaviour,
    faults,
    itself,
    page,
    record,
    seed,
    webhooks,
    world,
)
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled

Handler: TypeAlias = Callable[[Controlled, Call], dict[str, Any] | Reply]
"""Does what a valid request says; returns the body of the answer, or all of it where that is not
JSON. Raises `MockError`."""

HANDLERS: Mapping[str, Handler] = {
    "getDashboard": page.page,
    "getDashboardScript": page.script,
    "getDashboardStyle": page.style,
    "getStream": page.stream,
    "getHealth": itself.health,
    "getDocument": itself.document,
    "getAuthority": itself.authority,
    "reset": itself.reset,
    "getState": itself.state,
    "putState": itself.restore,
    "saveState": itself.save,
    "getSeed": seed.seed,
    "listUsers": world.users,
    "addUser": world.add_user,
    "setChannel": world.set_channel,
    "listApps": world.apps,
    "addApp": world.add_app,
    "changeApp": world.change_app,
    "decide": world.decide,
    "listTokens": world.tokens,
    "endTokens": world.end_tokens,
    "getClock": behaviour.time,
    "moveClock": behaviour.move_clock,
    "getSettings": behaviour.settings,
    "changeSettings": behaviour.change_settings,
    "listFaults": faults.armed,
    "armFault": faults.arm,
    "disarmFaults": faults.disarm,
    "listFaultPresets": faults.presets,
    "listHolds": behaviour.holds,
    "releaseHolds": behaviour.release,
    "listEvents": webhooks.events,
    "triggerEvent": webhooks.trigger,
    "signEvent": webhooks.sign,
    "listDeliveries": webhooks.deliveries,
    "getDelivery": webhooks.delivery,
    "repeatDelivery": webhooks.repeat,
    "listSubscriptions": webhooks.subscriptions,
    "getKey": webhooks.key,
    "rotateKey": webhooks.rotate,
    "getJournal": record.journal,
    "getCounts": record.counts,
}
"""By operationId."""
