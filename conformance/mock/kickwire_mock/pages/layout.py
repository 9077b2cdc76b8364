"""The shell of every page: its look, and the headers that keep it to itself.

Whatever comes from outside is escaped by whoever writes it into a page's content; the policy (CSP)
is the second line: no script runs, nothing is loaded, and the only style is the one below.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from kickwire_mock.messages import Headers, Reply

_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ground: #eef0f2; --ink: #15181b; --soft: #4b535b;
  --line: #8a939c; --accent: #14692f; --on-accent: #fff; --note: #fff3cd; --on-note: #4a3600; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1b1f23; --ground: #101316; --ink: #f0f3f5; --soft: #b4bdc5;
    --line: #77818b; --accent: #6fdc8c; --on-accent: #08210f; --note: #3a2f0c; --on-note: #ffe9a8; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem; background: var(--paper);
  border-radius: .75rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.25; }
.note { margin: 0 0 1.25rem; padding: .6rem .8rem; border-radius: .5rem;
  background: var(--note); color: var(--on-note); }
fieldset { margin: 0 0 1.25rem; padding: .5rem 1rem; border: 1px solid var(--line);
  border-radius: .5rem; min-width: 0; }
legend { padding: 0 .4rem; font-weight: 600; }
.choice { display: flex; gap: .7rem; align-items: start; padding: .5rem 0; }
.choice input { flex: none; width: 1.2rem; height: 1.2rem; margin: .15rem 0 0;
  accent-color: var(--accent); }
.choice label { display: block; font-weight: 600; }
.choice #other { width: 100%; height: auto; min-height: 2.25rem; padding: .3rem .6rem;
  font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line);
  border-radius: .4rem; }
.hint { display: block; color: var(--soft); font-size: .9rem; }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; }
button { flex: 1 1 9rem; min-height: 2.75rem; padding: .5rem 1rem; border-radius: .5rem;
  border: 2px solid var(--accent); font: inherit; font-weight: 600; cursor: pointer;
  background: var(--accent); color: var(--on-accent); }
button.quiet { background: transparent; color: var(--ink); border-color: var(--line); }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
"""

_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")

_PLAIN_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")


def page(
    title: str, content: str, *, status: int = 200, reason: str = "", sends_to: Sequence[str] = ()
) -> Reply:
    """A whole page.

    Args:
        title: its name, as plain text.
        content: what stands in ``<main>``, as HTML whose foreign parts are escaped already.
        status: status of the reply.
        reason: why a request was refused, for `Reply.reason`.
        sends_to: addresses that forms of the page may lead to, redirects included.
    """
    text = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{content}\n</main>\n</body>\n</html>\n"
    )
    return Reply(
        status=status,
        headers=Headers(
            [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Cache-Control", "no-store"),
                ("Content-Security-Policy", _policy(sends_to)),
                # The origin alone: without it a browser would not say which page sent a form.
                ("Referrer-Policy", "strict-origin"),
                ("X-Content-Type-Options", "nosniff"),
                ("X-Frame-Options", "DENY"),
            ]
        ),
        body=text.encode("utf-8", "replace"),
        reason=reason,
    )


def _policy(sends_to: Sequence[str]) -> str:
    targets = list(dict.fromkeys(filter(None, map(_source, sends_to)))) or ["'none'"]
    return (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action {' '.join(targets)}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _source(address: str) -> str | None:
    """The CSP source of an address; None if there is none that could not break the policy.

    Sources know neither IPv6 addresses nor, for an app's own schemes, hosts: the scheme stands for
    those. A relative address is the page's own origin.
    """
    if address.startswith("/"):
        return "'self'"
    scheme, colon, _ = address.partition(":")
    if not colon or _SCHEME.fullmatch(scheme) is None:
        return None
    if scheme.lower() not in ("http", "https"):
        return f"{scheme}:"
    try:
        authority = urlsplit(address).netloc.rpartition("@")[2]
    except ValueError:
        return f"{scheme}:"
    return f"{scheme}://{authority}" if _PLAIN_HOST.fullmatch(authority) else f"{scheme}:"
