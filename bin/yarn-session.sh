#!/usr/bin/env bash
# Starts, finds and ends sessions on YARN: yarn-session.sh -h tells more. HADOOP_CONF_DIR names the cluster.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/environment.sh"
exec "$JAVA" "${JVM_OPTIONS[@]}" "${SHORT_RUN[@]}" "${user_options[@]}" -cp "$BLINK_CLASSPATH" io.blink.client.yarn.YarnSessionCommand "$@"
