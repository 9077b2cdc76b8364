"""Log in, say who it is, and show who is live. The app and the store are KICK_... variables."""

from kickwire import Kick, Login

with Kick.from_env() as kick:
    request = kick.login(["user:read"])
    print("Open this address, and agree:", request.url, sep="\n", flush=True)
    login = kick.complete_login(input("Where are you now? "), binding=request.binding)
    if isinstance(login, Login):
        print("Hello,", kick.as_user(login.account).users.get()[0].name)
    for livestream in kick.livestreams.list(limit=10):
        print(livestream.viewer_count, livestream.title)
