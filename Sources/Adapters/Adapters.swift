// Real parts behind the planner's protocols: durable stores, and services over HTTP.
