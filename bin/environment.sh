# Sourced by the other scripts: finds the Blink folder, Java and the class path. In a source checkout the folder is the one that the build unpacks.

script_folder=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
BLINK_HOME=${BLINK_HOME:-$(dirname "$script_folder")}
if [ ! -d "$BLINK_HOME/lib" ]; then
  built=$(ls -d "$BLINK_HOME"/dist/target/blink-*/blink-*/ 2>/dev/null | head -n 1)
  if [ -z "$built" ]; then
    echo "Blink is not built: run 'mvn -q package -DskipTests' in $BLINK_HOME first." >&2
    exit 1
  fi
  BLINK_HOME=${built%/}
fi
export BLINK_HOME
export BLINK_CONF_DIR=${BLINK_CONF_DIR:-$BLINK_HOME/conf}

if [ -z "${JAVA_HOME:-}" ]; then
  JAVA=$(command -v java || true)
  [ -z "$JAVA" ] || JAVA=$(readlink -f "$JAVA")
else
  JAVA=$JAVA_HOME/bin/java
fi
if [ -z "$JAVA" ] || [ ! -x "$JAVA" ]; then
  echo "No Java found: install a JDK 17 or newer, or set JAVA_HOME." >&2
  exit 1
fi

BLINK_LOG_DIR=${BLINK_LOG_DIR:-${HOME:-/tmp}/.blink}
log_file=/dev/null
if mkdir -p "$BLINK_LOG_DIR" 2>/dev/null && [ -w "$BLINK_LOG_DIR" ]; then
  log_file=$BLINK_LOG_DIR/blink.log
fi

JVM_OPTIONS=(
  -XX:+UseG1GC
  -XX:+ExitOnOutOfMemoryError
  # Warnings of the JVM itself go where they do not mix with results.
  -Xlog:disable
  -Xlog:all=error:stderr
  -Dblink.plugins.folder="$BLINK_HOME/plugins"
  -Dlog4j2.configurationFile="$BLINK_CONF_DIR/log4j2.properties"
  -Dblink.log.file="$log_file"
  -Dpicocli.ansi="${BLINK_ANSI:-auto}"
)
if [ -t 2 ]; then
  JVM_OPTIONS+=(-Dblink.terminal=true)
fi
if [ -t 0 ]; then
  JVM_OPTIONS+=(-Dblink.terminal.input=true)
fi

# Classes that bin/class-archive.sh prepared for this very Java and these very jars: after a copy of the folder or another Java they are made again, once,
# behind the first command (BLINK_CLASS_ARCHIVE=off forbids it).
CLASS_ARCHIVE=
java_release=$(dirname "$(dirname "$JAVA")")/release
if [ -f "$java_release" ]; then
  CLASS_ARCHIVE=$BLINK_HOME/classes/$(sed -nE 's/^JAVA_RUNTIME_VERSION="(.*)"$/\1/p' "$java_release").jsa
  # What the JVM compares: paths, sizes, times.
  class_jars=$(stat -L -c '%n %s %Y' "$BLINK_HOME"/lib/*.jar)
  if [ -f "$CLASS_ARCHIVE.jars" ] && [ "$(< "$CLASS_ARCHIVE.jars")" = "$class_jars" ]; then
    [ ! -f "$CLASS_ARCHIVE" ] || JVM_OPTIONS+=(-XX:SharedArchiveFile="$CLASS_ARCHIVE")
  elif [ "${BLINK_CLASS_ARCHIVE:-auto}" = auto ] && [ -w "$BLINK_HOME" ]; then
    nice -n 19 setsid "$BLINK_HOME/bin/class-archive.sh" --behind < /dev/null > /dev/null 2>&1 &
  fi
fi

# The compiler for long runs costs more than it gives in a process that only talks to a cluster.
SHORT_RUN=(-XX:TieredStopAtLevel=1)

# Options of the user's: heap of the local engine, debugging.
read -r -a user_options <<< "${BLINK_JVM_OPTIONS:-}"

BLINK_CLASSPATH="$BLINK_HOME/lib/*"
