#!/bin/bash
# Drives the real window on a virtual display and checks what is on disk.
#   .ci/window.sh PROGRAM [FOLDER FOR PICTURES]
# It answers the welcome, changes the question, adds a record, edits it, undoes
# that, quits, and opens the window again. Everything goes by keyboard.
set -euo pipefail

program=$(realpath "$1")
pictures=${2:-}
work=$(mktemp -d)
pids=()
finish() {
	for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT

fail() {
	echo "window: $1" >&2
	[ -n "$pictures" ] && import -window root "$pictures/failed.png" || true
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
mkdir -p "$HOME"
file=$XDG_DATA_HOME/fairweather/cases/russia-iran.fairweather

# until DOES HOW: waits until a command succeeds, half a minute at most.
until_() {
	local what=$1
	shift
	for _ in $(seq 300); do
		if "$@" >/dev/null 2>&1; then return; fi
		kill -0 "$window" 2>/dev/null || fail "the program ended while waiting until $what"
		sleep 0.1
	done
	fail "waited in vain until $what"
}

picture() { if [ -n "$pictures" ]; then sleep 0.5; import -window root "$pictures/$1.png"; fi; }
holds() { "$program" export "$file" 2>/dev/null | grep -qF "$1"; }
lacks() { "$program" export "$file" >"$work/export" 2>/dev/null && ! grep -qF "$1" "$work/export"; }
press() { xdotool key --clearmodifiers "$@"; sleep 0.4; }
write() { xdotool type --delay 15 "$1"; sleep 0.3; }

start() {
	: >"$work/log"
	"$program" >"$work/log" 2>&1 &
	window=$!
	pids+=("$window")
	until_ "the window is there" xdotool search --onlyvisible --name 'Fairweather'
}

quiet() {
	if grep -Eq 'panic|Fyne error|goroutine' "$work/log"; then fail "the program complained"; fi
}

began=$(date +%s%N)
start
echo "window: on the screen after $((($(date +%s%N) - began) / 1000000)) ms"
until_ "the working copy is made" test -s "$file"
sleep 2
picture welcome

write 'Window Tester'
press Return
picture answer

press ctrl+t
write 'Mar 2015'
press Return
picture question

press ctrl+shift+n
write 'A note of the window test'
press ctrl+Return
until_ "the new note is on disk" holds 'A note of the window test'
picture added

press ctrl+e
press ctrl+a
write 'The same note, mended'
picture form
press ctrl+Return
until_ "the edit is on disk" holds 'The same note, mended'

press ctrl+z
until_ "the edit is undone on disk" holds 'A note of the window test'
press ctrl+z
until_ "the note is gone from disk" lacks 'A note of the window test'
picture undone
press ctrl+y
until_ "the note is back on disk" holds 'A note of the window test'

for page in 2 3 4 1; do press "ctrl+$page"; picture "page-$page"; done
press ctrl+k
write 'snapback'
picture find
press Return
picture found

resident=$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$window/status")
echo "window: $resident MB resident"
quiet
press ctrl+q
for _ in $(seq 100); do kill -0 "$window" 2>/dev/null || break; sleep 0.1; done
wait "$window" || fail "the program ended with an error"

"$program" check "$file" >"$work/check" || { cat "$work/check" >&2; fail "the case has errors"; }
preferences=$(find "$XDG_CONFIG_HOME" -name preferences.json)
grep -q '2015-03-31' "$preferences" || fail "the question is not remembered"
grep -q 'Window Tester' "$preferences" || fail "the name is not remembered"
if command -v sqlite3 >/dev/null; then
	acts=$(sqlite3 "$file" "SELECT group_concat(act) FROM (SELECT act FROM edit ORDER BY seq)")
	[ "$acts" = create,edit,edit,undo,undo,redo ] || fail "the file holds the edits $acts"
	who=$(sqlite3 "$file" "SELECT analyst FROM edit ORDER BY seq DESC LIMIT 1")
	[ "$who" = 'Window Tester' ] || fail "the edits are of $who"
fi

start
sleep 2
picture next-day
quiet
press ctrl+q
for _ in $(seq 100); do kill -0 "$window" 2>/dev/null || break; sleep 0.1; done
wait "$window" || fail "the program ended with an error the second time"
holds 'A note of the window test' || fail "the note is not there the next day"
echo "window: all is well"
