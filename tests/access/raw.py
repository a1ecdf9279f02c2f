"""A raw client: HTTP and WebSocket without a browser, speaking Streamlit's own messages."""

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

WAIT = 30


class Client:
    """One browser: its cookies, and at most one open connection."""

    def __init__(self, address: str):
        self.address = address
        self.http = requests.Session()
        self.socket = None
        self.get("/")
        self.get("/_stcore/health")  # where Streamlit gives its token against forged requests

    def get(self, path: str, **more):
        """Fetch a path; redirects are not followed."""
        return self.http.get(self.address + path, allow_redirects=False, timeout=WAIT, **more)

    def open(self, *, session: str = "", cookies: str | None = None, **headers) -> "Client":
        """Connect, with an existing Streamlit session where one is named."""
        if cookies is None:
            cookies = "; ".join(f"{c.name}={c.value}" for c in self.http.cookies)
        token = self.http.cookies.get("_streamlit_xsrf", "token")
        self.socket = connect(
            self.address.replace("http", "ws") + "/_stcore/stream",
            origin=self.address,
            subprotocols=["streamlit", token, *([session] if session else [])],
            additional_headers={**({"Cookie": cookies} if cookies else {}), **headers},
            max_size=None,
            open_timeout=WAIT,
        )
        return self

    def run(self, page: str = "", widgets: dict | None = None) -> "Run":
        """One run of a page, with values or presses of widgets by id; all that came back."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.context_info.url = f"{self.address}/{page}"
        for name, value in (widgets or {}).items():
            state = asked.rerun_script.widget_states.widgets.add(id=name)
            if value is True:
                state.trigger_value = True
            else:
                state.string_value = value
        done = Run()
        try:
            self.socket.send(asked.SerializeToString())
            while not done.finished:
                done.take(self.socket.recv(timeout=WAIT))
        except ConnectionClosed:
            done.closed = True
        return done

    def close(self) -> None:
        """Close the connection."""
        if self.socket:
            self.socket.close()


class Run:
    """What one run sent: its bytes, its elements, and where it sent the browser."""

    def __init__(self):
        self.sent, self.elements = b"", []
        self.redirect, self.session = "", ""
        self.closed = self.finished = False

    def take(self, sent: bytes) -> None:
        """Note one message."""
        message = ForwardMsg()
        message.ParseFromString(sent)
        self.sent += sent
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
        elif kind == "auth_redirect":
            self.redirect = message.auth_redirect.url
            self.finished = True
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self.elements.append(message.delta.new_element)
        elif kind == "script_finished":
            # A run that ends for another one goes on in the next messages.
            self.finished = message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def id_of(self, label: str) -> str:
        """The id of the last widget with a label."""
        for element in reversed(self.elements):
            inner = getattr(element, element.WhichOneof("type"))
            if getattr(inner, "label", None) == label:
                return inner.id
        raise LookupError(label)

    @property
    def is_sign_in(self) -> bool:
        """Whether nothing but the sign-in was shown."""
        kinds = {element.WhichOneof("type") for element in self.elements}
        fields = {e.text_input.label for e in self.elements if e.HasField("text_input")}
        shown = kinds & {"arrow_data_frame", "bidi_component"} or b"Sign out" in self.sent
        return fields == {"Name", "Password"} and not shown


def sign_in(client: Client, username: str, password: str) -> requests.Response:
    """Sign in as a person does: type, press, and follow to the exchange. Its answer."""
    form = client.open().run()
    typed = {form.id_of("Name"): username, form.id_of("Password"): password}
    left = client.run(widgets={**typed, form.id_of("Sign in"): True})
    client.close()
    return client.get(left.redirect) if left.redirect else None
