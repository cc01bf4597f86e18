#!/usr/bin/env bash
# The import of events beside pandas read_csv and plain DuckDB, on one file in one
# run. CI does not run it: pandas is Debian's, and a figure needs a machine at rest.
# FAIRWEATHER_EVENTS says of how many events the file is; a million without it.
set -euo pipefail
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8

if [ "$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi
if ! /usr/bin/python3 -c 'import pandas' 2>/dev/null; then
	$sudo apt-get update -qq
	$sudo apt-get install -y -qq --no-install-recommends python3-pandas >/dev/null
fi

FAIRWEATHER_PANDAS=/usr/bin/python3 FAIRWEATHER_EVENTS="${FAIRWEATHER_EVENTS:-1000000}" \
	go test -run '^$' -bench Import -benchtime "${1:-3x}" ./core/events
