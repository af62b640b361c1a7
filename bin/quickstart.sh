#!/usr/bin/env bash
# A tour of Blink on a small real cluster of your own: HDFS, YARN and a Hive metastore as separate processes on this machine.
# Says at each step what it does and the plain command that does it. Everything it writes is below one folder.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
default_folder=$root/target/quickstart
folder=$default_folder
mark=.blink-quickstart
scale=0.1
keep=false
only_stop=false
nodes=2
node_memory=2048
needed_disk_megabytes=3000
tables=(date_dim item store store_sales)
bin=bin
started_cluster=false
background=()
step=0

usage() {
    cat << 'USAGE'
usage: bin/quickstart.sh [--keep] [--folder FOLDER] [--scale S]
       bin/quickstart.sh --stop [--folder FOLDER]
  --keep            leave the cluster up at the end and say how to use and stop it
  --stop            stop what an earlier run with --keep has left up
  --folder FOLDER   where data, logs and settings go; may be deleted afterwards (target/quickstart)
  --scale S         TPC-DS scale (0.1)
USAGE
}

# ---- Talking

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

# show COMMAND: the plain command for what comes next.
show() { printf '   $ %s\n' "$*"; }

# short PATH: as it is typed here.
short() {
    local path=$1
    [ "$PWD" != "$root" ] || path=${path#"$root"/}
    printf '%q' "$path"
}

# watch PID WHAT LOG: shows that time passes while a background command runs; fails with the end of its log when it fails.
watch() {
    local pid=$1 what=$2 log=$3 began=$SECONDS elapsed=0 status=0
    while kill -0 "$pid" 2> /dev/null; do
        elapsed=$((SECONDS - began))
        if [ -t 1 ]; then
            printf '\r   %s … %d s  %s\033[K' "$what" "$elapsed" "$(last_line "$log")"
        elif [ "$elapsed" -gt 0 ] && [ $((elapsed % 10)) = 0 ]; then
            printf '   %s … %d s  %s\n' "$what" "$elapsed" "$(last_line "$log")"
        fi
        sleep 1
    done
    [ ! -t 1 ] || printf '\r\033[K'
    wait "$pid" || status=$?
    background=("${background[@]/$pid/}")
    [ "$status" = 0 ] || {
        tail -n 25 "$log" >&2
        fail "$what failed; all of its output is in $log"
    }
}

# last_line LOG: of Maven's output the module that it builds, of others the last line.
last_line() {
    local last module
    last=$(tail -n 1 "$1" 2> /dev/null | cut -c 1-70)
    module=$(grep -E '^\[INFO\] Building .* \[[0-9]+/[0-9]+\]$' "$1" 2> /dev/null | tail -n 1 | sed -E 's/^\[INFO\] Building (.*[^ ]) +(\[[0-9]+\/[0-9]+\])$/\2 \1/' || true)
    case $last in
        *Downloading* | *Downloaded* | *Progress*) printf '%s' "${module:+$module, }downloading what it needs" ;;
        *) printf '%s' "${module:-$last}" ;;
    esac
}

# ---- Ending

clean_up() {
    local status=$? pid
    trap - EXIT
    trap '' INT TERM HUP
    [ ! -t 1 ] || [ "$status" = 0 ] || printf '\r\033[K'
    for pid in "${background[@]}"; do
        [ -z "$pid" ] || kill "$pid" 2> /dev/null || true
    done
    for pid in "${background[@]}"; do
        [ -z "$pid" ] || wait "$pid" 2> /dev/null || true
    done
    if [ "$started_cluster" = true ] && { [ "$keep" = false ] || [ "$status" != 0 ]; }; then
        printf '\nStopping what was started …\n'
        "${cluster[@]}" stop --folder "$folder" || true
    fi
    exit "$status"
}

# ---- What is needed

# A Java program reserves room for its heap, by default a quarter of the machine's memory, and for what goes with it.
check_addresses() {
    local needed allowed
    needed=$(($(sed -nE 's/^MemTotal: +([0-9]+) kB/\1/p' /proc/meminfo) / 4096 + 3000))
    allowed=$(ulimit -v)
    [ "$allowed" = unlimited ] || [ $((allowed / 1024)) -ge "$needed" ] ||
        fail "too few addresses: Java's programs reserve up to $needed MB, 'ulimit -v' allows $((allowed / 1024)) MB; 'ulimit -v unlimited' lifts that"
}

find_java() {
    local javac version
    if [ -z "${JAVA_HOME:-}" ]; then
        javac=$(command -v javac) || fail "no JDK found: install one of version 17 or newer (apt-get install openjdk-17-jdk-headless) or set JAVA_HOME"
        JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$javac")")")
    fi
    [ -x "$JAVA_HOME/bin/javac" ] || fail "JAVA_HOME=$JAVA_HOME is no JDK: bin/javac is missing there"
    version=$("$JAVA_HOME/bin/javac" -version 2>&1) || fail "the JDK at $JAVA_HOME does not run: $version"
    version=$(sed -nE 's/javac ([0-9]+).*/\1/p' <<< "$version")
    [ "${version:-0}" -ge 17 ] || fail "the JDK at $JAVA_HOME is version ${version:-unknown}; Blink needs 17 or newer"
    export JAVA_HOME
}

check_maven() {
    local version
    command -v mvn > /dev/null || fail "Maven is missing: install 3.8.7 or newer (apt-get install maven)"
    version=$(mvn -B -v 2> /dev/null | sed -nE 's/.*Apache Maven ([0-9.]+).*/\1/p' | head -n 1)
    [ "$(printf '3.8.7\n%s\n' "$version" | sort -V | head -n 1)" = 3.8.7 ] || fail "Maven ${version:-of unknown version} is too old; Blink needs 3.8.7 or newer"
}

check_machine() {
    local needed available command
    for command in setsid pgrep awk; do
        command -v "$command" > /dev/null || fail "the command $command is missing (apt-get install util-linux procps mawk)"
    done
    if pgrep -f -- "-Dblink\.server\.folder=${folder//[^A-Za-z0-9_\/-]/.}( |$)" > /dev/null; then
        fail "a cluster runs already in $folder; use it as its start has told, or stop it: $(stop_command)"
    fi
    needed=$((nodes * node_memory + 2500))
    available=$(available_memory)
    [ "$available" -ge "$needed" ] || fail "too little memory: $needed MB are needed, $available MB are free, limits of control groups included; end other programs"
    check_folder
    available=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
    [ "$available" -ge "$needed_disk_megabytes" ] || fail "too little disk below $folder: $needed_disk_megabytes MB are needed, $available MB are free; take another folder with --folder"
    say "   JDK $JAVA_HOME, $available MB of disk below $folder"
}

# available_memory: the megabytes that can be used without swapping, on this machine and in each control group that this process is in.
available_memory() {
    local least hierarchy group folder limit used reclaimable room
    least=$(($(sed -nE 's/^MemAvailable: +([0-9]+) kB/\1/p' /proc/meminfo) / 1024))
    while IFS=: read -r _ hierarchy group; do
        case $hierarchy in
            '') folder=/sys/fs/cgroup limit=memory.max used=memory.current ;;
            *memory*) folder=/sys/fs/cgroup/memory limit=memory.limit_in_bytes used=memory.usage_in_bytes ;;
            *) continue ;;
        esac
        group=${group%/}
        while true; do
            if [ -r "$folder$group/$limit" ] && [ "$(< "$folder$group/$limit")" != max ]; then
                reclaimable=$(sed -nE 's/^(total_)?inactive_file ([0-9]+)$/\2/p' "$folder$group/memory.stat" | tail -n 1)
                room=$((($(< "$folder$group/$limit") - $(< "$folder$group/$used") + ${reclaimable:-0}) / 1048576))
                [ "$room" -ge "$least" ] || least=$room
            fi
            [ -n "$group" ] || break
            group=${group%/*}
        done
    done < /proc/self/cgroup
    printf '%d' "$least"
}

# The folder is ours, or becomes it: what is below it is overwritten and deleted here. Servers that end after somebody deleted it leave empty folders.
check_folder() {
    [[ "$folder" != *[[:space:]]* ]] || fail "the folder '$folder' has a blank in its name, which Hadoop's servers do not take; take another folder with --folder"
    [ ! -e "$folder" ] || [ -d "$folder" ] || fail "$folder is no folder; take another one with --folder"
    if [ "$folder" != "$default_folder" ] && [ ! -f "$folder/$mark" ] && [ -n "$(find "$folder" ! -type d -print -quit 2> /dev/null)" ]; then
        fail "the folder $folder has files in it and is none of an earlier run; take a new or empty one with --folder"
    fi
    { mkdir -p "$folder/logs" && touch "$folder/$mark"; } 2> /dev/null || fail "the folder $folder cannot be made or written; take another one with --folder"
}

is_built() {
    local stamp=$root/target/quickstart.built
    [ -f "$stamp" ] && [ -z "$(find "$root" -path '*/target' -prune -o \( -path '*/src/main/*' -o -name pom.xml -o -path "$root/conf/*" \) -newer "$stamp" -print -quit)" ]
}

build() {
    if is_built; then
        say "   built already"
        return
    fi
    check_maven
    show "mvn -DskipTests package"
    local log=$folder/logs/build.log
    mkdir -p "$root/target"
    touch "$root/target/quickstart.began"
    (cd "$root" && exec mvn -B -DskipTests package) > "$log" 2>&1 &
    background+=($!)
    watch $! "building" "$log"
    archive_classes
    mv "$root/target/quickstart.began" "$root/target/quickstart.built"
}

# The servers start in half the time with the classes that they loaded in an earlier start.
archive_classes() {
    local log=$folder/logs/archive.log
    find_programs
    show "java io.blink.testing.cluster.ClusterCommand archive --folder $folder/archive"
    "${cluster[@]}" archive --folder "$folder/archive" > "$log" 2>&1 &
    background+=($!)
    watch $! "archiving the classes of the servers" "$log"
    rm -rf "$folder/archive"
}

# How the programs of the tour are called; needs a build.
find_programs() {
    local class_path
    [ -f "$root/testing/tpcds/target/classpath" ] || fail "nothing is built yet, so nothing runs"
    class_path=$(cat "$root/testing/tpcds/target/classpath"):$root/testing/tpcds/target/classes
    blink=$root/bin/blink
    cluster=("$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "-Dblink.servers.folder=$root/testing/servers" -cp "$class_path" io.blink.testing.cluster.ClusterCommand)
    rows=("$JAVA_HOME/bin/java" -cp "$class_path" io.blink.testing.tpcds.TpcdsCsv)
    load=("$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -cp "$class_path" io.blink.testing.tpcds.TpcdsLoadScript)
    proof=("$JAVA_HOME/bin/java" -cp "$class_path" io.blink.testing.exactlyonce.ExactlyOnceCheck)
}

stop_command() {
    printf '%s/quickstart.sh --stop' "$bin"
    [ "$folder" = "$default_folder" ] || printf ' --folder %q' "$folder"
}

# ---- Cluster, session, tables

start_cluster() {
    local log=$folder/logs/cluster.log
    if [ ! -f "$folder/tpcds/$scale/complete" ]; then
        show "java io.blink.testing.tpcds.TpcdsCsv --folder $folder/tpcds/$scale --scale $scale --tables $(IFS=,; echo "${tables[*]}")"
        "${rows[@]}" --folder "$folder/tpcds/$scale" --scale "$scale" --tables "$(IFS=,; echo "${tables[*]}")" > "$folder/logs/tpcds.log" 2>&1 &
        rows_pid=$!
        background+=("$rows_pid")
    fi
    show "java io.blink.testing.cluster.ClusterCommand start --folder $folder --node-managers $nodes --node-memory $node_memory --metastore 4.0"
    started_cluster=true
    "${cluster[@]}" start --folder "$folder" --node-managers "$nodes" --node-memory "$node_memory" --metastore 4.0 > "$log" 2>&1 &
    background+=($!)
    watch $! "starting HDFS, YARN and the Hive metastore" "$log"
    sed 's/^/   /' "$log"
    say "   its pages: $(sed -nE 's/^YARN is ready.*: (http.*)$/\1/p' "$log"), its logs: $(short "$folder/logs")"
}

# Settings of the tour's own, so that it leaves alone what the user's commands remember as their latest session.
export_settings() {
    mkdir -p "$folder/blink-conf"
    cp "$root"/conf/* "$folder/blink-conf/"
    printf '\nyarn.properties-file.location: %s\n' "$folder" >> "$folder/blink-conf/config.yaml"
    export HADOOP_CONF_DIR=$folder/conf BLINK_CONF_DIR=$folder/blink-conf
}

start_session() {
    export_settings
    show "export HADOOP_CONF_DIR=$folder/conf BLINK_CONF_DIR=$folder/blink-conf"
    # One worker from the start, so that it is there when the first statement is planned.
    show "$bin/yarn-session.sh -d -n 1 -jm 1g -tm 1g -s 1"
    "$root/bin/yarn-session.sh" -d -n 1 -jm 1g -tm 1g -s 1 > "$folder/session" || fail "the session did not start"
    application=$(tail -n 1 "$folder/session")
    cat > "$folder/init.sql" << SQL
CREATE CATALOG hive WITH ('type' = 'hive', 'hive-conf-dir' = '$folder/conf');
USE CATALOG hive;
CREATE DATABASE IF NOT EXISTS tpcds;
USE tpcds;
SQL
}

load_tables() {
    local script=$folder/load.sql table
    if [ -n "${rows_pid:-}" ]; then
        watch "$rows_pid" "waiting for the TPC-DS rows" "$folder/logs/tpcds.log"
        touch "$folder/tpcds/$scale/complete"
    fi
    {
        cat "$folder/init.sql"
        for table in "${tables[@]}"; do
            printf 'DROP TABLE IF EXISTS %s;\n' "$table"
        done
        "${load[@]}" "$folder/tpcds/$scale" tpcds "${tables[@]}"
    } > "$script"
    show "$bin/blink sql --target yarn-session --timing -f $(short "$script")"
    "$blink" sql --target yarn-session --timing -f "$script" > "$folder/logs/load.log" 2>&1 &
    background+=($!)
    watch $! "loading tables" "$folder/logs/load.log"
    grep -E ' [1-9][0-9]* rows$' "$folder/logs/load.log" | sed 's/^/   /'
}

# ---- Batch

# sql TEXT: runs statements in the session.
sql() {
    show "$bin/blink sql --target yarn-session -i $(short "$folder/init.sql") --timing -e \"$1\""
    "$blink" sql --target yarn-session -i "$folder/init.sql" --timing -e "$1" || fail "the statement failed"
}

# where_it_ran: on which nodes the tasks of the session's latest job ran.
where_it_ran() {
    show "$bin/blink info   # the latest job, shortened: where its tasks ran"
    "$blink" info --target yarn-session > "$folder/logs/info.txt" || fail "the job cannot be shown"
    awk '$3 == "FINISHED" && $4 ~ /^container_/ { tasks[$4]++; node[$4] = $6; sub(/^http:\/\//, "", node[$4]); sub(/\/.*/, "", node[$4]) }
        END { for (worker in tasks) printf "   %d tasks in %s on node %s\n", tasks[worker], worker, node[worker] }' "$folder/logs/info.txt" | sort
}

run_queries() {
    sql "SELECT i_category, COUNT(*) AS sales, SUM(ss_ext_sales_price) AS revenue
FROM store_sales JOIN date_dim ON ss_sold_date_sk = d_date_sk JOIN item ON ss_item_sk = i_item_sk
WHERE d_year = 2000 GROUP BY i_category ORDER BY revenue DESC"
    say "   the first result came $SECONDS s after the start"
    where_it_ran
    sql "SELECT i_brand, SUM(ss_net_profit) AS profit
FROM store_sales JOIN item ON ss_item_sk = i_item_sk
WHERE sold_year = 2001 AND sold_month IN (11, 12) GROUP BY i_brand ORDER BY profit DESC LIMIT 5"
    where_it_ran
    sql "SELECT d_day_name, AVG(ss_quantity) AS average_quantity, COUNT(DISTINCT ss_customer_sk) AS customers
FROM store_sales JOIN date_dim ON ss_sold_date_sk = d_date_sk GROUP BY d_day_name ORDER BY d_day_name"
    where_it_ran
}

overwrite_table() {
    sql "CREATE TABLE IF NOT EXISTS revenue_by_category (category STRING, revenue DECIMAL(38, 2)) PARTITIONED BY (sold_year INT) STORED AS ORC;
INSERT OVERWRITE revenue_by_category SELECT i_category, SUM(ss_ext_sales_price), sold_year
FROM store_sales JOIN item ON ss_item_sk = i_item_sk WHERE sold_year IS NOT NULL GROUP BY i_category, sold_year;
SHOW PARTITIONS revenue_by_category;
SELECT sold_year, COUNT(*) AS categories, SUM(revenue) AS revenue FROM revenue_by_category GROUP BY sold_year ORDER BY sold_year"
}

# ---- The stream

stream_rate=15000
stream_start='2024-03-31 01:59:58'

milliseconds() { printf '%d' $((${EPOCHREALTIME/[^0-9]/} / 1000)); }

# as_seconds MILLISECONDS
as_seconds() { printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100)); }

# process_of CLASS: the newest process of this cluster's containers that runs CLASS.
process_of() {
    local pid newest=
    for pid in $(pgrep -f "io\.blink\.$1"); do
        if [ "$(cat "/proc/$pid/comm" 2> /dev/null)" = java ] && [[ "$(readlink "/proc/$pid/cwd")" == "$folder"/data/* ]]; then
            newest=$pid
        fi
    done
    printf '%s' "$newest"
}

start_stream() {
    local script=$folder/stream.sql
    cat > "$script" << SQL
SET 'execution.runtime-mode' = 'streaming';
SET 'execution.checkpointing.interval' = '1 s';
DROP TABLE IF EXISTS item_counts;
CREATE TABLE item_counts (window_start TIMESTAMP(6), item INT, rows_counted BIGINT, amount BIGINT)
PARTITIONED BY (minute STRING) STORED AS PARQUET TBLPROPERTIES ('sink.partition-commit.policy.kind' = 'metastore,success-file');
CREATE TEMPORARY TABLE events (
  item INT, amount BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at - INTERVAL '1' SECOND
) WITH (
  'connector' = 'datagen', 'rows-per-second' = '$stream_rate', 'seed' = '42',
  'start' = '$stream_start', 'fields.item.max' = '9', 'fields.amount.max' = '999', 'fields.at.interval' = '500 us'
);
INSERT INTO item_counts
SELECT window_start, item, COUNT(*), SUM(amount), DATE_FORMAT(window_start, 'HH-mm')
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, item;
SQL
    sed 's/^/   | /' "$script"
    show "$bin/blink sql --target yarn-session -i $(short "$folder/init.sql") -f $(short "$script")"
    "$blink" sql --target yarn-session -i "$folder/init.sql" -f "$script" 2> "$folder/logs/stream.log" || {
        cat "$folder/logs/stream.log" >&2
        fail "the stream did not start"
    }
    job=$(sed -nE 's/^job ([0-9a-f]+) submitted$/\1/p' "$folder/logs/stream.log")
    stream_began=$(milliseconds)
    say "   job $job makes $stream_rate rows a second without end and counts them by second (of the rows, 2000 each) and item"
}

# One command line that stays: statements go in by a pipe, results come out by another.
open_counter() {
    coproc COUNTER { exec "$blink" sql --target local -i "$folder/init.sql" --format csv -f - 2> "$folder/logs/counter.log"; }
    # The shell forgets the variable when the process ends.
    counter_pid=$COUNTER_PID
    counter_in=${COUNTER[1]}
    counter_out=${COUNTER[0]}
    background+=("$counter_pid")
}

close_counter() {
    eval "exec $counter_in>&-"
    wait "$counter_pid" || true
    background=("${background[@]/$counter_pid/}")
}

# count: sets counted to the rows that the stream's table shows by now.
count() {
    printf 'SELECT COALESCE(SUM(rows_counted), 0) AS n FROM item_counts;\n' >&"$counter_in"
    { read -r -t 120 counted <&"$counter_out" && read -r -t 120 counted <&"$counter_out"; } || {
        cat "$folder/logs/counter.log" >&2
        fail "the stream's table cannot be counted"
    }
    counted=${counted%$'\r'}
    now=$(milliseconds)
    due=$(((now - stream_began) * stream_rate / 1000))
    if [ "$due" -lt "$counted" ]; then
        # The stream began a little before it was known here.
        stream_began=$((stream_began - (counted - due) * 1000 / stream_rate))
        due=$counted
    fi
    behind=$(((due - counted) * 1000 / stream_rate))
}

# How often the stream has gone on from a checkpoint, as the logs of its masters tell.
resumptions() { cat "$folder"/data/nodemanager-*/containers/"$application"/*/master.log | grep -c "Job $job starts from checkpoint [1-9]" || true; }

# kill_process WHAT CLASS
kill_process() {
    local process
    process=$(process_of "$2")
    [ -n "$process" ] || fail "there is no process of $1 to kill"
    resumptions_before=$(resumptions)
    show "kill -9 $process   # $1"
    kill -9 "$process"
    killed_at=$(milliseconds)
    killed=$1
    counted_at_resumption=
}

resumed_from() {
    "$blink" info "$job" --target yarn-session > "$folder/logs/info.txt" || fail "the job cannot be shown"
    show "$bin/blink info $job"
    grep -E '^(State|Term|Checkpoints) ' "$folder/logs/info.txt" | sed 's/^/     /'
    grep -q 'restored from [1-9]' "$folder/logs/info.txt" || fail "the stream began anew after the death of $killed"
}

# watch_stream: shows the table for at least 30 seconds; kills a worker after eight seconds of results that keep up, and the ApplicationMaster after eight more.
watch_stream() {
    local kills=0 steady_since=0 shown=0
    killed=
    say "   rows made so far, rows counted in the table, and how far the table is behind:"
    show "$bin/blink sql -i $(short "$folder/init.sql") -e \"SELECT SUM(rows_counted) FROM item_counts\""
    while true; do
        count
        if [ $((now - shown)) -ge 950 ]; then
            printf '   %4d s   made %9d   counted %9d   behind %5s s\n' $(((now - stream_began) / 1000)) "$due" "$counted" "$(as_seconds "$behind")"
            shown=$now
        fi
        # Until then the table may still get results that were on their way.
        if [ -n "$killed" ] && [ -z "$counted_at_resumption" ] && [ "$(resumptions)" -gt "$resumptions_before" ]; then
            counted_at_resumption=$counted
        elif [ -n "$killed" ] && [ "$counted" -gt "${counted_at_resumption:-$counted}" ]; then
            say "   the next new result came $(as_seconds $((now - killed_at))) s after the death of $killed"
            recoveries+=("$(as_seconds $((now - killed_at))) s after the death of $killed")
            resumed_from
            killed=
            steady_since=0
        elif [ -z "$killed" ] && { [ "$counted" = 0 ] || [ "$behind" -gt 10000 ]; }; then
            steady_since=0
        elif [ -z "$killed" ] && [ "$steady_since" = 0 ]; then
            steady_since=$now
        elif [ -z "$killed" ] && [ $((now - steady_since)) -ge 8000 ]; then
            kills=$((kills + 1))
            steady_since=0
            case $kills in
                1) kill_process "a worker" runtime.worker.WorkerMain ;;
                2) kill_process "the ApplicationMaster" yarn.master.ApplicationMasterMain ;;
                *) [ $((now - stream_began)) -lt 30000 ] || return 0 ;;
            esac
        fi
        [ $((now - stream_began)) -lt 600000 ] || fail "the stream does not keep up within 10 minutes; this machine is very busy"
        sleep 0.4
    done
}

end_stream() {
    show "$bin/blink cancel $job"
    "$blink" cancel "$job" --target yarn-session > "$folder/logs/cancel.txt" 2>&1 || {
        cat "$folder/logs/cancel.txt" >&2
        fail "the stream cannot be ended"
    }
}

prove_stream() {
    local result=$folder/item_counts.csv proven
    show "$bin/blink sql -i $(short "$folder/init.sql") --format csv -e \"SELECT window_start, item, rows_counted, amount FROM item_counts\" > $(short "$result")"
    "$blink" sql -i "$folder/init.sql" --format csv -e "SELECT window_start, item, rows_counted, amount FROM item_counts" > "$result" || fail "the stream's table cannot be read"
    sed -i 's/\r$//' "$result"
    # As many rows as the table says must be the first ones of the stream, each of them once.
    proven=$(awk -F , 'NR > 1 { rows += $3 } END { printf "%d", rows }' "$result")
    [ "$proven" -ge "$counted" ] || fail "the table has shown $counted rows and now has $proven"
    show "java io.blink.testing.exactlyonce.ExactlyOnceCheck --result $(short "$result") --rows $proven …   # makes the stream's first $proven rows again and counts them by itself"
    "${proof[@]}" --result "$result" --rows "$proven" --start "$stream_start" --step-micros 500 --window-micros 1000000 \
        --seed 42 --key item --keys 10 --amount amount --amount-max 999 | sed 's/^/   /' || fail "the stream's counts are wrong"
    printf '   new results came %s\n' "${recoveries[@]}"
}

finish() {
    say ""
    if [ "$keep" = true ]; then
        say "The cluster stays up. Use it, from here:"
        show "export HADOOP_CONF_DIR=$folder/conf BLINK_CONF_DIR=$folder/blink-conf"
        show "$bin/sql-client.sh --target yarn-session -i $(short "$folder/init.sql")"
        say "Stop it:"
        show "$(stop_command)"
    else
        say "All of it worked. $(short "$folder") may be deleted; --keep leaves the cluster up."
    fi
}

# ---- The tour

parse_options() {
    while [ $# -gt 0 ]; do
        case $1 in
            --keep) keep=true ;;
            --stop) only_stop=true ;;
            --folder | --scale)
                [ $# -ge 2 ] || fail "$1 needs a value"
                [ -n "$2" ] || fail "$1 needs a value"
                if [ "$1" = --folder ]; then folder=$(realpath -m -- "$2"); else scale=$2; fi
                shift
                ;;
            -h | --help)
                usage
                exit 0
                ;;
            *)
                usage >&2
                printf '\nquickstart: there is no option %s\n' "$1" >&2
                exit 2
                ;;
        esac
        shift
    done
    [[ "$scale" =~ ^[0-9]*\.?[0-9]+$ ]] || fail "--scale wants a number such as 0.1, not $scale"
}

# In one function, so that the shell has read all of it before any of it runs.
main() {
    parse_options "$@"
    bin=$(short "$root/bin")
    if [ "$only_stop" = true ]; then
        find_java
        find_programs
        exec "${cluster[@]}" stop --folder "$folder"
    fi
    recoveries=()
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP

    begin "Checking this machine"
    check_addresses
    find_java
    check_machine
    done_after

    begin "Building Blink"
    build
    find_programs
    done_after

    begin "Starting a cluster, and making TPC-DS rows of scale $scale meanwhile"
    start_cluster
    done_after

    begin "Starting a session on YARN"
    start_session
    done_after

    begin "Loading Hive tables: dimensions as ORC, store_sales as Parquet by year and month"
    load_tables
    done_after

    begin "Three batch queries"
    run_queries
    done_after

    begin "INSERT OVERWRITE of a partitioned ORC table, and a query of it"
    overwrite_table
    done_after

    begin "A stream into Hive with a checkpoint every second; a worker and the ApplicationMaster are killed"
    start_stream
    open_counter
    watch_stream
    end_stream
    close_counter
    done_after

    begin "The proof: each row counted exactly once"
    prove_stream
    done_after

    finish
}

main "$@"
exit
