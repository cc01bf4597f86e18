#!/bin/bash
# Visits every page of the real window on a virtual display, at 1280x800, in
# light and in dark, and keeps a picture of each.
#   .ci/tour.sh PROGRAM FOLDER
# It fails on a page that is blank. What is cut or outside the window is found
# by TestTour of package gui, which knows the boxes.
set -euo pipefail

program=$(realpath "$1")
pictures=$2
mkdir -p "$pictures"
work=$(mktemp -d)
pids=()
finish() {
	for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT

fail() {
	echo "tour: $1" >&2
	[ -s "$work/log" ] && sed 's/^/  /' "$work/log" >&2
	exit 1
}

mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display" 2>/dev/null &
pids+=($!)
read -r number <"$work/display"
export DISPLAY=:$number
export HOME=$work/home XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config XDG_CACHE_HOME=$work/cache LANG=C
unset WAYLAND_DISPLAY
mkdir -p "$HOME" "$XDG_CONFIG_HOME/fyne/app.fairweather.desktop"

for mode in light dark; do
	printf '{"theme":"%s","welcomed":true,"analyst":"Tour","window width":1280,"window height":800}' "$mode" \
		>"$XDG_CONFIG_HOME/fyne/app.fairweather.desktop/preferences.json"
	: >"$work/log"
	"$program" >"$work/log" 2>&1 &
	window=$!
	pids+=("$window")
	for _ in $(seq 300); do
		xdotool search --onlyvisible --name 'Fairweather' >/dev/null 2>&1 && break
		kill -0 "$window" 2>/dev/null || fail "the program ended before its window was there"
		sleep 0.1
	done
	sleep 2
	n=0 # the finder opens pages by name
	for page in Answer Timeline Pledges Moments Balance Events Readings "What if" Read Sources Brief Records Compare Votes Forecasts History; do
		n=$((n + 1))
		xdotool key --clearmodifiers ctrl+k
		sleep 0.4
		xdotool type --delay 10 "$page page"
		sleep 0.5
		xdotool key Return
		sleep 1.2
		picture=$(printf '%s/%s-%02d-%s.png' "$pictures" "$mode" "$n" "$(tr ' A-Z' '-a-z' <<<"$page")")
		import -window root "$picture"
		colours=$(convert "$picture" -crop 760x600+180+100 +repage -format '%k' info:)
		[ "$colours" -ge 12 ] || fail "$page in $mode is blank: $colours colours"
		kill -0 "$window" 2>/dev/null || fail "the program ended on the page $page"
	done
	if grep -Eq 'panic|Fyne error|goroutine' "$work/log"; then fail "the program complained"; fi
	xdotool key --clearmodifiers ctrl+q
	for _ in $(seq 100); do kill -0 "$window" 2>/dev/null || break; sleep 0.1; done
	wait "$window" || fail "the program ended with an error"
done
echo "tour: every page was seen"
