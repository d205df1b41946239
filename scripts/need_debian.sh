#!/usr/bin/env bash
# Make sure that a program of Debian's is there: need_debian.sh COMMAND PACKAGE...
# Installs it for root or where CI is set; anyone else is told the one command to run.
set -euo pipefail
command=$1
shift
if command -v "$command" >/dev/null; then exit 0; fi

install="apt-get install -y --no-install-recommends $*"
if [ "$(id -u)" = 0 ]; then
  as_root=()
elif [ -n "${CI:-}" ] && command -v sudo >/dev/null; then
  as_root=(sudo --non-interactive)
else
  echo "$command is missing. Run this, then try again:  sudo $install" >&2
  exit 1
fi
"${as_root[@]}" apt-get update -qq
# shellcheck disable=SC2086 # the command is words
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" $install
