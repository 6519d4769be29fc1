"""A real web service on this machine that answers at once, slowly, with something else, or not at all."""

from __future__ import annotations

import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class LocalServer:
    """Counts the requests and misbehaves on demand; subclasses say what they answer when all is well.

    `failing` is how many of the next requests get the status `failure`, `delay` the pause before each answer in
    seconds, `text` answers with a web page instead of pictures.
    """

    def __init__(self):
        self.requests = []
        self.failing, self.failure, self.delay, self.text = 0, 503, 0.0, False
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False  # to be waited for
        # QGIS keeps answers by address on the disk, and another server has had, or will have, the same port.
        self.address = f"http://127.0.0.1:{self._server.server_port}/{uuid.uuid4().hex}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self):
        """Nothing answers any more, and no thread is left."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def is_picture(self, path):
        """Whether an address asks for a picture; misbehaviour is for pictures only."""
        raise NotImplementedError

    def answer(self, path):
        """Status, kind and content for an address, when all is well."""
        raise NotImplementedError

    def _answer(self, path):
        if not self.is_picture(path):
            return self.answer(path)
        with self._lock:
            self.requests.append(path)
            failing = self.failing > 0
            self.failing -= failing
        self._closing.wait(self.delay)
        if failing:
            return self.failure, "text/plain", b"not now"
        if self.text:
            return 200, "text/html", b"<html>please log in</html>"
        return self.answer(path)

    def _handler(self):
        server = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10  # seconds

            def do_GET(self):
                status, kind, content = server._answer(self.path)
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:  # whoever asked has left
                    self.close_connection = True

            def log_message(self, *_):
                pass

        return Handler
