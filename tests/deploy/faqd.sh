# SPDX-License-Identifier: MIT
# faqd.sh: a faqd of a test's own, for scripts that have sourced shell.sh.
#
#	begin_faqd NAME PROGRAM OPTIONS...   starts it on a free port; $address is
#		HOST:PORT, $pid its process, NAME.log what it logs; it ends with
#		the shell
#
# shellcheck shell=sh

begin_faqd() {
	name=$1
	shift
	rm -f "$name.said"
	mkfifo "$name.said"
	"$@" >"$name.said" 2>"$name.log" &
	pid=$!
	pids="$pids $pid"
	# the first line names the address; it comes when faqd listens
	read -r line <"$name.said"
	address=$(echo "$line" | sed -n 's|.*https*://\([0-9.]*:[0-9]*\).*|\1|p')
	[ -n "$address" ] && return
	echo "faqd says '$line'"
	cat "$name.log"
	exit 3
}

# ask_http ADDRESS QUESTION CURL-OPTION...: the answer goes to out
ask_http() {
	to=$1
	question=$2
	shift 2
	run 0 "asked '$question' at $to" curl -sS --fail --max-time 10 "$@" \
		-H 'Content-Type: application/json' \
		-d "{\"text\": \"$question\"}" "$to/v1/ask"
}
