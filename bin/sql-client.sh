#!/usr/bin/env bash
# The SQL shell.
exec "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/blink" sql "$@"
