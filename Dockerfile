# The image to build on: any with Python 3.11 or newer as `python`, pip and venv.
ARG BASE=python:3.11-slim

# What runs, in a virtual environment: the second stage takes no tools and no caches over.
FROM ${BASE} AS build
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY . ./
# Compiled here, since the desk's file system may be read-only.
RUN .venv/bin/python -m compileall -q bot

FROM ${BASE}
LABEL org.opencontainers.image.title="clinic-frontdesk" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 frontdesk \
 && useradd --uid 10001 --gid frontdesk --no-log-init --no-create-home --shell /usr/sbin/nologin frontdesk \
 && install --directory --owner frontdesk --group frontdesk --mode 0700 /data
WORKDIR /app
COPY --from=build /app ./
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FRONTDESK_HOST=0.0.0.0 \
    FRONTDESK_PORT=8080 \
    FRONTDESK_DATA=/data \
    FRONTDESK_CACHE=/data/cache
USER 10001:10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"FRONTDESK_PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
