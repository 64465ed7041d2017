#!/bin/bash
# Parts of one batch by GNU parallel: on this machine, or on those of a file.
#
#   IN=scans OUT=paintings SHARDS=8 bash Samples/cluster/parallel.sh
#   IN=/shared/scans OUT=/shared/paintings SHARDS=32 MACHINES=nodes.txt bash Samples/cluster/parallel.sh
#
# A part that fails is tried once more; the same command goes on where it was cut off.
set -euo pipefail
: "${IN:?the folder of photographs}" "${OUT:?the folder for the paintings}"
shards=${SHARDS:-4}
logs=${SHARD_LOGS:-stylize-shard}

where=()
if [ -n "${MACHINES:-}" ]; then where=(--sshloginfile "$MACHINES" --workdir "$PWD"); fi
seq "$shards" | parallel --jobs "${SLOTS:-$shards}" --retries 2 "${where[@]}" \
  "'${STYLIZE:-stylize}' --style '${STYLE:-starry}' --recursive --shard {}/$shards ${OPTIONS:-} '$IN' '$OUT' > '$logs-'{}.out"
