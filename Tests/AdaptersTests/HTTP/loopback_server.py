"""A server for tests of HTTP clients: behaves as the path says. Ends with its standard input, or after ten minutes."""
import json
import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []

    def log_message(self, *arguments):
        pass

    def answer(self, status, body, headers=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def chat(self, content="pong", finish="stop", role="assistant"):
        return {"id": "c1", "choices": [{"index": 0, "message": {"role": role, "content": content}, "finish_reason": finish}]}

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.behave(body)

    def do_GET(self):
        self.behave(b"")

    def behave(self, body):
        name = self.path.strip("/").split("/")[0]
        if name == "seen":
            return self.answer(200, Handler.seen)
        Handler.seen.append({"method": self.command, "path": self.path, "body": body.decode("utf-8", "replace"),
                             "authorization": self.headers.get("Authorization"), "cookie": self.headers.get("Cookie")})
        if name == "mirror":
            self.answer(200, body)
        elif name == "echo":
            prompt = json.loads(body)["messages"][0]["content"] if body else ""
            self.answer(200, self.chat(prompt), [("Set-Cookie", "crumb=1")])
        elif name == "slow":
            # Longer than any test takes, however busy the machine is.
            time.sleep(300)
            self.answer(200, self.chat())
        elif name == "trickle":
            # Never silent for long, and never done.
            self.send_response(200)
            self.send_header("Content-Length", "10000")
            self.end_headers()
            for _ in range(3000):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
        elif name == "huge":
            self.answer(200, self.chat("x" * (4 << 20)))
        elif name == "endless":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            except OSError:
                pass
            self.close_connection = True
        elif name == "throttled":
            self.answer(429, {"error": {}}, [("Retry-After", "7")])
        elif name == "throttled-date":
            self.answer(429, {"error": {}}, [("Retry-After", "Fri, 31 Dec 2027 23:59:59 GMT")])
        elif name == "busy":
            self.answer(503, {"error": {}}, [("Retry-After", "8.2")])
        elif name == "cut":
            # Promises more than it sends.
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"choices":')
            self.wfile.flush()
            self.close_connection = True
        elif name == "drop":
            self.close_connection = True
            self.connection.close()
        elif name == "nonsense":
            self.wfile.write(b"this is no HTTP\r\n\r\n")
            self.close_connection = True
        elif name == "redirect":
            self.answer(302, b"", [("Location", "http://127.0.0.1:%d/echo" % self.server.server_address[1])])
        elif name == "html":
            self.answer(200, b"<html>welcome</html>")
        elif name == "empty":
            self.answer(200, b"")
        elif name == "no-choice":
            self.answer(200, {"choices": []})
        elif name == "no-content":
            self.answer(200, self.chat(None))
        elif name == "blank":
            self.answer(200, self.chat(""))
        elif name == "cut-off":
            self.answer(200, self.chat("half a", "length"))
        elif name == "filtered":
            self.answer(200, self.chat("", "content_filter"))
        elif name == "user":
            self.answer(200, self.chat("me", role="user"))
        elif name == "wrong-types":
            self.answer(200, {"choices": {"message": 3}})
        elif name.isdigit():
            self.answer(int(name), {"error": {"message": "no"}})
        else:
            self.answer(404, {"error": {}})


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass


signal.alarm(600)
server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
server.serve_forever()
