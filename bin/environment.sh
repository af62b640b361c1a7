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

if [ -n "${JAVA_HOME:-}" ]; then
  JAVA=$JAVA_HOME/bin/java
else
  JAVA=$(command -v java || true)
fi
if [ -z "$JAVA" ] || [ ! -x "$JAVA" ]; then
  echo "No Java found: install a JDK 17 or newer, or set JAVA_HOME." >&2
  exit 1
fi

JVM_OPTIONS=(
  -XX:+UseG1GC
  -XX:+ExitOnOutOfMemoryError
  -Xshare:auto
  -Dlog4j2.configurationFile="$BLINK_CONF_DIR/log4j2.properties"
  -Dpicocli.ansi="${BLINK_ANSI:-auto}"
)
if [ -t 2 ]; then
  JVM_OPTIONS+=(-Dblink.terminal=true)
fi
if [ -t 0 ]; then
  JVM_OPTIONS+=(-Dblink.terminal.input=true)
fi
# Options of the user's: heap of the local engine, debugging.
read -r -a user_options <<< "${BLINK_JVM_OPTIONS:-}"
JVM_OPTIONS+=("${user_options[@]}")

BLINK_CLASSPATH="$BLINK_CONF_DIR:$BLINK_HOME/lib/*"
