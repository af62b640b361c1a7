#!/usr/bin/env bash
# Makes the archive of loaded classes with which every command starts in less than half the time. The build does it for a checkout; run it once after unpacking
# Blink elsewhere, and again for another Java. Blink works without it.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/environment.sh"
if [ -z "$CLASS_ARCHIVE" ]; then
  echo "No class archive: the Java at $JAVA does not tell its version in a file 'release'." >&2
  exit 0
fi
# By content: the JVM compares times and sizes only, and a build may give all jars one time.
signature=$(cat "$BLINK_HOME"/lib/*.jar | sha256sum | cut -d ' ' -f 1)
if [ -f "$CLASS_ARCHIVE" ] && [ "$(cat "$BLINK_HOME/classes/signature" 2> /dev/null)" = "$signature" ]; then
  exit 0
fi
mkdir -p "$BLINK_HOME/classes"
rm -f "$BLINK_HOME"/classes/*
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# What typical statements load: planning, all kinds of operators, files, results.
cat > "$folder/statements.sql" << SQL
CREATE TABLE visits (id BIGINT, page STRING, price DECIMAL(7, 2), at TIMESTAMP(3)) WITH (
  'connector' = 'datagen', 'number-of-rows' = '1000', 'fields.id.kind' = 'sequence', 'fields.page.length' = '1');
CREATE TABLE copies (id BIGINT, page STRING, price DECIMAL(7, 2), at TIMESTAMP(3)) WITH (
  'connector' = 'filesystem', 'path' = '$folder/copies', 'format' = 'parquet');
INSERT INTO copies SELECT * FROM visits;
SELECT c.page, COUNT(*), SUM(v.price), AVG(v.id), MAX(c.at) FROM copies c JOIN visits v ON c.id = v.id
WHERE c.id > 10 AND CASE WHEN c.page LIKE 'a%' THEN 1 ELSE 0 END < 2 GROUP BY c.page HAVING COUNT(*) > 0 ORDER BY 2 DESC, 1 LIMIT 5;
SELECT window_start, COUNT(DISTINCT page) FROM TABLE(TUMBLE(TABLE visits, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end LIMIT 1;
SHOW TABLES;
SQL
"$JAVA" "${JVM_OPTIONS[@]/#-XX:SharedArchiveFile=*/-Xshare:auto}" -XX:ArchiveClassesAtExit="$CLASS_ARCHIVE.part" -cp "$BLINK_CLASSPATH" \
  io.blink.client.BlinkCommand sql -f "$folder/statements.sql" > "$folder/out" 2>&1 || {
  cat "$folder/out" >&2
  echo "No class archive: the statements above failed." >&2
  exit 1
}
if [ -f "$CLASS_ARCHIVE.part" ]; then
  mv "$CLASS_ARCHIVE.part" "$CLASS_ARCHIVE"
  printf '%s\n' "$signature" > "$BLINK_HOME/classes/signature"
else
  echo "No class archive: the Java at $JAVA does not make any." >&2
fi
