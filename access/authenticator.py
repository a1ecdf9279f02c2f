"""The form of streamlit-authenticator, without what only its other parts need.

Its captchas, its e-mail and its sign-in by other companies are never used here. What they would
load, a library of pictures and one of requests, takes 8 MB of a server and is left out.
"""

import sys
from types import ModuleType

_OF_OTHER_PARTS = {"captcha": (), "captcha.image": ("ImageCaptcha",), "requests": ()}


def _load() -> type:
    """The package's class; whoever else needs those libraries gets them as they are."""
    stand_ins = {name: ModuleType(name) for name in _OF_OTHER_PARTS if name not in sys.modules}
    for name, made in stand_ins.items():
        for part in _OF_OTHER_PARTS[name]:
            setattr(made, part, None)
    sys.modules.update(stand_ins)
    try:
        from streamlit_authenticator import Authenticate
    finally:
        for name in stand_ins:
            del sys.modules[name]
    return Authenticate


Authenticate = _load()
