#!/usr/bin/env bash
# A tour of Blink on a small real cluster of your own: HDFS, YARN and a Hive metastore as separate processes on this machine.
# Says at each step what it does and the plain command that does it. Everything it writes is below one folder.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$root/target/quickstart
scale=0.1
keep=false
nodes=2
node_memory=2048
needed_disk_megabytes=3000
started_cluster=false
step=0

usage() {
    cat << 'USAGE'
usage: bin/quickstart.sh [--keep] [--folder FOLDER] [--scale S]
  --keep            leave the cluster up at the end and say how to use and stop it
  --folder FOLDER   where data, logs and settings go; may be deleted afterwards (target/quickstart)
  --scale S         TPC-DS scale (0.1)
USAGE
}

fail() {
    printf '\nquickstart: %s\n' "$*" >&2
    exit 1
}

say() { printf '%s\n' "$*"; }

# begin TITLE: announces the next step.
begin() {
    step=$((step + 1))
    step_began=$SECONDS
    printf '\n== %d. %s\n' "$step" "$1"
}

done_after() { printf '   done after %d s (%d s since the start)\n' $((SECONDS - step_began)) "$SECONDS"; }

show() { printf '   $ %s\n' "$*"; }

# watch PID WHAT LOG: shows that time passes while a background command runs; fails with the end of its log when it fails.
watch() {
    local pid=$1 what=$2 log=$3 began=$SECONDS elapsed=0
    while kill -0 "$pid" 2> /dev/null; do
        elapsed=$((SECONDS - began))
        if [ -t 1 ]; then
            printf '\r   %s … %d s  %s\033[K' "$what" "$elapsed" "$(tail -n 1 "$log" 2> /dev/null | cut -c 1-80)"
        elif [ "$elapsed" -gt 0 ] && [ $((elapsed % 10)) = 0 ]; then
            printf '   %s … %d s\n' "$what" "$elapsed"
        fi
        sleep 1
    done
    [ ! -t 1 ] || printf '\r\033[K'
    wait "$pid" || {
        tail -n 40 "$log" >&2
        fail "$what failed; all of its output is in $log"
    }
}

clean_up() {
    local status=$?
    trap - EXIT INT TERM
    local pid
    for pid in $(jobs -p); do
        kill "$pid" 2> /dev/null || true
    done
    if [ "$started_cluster" = true ] && { [ "$keep" = false ] || [ "$status" != 0 ]; }; then
        printf '\nStopping what was started …\n'
        "${cluster[@]}" stop --folder "$folder" || true
    fi
    exit "$status"
}

find_java() {
    local javac
    if [ -z "${JAVA_HOME:-}" ]; then
        javac=$(command -v javac) || fail "no JDK found: install one of version 17 or newer (apt-get install openjdk-17-jdk-headless) or set JAVA_HOME"
        JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$javac")")")
    fi
    [ -x "$JAVA_HOME/bin/javac" ] || fail "JAVA_HOME=$JAVA_HOME is no JDK: bin/javac is missing there"
    local version
    version=$("$JAVA_HOME/bin/javac" -version 2>&1 | sed -nE 's/javac ([0-9]+).*/\1/p')
    [ "${version:-0}" -ge 17 ] || fail "the JDK at $JAVA_HOME is version ${version:-unknown}; Blink needs 17 or newer"
    export JAVA_HOME
}

check_machine() {
    local needed available
    needed=$((nodes * node_memory + 2500))
    available=$(($(sed -nE 's/^MemAvailable: +([0-9]+) kB/\1/p' /proc/meminfo) / 1024))
    [ "$available" -ge "$needed" ] || fail "too little memory: $needed MB are needed, $available MB are free"
    mkdir -p "$folder"
    available=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
    [ "$available" -ge "$needed_disk_megabytes" ] || fail "too little disk below $folder: $needed_disk_megabytes MB are needed, $available MB are free"
    command -v setsid > /dev/null || fail "the command setsid is missing (package util-linux)"
    say "   JDK $JAVA_HOME, data and logs below $folder"
}

is_built() {
    local stamp=$root/target/quickstart.built
    [ -f "$stamp" ] && [ -z "$(find "$root" -path '*/target' -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -newer "$stamp" -print -quit)" ]
}

build() {
    if is_built; then
        say "   built already"
        return
    fi
    command -v mvn > /dev/null || fail "Maven is missing: install 3.8.7 or newer (apt-get install maven)"
    show "mvn -DskipTests package"
    local log=$folder/logs/build.log
    mkdir -p "$folder/logs"
    mkdir -p "$root/target"
    (cd "$root" && exec mvn -B -DskipTests package) > "$log" 2>&1 &
    watch $! "building" "$log"
    touch "$root/target/quickstart.built"
}

parse_options() {
    while [ $# -gt 0 ]; do
        case $1 in
            --keep) keep=true ;;
            --folder | --scale)
                [ $# -ge 2 ] || fail "$1 needs a value"
                if [ "$1" = --folder ]; then folder=$(realpath -m "$2"); else scale=$2; fi
                shift
                ;;
            -h | --help)
                usage
                exit 0
                ;;
            *)
                usage >&2
                fail "there is no option $1"
                ;;
        esac
        shift
    done
}

start_cluster_and_generate() {
    local cluster_log=$folder/logs/cluster.log rows_log=$folder/logs/tpcds.log
    mkdir -p "$folder/logs"
    show "java io.blink.testing.cluster.ClusterCommand start --folder $folder --node-managers $nodes --node-memory $node_memory --metastore 4.0"
    if "${cluster[@]}" status --folder "$folder" > /dev/null 2>&1; then
        fail "a cluster runs already in $folder; stop it with: java -cp $root/testing/target/classes:$root/core/target/classes io.blink.testing.cluster.ClusterCommand stop --folder $folder"
    fi
    started_cluster=true
    "${cluster[@]}" start --folder "$folder" --node-managers "$nodes" --node-memory "$node_memory" --metastore 4.0 > "$cluster_log" 2>&1 &
    local cluster_pid=$! rows_pid=""
    if [ ! -f "$folder/tpcds/$scale/complete" ]; then
        show "java io.blink.testing.tpcds.TpcdsCsv --folder $folder/tpcds/$scale --scale $scale"
        "${rows[@]}" --folder "$folder/tpcds/$scale" --scale "$scale" > "$rows_log" 2>&1 &
        rows_pid=$!
    fi
    watch "$cluster_pid" "starting HDFS, YARN and the Hive metastore" "$cluster_log"
    sed 's/^/   /' "$cluster_log"
    if [ -n "$rows_pid" ]; then
        watch "$rows_pid" "generating TPC-DS rows" "$rows_log"
        touch "$folder/tpcds/$scale/complete"
    fi
    export HADOOP_CONF_DIR=$folder/conf
}

finish() {
    if [ "$keep" = true ]; then
        say ""
        say "The cluster stays up. Use it with"
        show "export HADOOP_CONF_DIR=$folder/conf"
        say "and stop it with"
        show "$JAVA_HOME/bin/java -cp $root/testing/target/classes:$root/core/target/classes io.blink.testing.cluster.ClusterCommand stop --folder $folder"
    fi
}

parse_options "$@"
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

begin "Checking this machine"
find_java
check_machine
done_after

begin "Building Blink"
build
class_path=$(cat "$root/testing/tpcds/target/classpath"):$root/testing/tpcds/target/classes
cluster=("$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 "-Dblink.servers.folder=$root/testing/servers" -cp "$class_path" io.blink.testing.cluster.ClusterCommand)
rows=("$JAVA_HOME/bin/java" -cp "$class_path" io.blink.testing.tpcds.TpcdsCsv)
done_after

begin "Starting a cluster and generating TPC-DS rows at scale $scale"
start_cluster_and_generate
done_after

finish
