#!/usr/bin/env bash
# Paints 200 pictures by an array job of four tasks under Slurm, and again under GNU parallel: all shards together
# paint the whole, each picture once. Slurm is one node with four slots, started here without systemd and stopped
# again; it touches nothing outside a temporary folder.
#
#   Tests/cluster/cluster.sh .build/release/stylize
set -euo pipefail
program=$(realpath "${1:-.build/release/stylize}")
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d /tmp/stylize-cluster-XXXXXX)
pictures=200
daemons=()

stop() {
  for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do
    kill "${daemons[i]}" 2> /dev/null && wait "${daemons[i]}" 2> /dev/null || true
  done
  if [ "${failed:-1}" = 0 ]; then rm -rf "$folder"; else echo "left for a look: $folder" >&2; fi
}
trap stop EXIT
say() { echo "test-cluster: $*"; }
give_up() {
  say "$*" >&2
  tail -n 20 "$folder"/slurm/*.log "$folder"/slurm-*.out 2> /dev/null >&2 || true
  exit 1
}

# Small pictures that are like no other, in some folders.
python3 - "$folder/in" $pictures << 'PYTHON'
import os, sys
for index in range(int(sys.argv[2])):
    width, height = 40 + index % 37, 30 + index % 41
    inside = os.path.join(sys.argv[1], f"roll-{index % 7}")
    os.makedirs(inside, exist_ok=True)
    with open(os.path.join(inside, f"{index:03}.ppm"), "wb") as file:
        file.write(b"P6 %d %d 255\n" % (width, height))
        file.write(bytes((index * 7 + place * 3) % 256 for place in range(width * height * 3)))
PYTHON

# What a run has to look like: every picture painted, once, by the shard that it belongs to.
check() { # name, output, lists of what each shard painted...
  local name=$1 output=$2 painted
  shift 2
  painted=$(cat "$@" | wc -l)
  [ "$painted" = $pictures ] || give_up "$name: $painted pictures were painted, expected $pictures"
  [ "$(cat "$@" | sort -u | wc -l)" = $pictures ] || give_up "$name: a picture was painted twice"
  [ "$(grep -c '"event":"finished"' "$output/.stylize.jsonl")" = $pictures ] \
    || give_up "$name: the journal does not hold $pictures finished paintings"
  diff -r --exclude=.stylize.jsonl "$folder/whole" "$output" > /dev/null \
    || give_up "$name: the paintings differ from those of a single run"
  say "$name: $pictures pictures by $# tasks ($(wc -l "$@" | head -n -1 | awk '{ printf "%s%s", s, $1; s = " + " }')), each once, the same bytes as by one"
}

export STYLIZE=$program STYLE=starry IN=$folder/in
styles=(--styles-dir "$root/Styles")
"$program" --style starry "${styles[@]}" -q -r "$IN" "$folder/whole" > /dev/null

# GNU parallel, by the ready-made script.
export OUT=$folder/parallel OPTIONS="--styles-dir $root/Styles --threads 1"
(cd "$folder" && SHARDS=4 SHARD_LOGS=$folder/shard bash "$root/Samples/cluster/parallel.sh")
check "GNU parallel" "$OUT" "$folder"/shard-*.out

# Slurm.
slurm=$folder/slurm
mkdir -p "$slurm"/{state,spool}
chmod 755 "$folder" "$slurm"
cat > "$slurm/slurm.conf" << CONF
ClusterName=stylize
SlurmctldHost=localhost
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
SlurmctldPort=26817
SlurmdPort=26818
AuthType=auth/munge
AuthInfo=socket=$slurm/munge.socket
CredType=cred/munge
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd.pid
SlurmctldLogFile=$slurm/slurmctld.log
SlurmdLogFile=$slurm/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,batch_sched_delay=0
SlurmdParameters=config_overrides
MpiDefault=none
ReturnToService=2
NodeName=localhost CPUs=4 State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
CONF
echo "CgroupPlugin=cgroup/v1" > "$slurm/cgroup.conf"
export SLURM_CONF=$slurm/slurm.conf
dd if=/dev/urandom of="$slurm/munge.key" bs=128 count=1 status=none
chmod 400 "$slurm/munge.key"

munged --foreground --force --socket="$slurm/munge.socket" --key-file="$slurm/munge.key" \
  --pid-file="$slurm/munge.pid" --seed-file="$slurm/munge.seed" --log-file="$slurm/munged.log" \
  > "$slurm/munged.out" 2>&1 &
daemons+=($!)
for _ in $(seq 50); do [ -S "$slurm/munge.socket" ] && break; sleep 0.1; done
[ -S "$slurm/munge.socket" ] || give_up "munged did not start: $(cat "$slurm/munged.out")"
slurmctld -D > "$slurm/slurmctld.out" 2>&1 &
daemons+=($!)
slurmd -D -N localhost > "$slurm/slurmd.out" 2>&1 &
daemons+=($!)
for _ in $(seq 100); do
  state=$(sinfo -h -o %T 2> /dev/null || true)
  [ "$state" = idle ] && break
  sleep 0.3
done
[ "${state:-}" = idle ] || give_up "the node is '${state:-}' and not idle"
say "$(sinfo --version): one node, $(sinfo -h -o %c) slots"

export OUT=$folder/slurm-out
job=$(cd "$folder" && sbatch --parsable --export=ALL --array=1-4 --output="$folder/slurm-%a.out" \
  --cpus-per-task=1 --mem=0 --time=10 "$root/Samples/cluster/slurm.sbatch")
say "Slurm job $job is queued"
for _ in $(seq 600); do
  [ -z "$(squeue -h -j "$job" 2> /dev/null)" ] && break
  sleep 0.5
done
[ -z "$(squeue -h -j "$job" 2> /dev/null)" ] || give_up "the job did not end"
for task in 1 2 3 4; do
  grep "^$OUT" "$folder/slurm-$task.out" > "$folder/slurm-$task.list" || true
done
check "Slurm" "$OUT" "$folder"/slurm-?.list
# The job once more: nothing is left to do, and that is no failure.
sbatch --wait --parsable --export=ALL --array=1-4 --output="$folder/again-%a.out" --cpus-per-task=1 --mem=0 \
  --time=10 "$root/Samples/cluster/slurm.sbatch" > /dev/null || give_up "the second run failed"
[ "$(cat "$folder"/again-?.out | grep -c "^$OUT" || true)" = 0 ] || give_up "the second run painted something"
failed=0
