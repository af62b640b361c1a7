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

# sql TEXT: runs statements in the session, the result on the terminal and, with its times, in the tour's log.
sql() {
    show "bin/blink sql --target yarn-session --timing -e \"$(printf '%s' "$1" | tr '\n' ' ' | cut -c 1-150)\""
    "$blink" sql --target yarn-session -i "$folder/init.sql" --timing -e "$1" 2>&1 | tee "$folder/logs/last-sql.log" | sed 's/^/   /'
    [ "${PIPESTATUS[0]}" = 0 ] || fail "the statement failed"
}

# where_it_ran: on which nodes the tasks of the session's latest job ran.
where_it_ran() {
    local job
    job=$("$blink" list -a --target yarn-session 2> /dev/null | grep -oE '\b[0-9a-f]{16}\b' | tail -n 1)
    [ -z "$job" ] || "$blink" info "$job" --target yarn-session 2> /dev/null | grep -iE 'worker|container' | sort -u | head -n 8 | sed 's/^/   /'
}

start_session() {
    show "bin/yarn-session.sh -d -jm 1g -tm 1g -s 1"
    application=$("$root/bin/yarn-session.sh" -d -jm 1g -tm 1g -s 1 2> >(sed 's/^/   /' >&2) | tail -n 1)
    [ -n "$application" ] || fail "the session did not start"
    cat > "$folder/init.sql" << SQL
CREATE CATALOG hive WITH ('type' = 'hive', 'hive-conf-dir' = '$folder/conf');
USE CATALOG hive;
CREATE DATABASE IF NOT EXISTS tpcds;
USE tpcds;
SQL
}

load_tables() {
    local script=$folder/load.sql
    { cat "$folder/init.sql"; "${load[@]}" "$folder/tpcds/$scale" tpcds date_dim item store store_sales; } > "$script"
    show "bin/blink sql --target yarn-session -f $script"
    "$blink" sql --target yarn-session --timing -f "$script" > "$folder/logs/load.log" 2>&1 &
    watch $! "loading tables" "$folder/logs/load.log"
    grep rows "$folder/logs/load.log" | sed 's/^/   /'
}

run_queries() {
    sql "SELECT i_category, COUNT(*) AS sales, SUM(ss_ext_sales_price) AS revenue
FROM store_sales JOIN date_dim ON ss_sold_date_sk = d_date_sk JOIN item ON ss_item_sk = i_item_sk
WHERE d_year = 2000 GROUP BY i_category ORDER BY revenue DESC"
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

stream_rows=600000
stream_rate=15000

# process_of CLASS: the newest process of the session's application that runs CLASS.
process_of() { pgrep -n -f "$application.*io\.blink\.$1" || true; }

start_stream() {
    local script=$folder/stream.sql
    cat > "$script" << SQL
SET 'execution.runtime-mode' = 'streaming';
SET 'execution.checkpointing.interval' = '1 s';
CREATE TEMPORARY TABLE events (
  item INT, amount BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at - INTERVAL '1' SECOND
) WITH (
  'connector' = 'datagen', 'rows-per-second' = '$stream_rate', 'number-of-rows' = '$stream_rows', 'seed' = '42',
  'start' = '2024-03-31 01:59:58', 'fields.item.max' = '9', 'fields.amount.max' = '999', 'fields.at.interval' = '500 us'
);
CREATE TABLE IF NOT EXISTS item_counts (window_start TIMESTAMP(6), item INT, rows_counted BIGINT, amount BIGINT)
PARTITIONED BY (minute STRING) STORED AS PARQUET TBLPROPERTIES ('sink.partition-commit.policy.kind' = 'metastore,success-file');
INSERT INTO item_counts
SELECT window_start, item, COUNT(*), SUM(amount), DATE_FORMAT(window_start, 'HH-mm')
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, item;
SQL
    show "bin/blink sql --target yarn-session -f $script"
    "$blink" sql --target yarn-session -i "$folder/init.sql" --timing -f "$script" 2>&1 | sed 's/^/   /'
    [ "${PIPESTATUS[0]}" = 0 ] || fail "the stream did not start"
}

# counted: rows that the stream's table shows so far.
counted() {
    "$blink" sql --target local -i "$folder/init.sql" --format csv -e "SELECT COUNT(*), SUM(rows_counted) FROM item_counts" 2> /dev/null | tail -n 1 | tr -d '\r'
}

watch_stream() {
    local second=0 killed_worker=false killed_master=false process
    while [ "$second" -lt 120 ]; do
        printf '   %3d s: %s (groups, rows counted)\n' "$second" "$(counted)"
        if [ "$killed_worker" = false ] && [ "$second" -ge 8 ]; then
            process=$(process_of runtime.worker.WorkerMain)
            show "kill -9 $process   # a worker"
            [ -z "$process" ] || kill -9 "$process"
            killed_worker=true
        elif [ "$killed_master" = false ] && [ "$second" -ge 18 ]; then
            process=$(process_of yarn.master.ApplicationMasterMain)
            show "kill -9 $process   # the ApplicationMaster"
            [ -z "$process" ] || kill -9 "$process"
            killed_master=true
        fi
        [ "$(counted | cut -d , -f 2)" != "$stream_rows" ] || break
        sleep 2
        second=$((SECONDS - step_began))
    done
}

prove_stream() {
    local result=$folder/item_counts.csv
    show "bin/blink sql --target yarn-session --format csv -e \"SELECT window_start, item, rows_counted, amount FROM item_counts\" > $result"
    "$blink" sql --target yarn-session -i "$folder/init.sql" --format csv \
        -e "SELECT window_start, item, rows_counted, amount FROM item_counts" 2> /dev/null | tr -d '\r' > "$result"
    "${proof[@]}" --result "$result" --rows "$stream_rows" --start "2024-03-31 01:59:58" --step-micros 500 --window-micros 1000000 \
        --seed 42 --key item --keys 10 --amount amount --amount-max 999 | sed 's/^/   /'
    [ "${PIPESTATUS[0]}" = 0 ] || fail "the stream's counts are wrong"
}

finish() {
    if [ "$keep" = true ]; then
        say ""
        say "The cluster stays up. Use it with"
        show "export HADOOP_CONF_DIR=$folder/conf"
        show "bin/blink sql --target yarn-session -i $folder/init.sql"
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

load=("$JAVA_HOME/bin/java" -cp "$class_path" io.blink.testing.tpcds.TpcdsLoadScript)
proof=("$JAVA_HOME/bin/java" -cp "$class_path" io.blink.testing.exactlyonce.ExactlyOnceCheck)
blink=$root/bin/blink

begin "Starting a cluster and generating TPC-DS rows at scale $scale"
start_cluster_and_generate
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
watch_stream
done_after

begin "The proof: each row counted exactly once"
prove_stream
done_after

finish
