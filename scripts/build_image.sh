#!/usr/bin/env bash
# Build the container image with docker or buildah, whichever works here: `make image` calls it.
#   BASE    the image to build on          ENGINE  docker or buildah (default: the first that works)
#   IMAGE   the name to give the result    IMAGE_FLAGS  further arguments of the engine's build command
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
base=${BASE:-python:3.11-slim} image=${IMAGE:-clinic-frontdesk} engine=${ENGINE:-}
read -ra flags <<<"${IMAGE_FLAGS:-}"

if [ -z "$engine" ]; then
  if docker info >/dev/null 2>&1; then
    engine=docker
  elif command -v buildah >/dev/null; then
    engine=buildah
  else
    echo "Neither docker nor buildah works here. Run this, then try again:  sudo apt-get install -y buildah" >&2
    exit 1
  fi
fi

case $engine in
  docker) docker build --build-arg "BASE=$base" --tag "$image" "${flags[@]}" . ;;
  # Only the docker format keeps HEALTHCHECK.
  buildah) buildah build --format docker --build-arg "BASE=$base" --tag "$image" "${flags[@]}" . ;;
  *) echo "ENGINE is docker or buildah, not $engine" >&2 && exit 1 ;;
esac
