#!/bin/sh
# SPDX-License-Identifier: MIT
# shell.sh: what the tests of a command from outside share. Source it with every
# path of the command line made absolute: it goes on in an empty folder, $work,
# which is removed in the end, and then stops the processes named in $pids.
work=$(mktemp -d) || exit 3
pids=
# shellcheck disable=SC2086 # no process, no word
trap 'kill $pids 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 3
passed=0 failed=0
LC_ALL=C.UTF-8
export LC_ALL
unset NO_COLOR COLUMNS LANGUAGE

good() {
	passed=$((passed + 1))
}

# bad WHAT: shows the end of out and err, where there are some
bad() {
	failed=$((failed + 1))
	printf 'FAILED: %s\n' "$1"
	for file in out err; do
		[ ! -s "$file" ] || tail -n 60 "$file" | sed 's/^/    /'
	done
}

# judge CODE NAME: 0 is good
judge() {
	if [ "$1" -eq 0 ]; then
		good
	else
		bad "$2"
	fi
}

# run CODE NAME COMMAND...: the exit code; output stays in out and err
run() {
	want=$1
	name=$2
	shift 2
	"$@" >out 2>err </dev/null
	code=$?
	[ "$code" -eq "$want" ]
	judge $? "$name (exit $code, not $want)"
}

# says NAME PATTERN [FILE]: a line of out (or FILE) matches the basic regex
says() {
	grep -q -- "$2" "${3:-out}"
	judge $? "$1: nothing matches $2"
}

# silent NAME PATTERN [FILE]: no line matches; FILE is there
silent() {
	[ -e "${3:-out}" ] && ! grep -q -- "$2" "${3:-out}"
	judge $? "$1: a line matches $2, or there is no ${3:-out}"
}

# The last line; false unless all went well
summary() {
	printf '%d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
