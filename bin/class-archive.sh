#!/usr/bin/env bash
# Makes the archive of loaded classes with which every command starts in less than half the time. The build does it for a checkout, and the first command
# does it behind itself in a folder that has none for its Java and jars. Blink works without it.
set -euo pipefail
export BLINK_CLASS_ARCHIVE=off
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/environment.sh"
if [ -z "$CLASS_ARCHIVE" ]; then
  echo "No class archive: the Java at $JAVA does not tell its version in a file 'release'." >&2
  exit 0
fi
mkdir -p "$BLINK_HOME/classes"
exec 9> "$BLINK_HOME/classes/lock"
if [ "${1:-}" = --behind ]; then
  flock -n 9 || exit 0
else
  flock 9
fi
# Also by content: the JVM compares times and sizes only, and a build may give all jars one time.
content=$(cat "$BLINK_HOME"/lib/*.jar "$BLINK_HOME"/plugins/*/*.jar | sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$CLASS_ARCHIVE.content" 2> /dev/null)" = "$content" ] && [ "$(cat "$CLASS_ARCHIVE.jars" 2> /dev/null)" = "$class_jars" ]; then
  exit 0
fi
rm -f "$CLASS_ARCHIVE" "$CLASS_ARCHIVE".* "${CLASS_ARCHIVE%.jsa}".container.jsa*
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# What typical statements load: planning, all kinds of operators, files, results, and streams with state and checkpoints.
cat > "$folder/statements.sql" << SQL
CREATE TABLE visits (id BIGINT, page STRING, price DECIMAL(7, 2), at TIMESTAMP(3)) WITH (
  'connector' = 'datagen', 'number-of-rows' = '1000', 'fields.id.kind' = 'sequence', 'fields.page.length' = '1');
CREATE TABLE copies (id BIGINT, page STRING, price DECIMAL(7, 2), at TIMESTAMP(3)) WITH (
  'connector' = 'filesystem', 'path' = '$folder/copies', 'format' = 'parquet');
CREATE TABLE stripes (id BIGINT, page STRING, price DECIMAL(7, 2), at TIMESTAMP(3)) WITH (
  'connector' = 'filesystem', 'path' = '$folder/stripes', 'format' = 'orc');
CREATE TABLE lines (id BIGINT, page STRING) WITH (
  'connector' = 'filesystem', 'path' = '$folder/lines', 'format' = 'csv');
INSERT INTO copies SELECT * FROM visits;
INSERT INTO stripes SELECT * FROM visits;
INSERT INTO lines SELECT id, page FROM visits;
SELECT c.page, COUNT(*), SUM(v.price), AVG(v.id), MAX(c.at) FROM copies c JOIN stripes v ON c.id = v.id
WHERE c.id > 10 AND CASE WHEN c.page LIKE 'a%' THEN 1 ELSE 0 END < 2 GROUP BY c.page HAVING COUNT(*) > 0 ORDER BY 2 DESC, 1 LIMIT 5;
SELECT COUNT(DISTINCT page), SUM(id) FROM lines WHERE id IN (SELECT id FROM visits) AND page <> 'x';
SELECT window_start, COUNT(DISTINCT page) FROM TABLE(TUMBLE(TABLE visits, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end LIMIT 1;
CREATE TABLE clicks (id BIGINT, page STRING, price DECIMAL(7, 2), at TIMESTAMP(3), WATERMARK FOR at AS at - INTERVAL '1' SECOND) WITH (
  'connector' = 'datagen', 'number-of-rows' = '1000', 'rows-per-second' = '2000', 'fields.id.kind' = 'sequence', 'fields.page.length' = '1');
CREATE TABLE counts (page STRING, clicks BIGINT, prices DECIMAL(38, 2)) WITH ('connector' = 'blackhole');
SET 'execution.runtime-mode' = 'streaming';
SET 'execution.checkpointing.interval' = '100 ms';
INSERT INTO counts SELECT page, COUNT(*), SUM(price) FROM clicks GROUP BY page;
INSERT INTO counts SELECT page, COUNT(*), SUM(price)
FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, page;
SET 'execution.runtime-mode' = 'batch';
SHOW TABLES;
SQL
# The Hive plugin and the file system's client as far as they come where nobody listens.
cat > "$folder/core-site.xml" << XML
<configuration>
  <property><name>fs.defaultFS</name><value>hdfs://localhost:1</value></property>
  <property><name>ipc.client.connect.max.retries</name><value>0</value></property>
  <property><name>ipc.client.connect.max.retries.on.timeouts</name><value>0</value></property>
</configuration>
XML
cat > "$folder/hive-site.xml" << XML
<configuration><property><name>hive.metastore.uris</name><value>thrift://localhost:1</value></property></configuration>
XML
cat > "$folder/unreachable.sql" << SQL
CREATE TABLE far (id BIGINT) WITH ('connector' = 'filesystem', 'path' = 'hdfs://localhost:1/far', 'format' = 'parquet');
SELECT COUNT(*) FROM far;
CREATE CATALOG hive WITH ('type' = 'hive', 'hive-conf-dir' = '$folder');
SQL
cat "$folder/statements.sql" "$folder/unreachable.sql" > "$folder/all.sql"
# archive TARGET CLASS-PATH OPTION...: one run of the statements in the current folder, whose classes go to TARGET.
archive() {
  local target=$1 class_path=$2
  shift 2
  rm -rf "$folder/copies" "$folder/stripes" "$folder/lines"
  HADOOP_CONF_DIR=$folder "$JAVA" "${JVM_OPTIONS[@]/#-XX:SharedArchiveFile=*/-Xshare:auto}" "$@" -XX:ArchiveClassesAtExit="$folder/classes.jsa" \
    -cp "$class_path" io.blink.client.BlinkCommand sql --continue-on-error --timing -f "$folder/all.sql" > "$folder/out" 2>&1 || true
  failed=$(grep -cE '^#([1-9]|1[0-8]) error ' "$folder/out" || true)
  if [ "$failed" = 0 ] && [ -f "$folder/classes.jsa" ]; then
    mv "$folder/classes.jsa" "$target.part"
    mv "$target.part" "$target"
  fi
}
archive "$CLASS_ARCHIVE" "$BLINK_CLASSPATH"
if [ -f "$CLASS_ARCHIVE" ]; then
  # Containers on YARN have their class path relative to their own folder, in this order.
  ln -s "$BLINK_HOME" "$folder/blink"
  container_class_path=$(cd "$BLINK_HOME/lib" && export LC_ALL=C && printf 'blink/lib/%s:' *.jar)blink/conf
  (cd "$folder" && archive "${CLASS_ARCHIVE%.jsa}.container.jsa" "$container_class_path" -Dblink.plugins.folder=blink/plugins)
fi
# Said in any case, so that a Java that makes no archive is not asked at each command.
printf '%s\n' "$class_jars" > "$CLASS_ARCHIVE.jars"
printf '%s\n' "$content" > "$CLASS_ARCHIVE.content"
if [ "$failed" -gt 0 ]; then
  cat "$folder/out" >&2
  echo "No class archive: $failed of the statements above failed." >&2
  exit 1
fi
[ -f "$CLASS_ARCHIVE" ] || echo "No class archive: the Java at $JAVA does not make any." >&2
