#!/bin/sh
# SPDX-License-Identifier: MIT
# nodes.sh [BUILD]: two faqd that share a database, and what they do when it is
# away; postgres.sh runs it beside a server. Prints what fails and, last, "N
# passed, N failed".
set -u
build=$(realpath "${1:-build}")
top=$(realpath "$(dirname "$0")/../..")
server=${TEST_POSTGRES:?run it by tests/store/postgres.sh}
# shellcheck source=tests/shell.sh
. "$top/tests/shell.sh"
unset FAQD_DATABASE FAQD_DATABASE_PASSWORD_FILE RUNTIME_DIRECTORY
TRIES=600 # of a tenth of a second at least

# until_true COMMAND...: false when it does not come true
until_true() {
	tries=$TRIES
	while ! "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		timeout 0.1 tail -f /dev/null
	done
	return 0
}
# start N FLAG...: its port is in port
start() {
	log=node$1
	shift
	[ $# != 0 ] || set -- --trusted 127.0.0.0/8
	: >"$log" # what stands there of the one before is not this one's
	"$build/faqd" --content "$top/tests/server/content" --port 0 \
		--control none --database "$server" --log-format text "$@" \
		>"$log" 2>&1 &
	pids="$pids $!"
	until_true grep -q serving "$log"
	judge $? "$log serves"
	port=$(sed -n 's|.*http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$log" |
		head -n 1)
}
# ask PORT TEXT [SESSION]: the body is in out, the seconds in took
ask() {
	took=$(curl -s -m 5 -o out -w '%{time_total}' \
		-H 'Content-Type: application/json' \
		-d "{\"text\":\"$2\"${3:+,\"session\":\"$3\"}}" \
		"http://127.0.0.1:$1/v1/ask")
}
# quick NAME: it was answered, sooner than a database could have failed
quick() {
	grep -q '"verdict"' out && echo "$took" | awk '{ exit $1 >= 2 }'
	judge $? "$1 ($took s)"
}
stored() {
	psql -qXAt "$server" -c "SELECT question FROM faqd.turns
		WHERE question LIKE 'number %' ORDER BY id" | tr '\n' ' '
}
has() {
	[ "$(stored)" = "$1" ]
}
ready() {
	curl -s "http://127.0.0.1:$1/readyz" | grep -q "\"store\":{\"status\":\"$2\""
}
control() {
	"$top/tests/store/postgres.sh" --control "$1"
}

run 3 'a database that is not there is no start' "$build/faqd" \
	--control none --content "$top/tests/server/content" --port 0 \
	--database "$server&dbname=nowhere"
says 'and it says what to do' 'the server must be up and let faqd in' err

# An address that asks on two nodes has no more than one would give it.
start 1 --trusted 192.0.2.1 --question-burst 5 --questions-per-minute 5
one=$port
start 2 --trusted 192.0.2.1 --question-burst 5 --questions-per-minute 5
two=$port
for i in 1 2 3; do
	ask "$one" hello
	quick "question $i of one node is answered"
done
refused() {
	ask "$two" hello
	grep -q '"status":429' out
}
until_true refused
judge $? 'the other node has heard of them'
ask "$two" hello
grep -q '"status":429' out
judge $? 'and goes on to refuse'
asked=$(psql -qXAt "$server" -c 'SELECT count(*) FROM faqd.turns')
[ "$asked" -le 8 ]
judge $? "it was $asked questions at most"
# shellcheck disable=SC2086 # numbers
kill $pids
wait
pids=

start 1
one=$port
start 2
two=$port
ask "$one" hello
session=$(sed -n 's/.*"session":"\([^"]*\)".*/\1/p' out)
[ -n "$session" ]
judge $? 'a visitor comes to one node'
ask "$two" 'number 1' "$session"
quick 'and is taken up by the other'
silent 'which believes the session' expired
until_true has 'number 1 '
judge $? 'what was asked is stored'
[ "$(psql -qXAt "$server" -c 'SELECT count(*) FROM (SELECT 1
	FROM faqd.turns GROUP BY visitor HAVING count(*) = 2) AS t')" = 1 ]
judge $? 'as one visitor of both nodes'

control crash
for i in 2 3 4; do
	ask "$one" "number $i"
	quick "question $i is answered without a database"
done
until_true ready "$one" degraded
judge $? 'the node says that nothing is recorded'
grep -q 'nothing is recorded just now' node1
judge $? 'its log, too'
run 3 'a node without a key of its own does not start meanwhile' \
	"$build/faqd" --control none --content "$top/tests/server/content" \
	--port 0 --database "$server"
says 'and says what to do' 'name one with state-key-file' err
control start
until_true has 'number 1 number 2 number 3 number 4 '
judge $? 'what was asked meanwhile is stored, once'
until_true ready "$one" ok
judge $? 'the node says that it is well again'

control freeze
for i in 5 6; do
	ask "$two" "number $i"
	quick "question $i is answered beside a database that stands still"
done
control thaw
until_true has 'number 1 number 2 number 3 number 4 number 5 number 6 '
judge $? 'what was asked meanwhile is stored, once, too'
summary
