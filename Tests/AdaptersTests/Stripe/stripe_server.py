"""localstripe on loopback, with what it leaves out: idempotency keys as Stripe has them, and trouble on demand.

POST /_config/_test/trouble {"kind": ..., "times": n} makes the next n calls of the interface go wrong:
  before   500, nothing is done            lost     done, the connection breaks before the reply
  after    done, then 500                  late     done, the reply comes after two seconds
  throttle 429 with Retry-After: 3         garbage  done, a reply that is no JSON
POST /_config/_test/forget-keys is the day after, /_config/_test/reset an account without history.
GET /_config/_test/calls lists the calls and their keys. Ends with its standard input, or after two minutes.
"""
import asyncio
import json
import os
import signal
import sys
import threading

from aiohttp import web
from localstripe import server

trouble = []
calls = []
answers = {}
under_way = set()


@web.middleware
async def troubles(request, handler):
    if not request.path.startswith("/v1/"):
        return await handler(request)
    kind = trouble.pop(0) if trouble else None
    calls.append([request.method, request.path, request.headers.get("Idempotency-Key"),
                  request.headers.get("Authorization"), (await request.read()).decode()])
    if kind == "before":
        return web.json_response({"error": {"type": "api_error"}}, status=500)
    if kind == "throttle":
        return web.json_response({"error": {"type": "invalid_request_error", "code": "rate_limit"}}, status=429,
                                 headers={"Retry-After": "3"})
    reply = await keyed(request, handler, slow=kind == "late")
    if kind == "after":
        return web.json_response({"error": {"type": "api_error"}}, status=500)
    if kind == "lost":
        request.transport.close()
    if kind == "garbage":
        return web.Response(text="<html>upstream</html>", status=200)
    return reply


async def keyed(request, handler, slow):
    key = request.headers.get("Idempotency-Key")
    if request.method != "POST" or key is None:
        reply = await handler(request)
        if slow:
            await asyncio.sleep(2)
        return reply
    content = (request.path, (await request.read()).decode())
    if key in under_way:
        return web.json_response({"error": {"type": "invalid_request_error", "code": "idempotency_key_in_use"}}, status=409)
    if key in answers:
        known, status, text = answers[key]
        if known != content:
            return web.json_response({"error": {"type": "idempotency_error"}}, status=400)
        return web.Response(text=text, status=status, content_type="application/json",
                            headers={"Idempotent-Replayed": "true"})
    under_way.add(key)
    try:
        reply = await handler(request)
        answers[key] = (content, reply.status, reply.text)
        if slow:
            await asyncio.sleep(2)
        return reply
    finally:
        under_way.discard(key)


async def set_trouble(request):
    data = await request.json()
    trouble.extend([data["kind"]] * data.get("times", 1))
    return web.Response()


async def list_calls(request):
    return web.json_response(calls)


async def forget_keys(request):
    answers.clear()
    return web.Response()


async def reset(request):
    for kept in (trouble, calls, answers, under_way, server.store):
        kept.clear()
    return web.Response()


async def main():
    app = server.app
    # localstripe's own error handling is the innermost of these three: replies, not exceptions, reach ours.
    app.middlewares.insert(0, troubles)
    app.router.add_post("/_config/_test/trouble", set_trouble)
    app.router.add_post("/_config/_test/forget-keys", forget_keys)
    app.router.add_post("/_config/_test/reset", reset)
    app.router.add_get("/_config/_test/calls", list_calls)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(site._server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


signal.alarm(120)
# localstripe keeps its store in a file between runs; ours begins empty and leaves nothing.
server.store.dump_to_disk = lambda: None
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
asyncio.run(main())
