# SPDX-License-Identifier: MIT
# npm.sh: for tests in JavaScript against a faqd of their own; sourced.
#
#	npm_begin NAME       installs tests/NAME's packages, by its lock file and
#	                     without running their scripts, to build/npm-NAME, and
#	                     goes there: a package is found from where a test stands
#	npm_faqd BUILD OPTIONS...   starts BUILD/faqd on a free port; $FAQD is its
#	                     address; it ends with the shell
#
# shellcheck shell=sh

top=$(cd "$(dirname "$0")/../.." && pwd)
said=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || :; rm -rf "$said"' EXIT

npm_begin() {
	mkdir -p "$top/build/npm-$1"
	cp "$top/tests/$1"/*.mjs "$top/tests/$1/package.json" \
		"$top/build/npm-$1"
	cd "$top/build/npm-$1" || exit 3
	cmp -s "$top/tests/$1/package-lock.json" package-lock.json && return
	cp "$top/tests/$1/package-lock.json" .
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || {
		rm -f package-lock.json
		exit 3
	}
}

npm_faqd() {
	program=$1/faqd
	shift
	mkfifo "$said/fifo"
	"$program" --port 0 --trusted 127.0.0.1 "$@" \
		>"$said/fifo" 2>"$said/log" &
	server=$!
	read -r line <"$said/fifo"
	FAQD=$(echo "$line" | sed -n 's|.*\(http://[0-9.:]*\).*|\1|p')
	export FAQD
	[ -n "$FAQD" ] && return
	echo "Bail out! faqd says '$line'"
	cat "$said/log"
	exit 1
}
