"""What every page of ours shares: headers, guards, limits, templates, assets, error pages and the server.

`stack.middleware(settings, problems)` and `problems.handlers()` make an application safe; `pages.environment(folder)`
gives a room its templates beside the shared ones; `sse.stream(...)` keeps a page live; `serve.Server` stops cleanly.
"""
