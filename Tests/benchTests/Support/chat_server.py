"""A language model that reads every request as two nights in Prague from Munich, and says it likes the place.

Speaks OpenAI's chat completions; asked for the model "confused" it answers with nonsense. Ends with its standard
input, or after ten minutes.
"""
import json
import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

INTENT = {
    "intent": "planTrip", "requiresFlights": True, "requiresHotels": True, "requiresWeather": True,
    "requiresActivities": True, "origin": "Munich", "destination": "Prague", "departure": None, "return": None,
    "nights": 2, "passengers": None, "budget": None, "cabin": None, "maximumStops": None, "minimumRating": None,
    "interests": [], "segments": [],
}


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = asked["messages"][0]["content"]
        text = json.dumps(INTENT) if prompt.startswith("Classify") else "Prague will charm you."
        if asked["model"] == "confused":
            text = "I would rather talk about cheese."
        allowed = self.headers.get("Authorization") == "Bearer open-sesame"
        body = json.dumps({"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]})
        self.send_response(200 if allowed else 401)
        self.end_headers()
        self.wfile.write(body.encode())


signal.alarm(600)
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
server.serve_forever()
