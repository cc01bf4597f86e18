#!/usr/bin/env bash
# Events in ClickHouse: two servers of the distribution's own package run as shards
# on loopback, are loaded with the same files as the library, and must answer every
# question alike. The tests start and end the servers themselves.
set -euo pipefail
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8

if [ "$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi
if ! command -v clickhouse-server >/dev/null; then
	$sudo apt-get update -qq
	$sudo apt-get install -y -qq --no-install-recommends clickhouse-server >/dev/null
fi

go vet -tags clickhouse ./core/events/cluster
go test -count=1 -tags clickhouse -timeout 20m ./core/events/cluster
