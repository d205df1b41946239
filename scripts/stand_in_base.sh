#!/usr/bin/env bash
# Make a base image from Debian's packages alone, for a machine that reaches no image registry:
#   sudo apt-get install -y --no-install-recommends buildah mmdebstrap
#   sudo scripts/stand_in_base.sh && sudo make image BASE=localhost/frontdesk-base
set -euo pipefail
name=${1:-localhost/frontdesk-base}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The official image has `python` and a pip that may write: so has this one.
mmdebstrap --quiet --variant=minbase --mode=root --dpkgopt=force-unsafe-io --aptopt='Acquire::Languages "none"' \
  --include=python3,python3-venv,python3-pip,ca-certificates \
  --customize-hook='rm -f "$1"/usr/lib/python3*/EXTERNALLY-MANAGED' \
  --customize-hook='ln -sf python3 "$1"/usr/bin/python' \
  bookworm "$folder/base.tar"

container=$(buildah from scratch)
buildah add --quiet "$container" "$folder/base.tar" /
buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd python3 "$container"
buildah commit --quiet --rm "$container" "$name"
