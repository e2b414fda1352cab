#!/bin/sh
# SPDX-License-Identifier: MIT
# desks.sh [BUILD]: what an operator of support desks does: the outbox, and what
# `faqctl desk simulate` says when it can't. Prints what fails and, last,
# "N passed, N failed".
set -u
build=$(realpath "${1:-build}")
# shellcheck source=tests/shell.sh
. "$(dirname "$0")/../shell.sh"
faqctl=$build/faqctl
unset FAQD_DATABASE SECRET

# An outbox: one waits, one is dead, one was sent.
run 0 'a database is made' "$build/fill" x.db
sqlite3 x.db "
	INSERT INTO outbox(desk, visitor, conversation, body, verbatim,
		created_ms, next_ms, attempts, state, cause) VALUES
	('desk:support', x'01', 'c 1', CAST('{\"body\":\"one\"}' AS BLOB), 1,
		1767225600000, 1767225601000, 2, 'pending', '503'),
	('desk:support', x'01', 'c 2', CAST('{\"body\":\"two\"}' AS BLOB), 1,
		1767225600000, 1767225601000, 14, 'dead', '400'),
	('desk:support', x'01', '', x'', 1,
		1767225600000, 1767225601000, 1, 'done', '')"
judge $? 'an outbox is filled'
export FAQD_DATABASE=x.db

run 0 'the outbox is shown' "$faqctl" outbox list
says 'what waits: desk, state, tries, cause' \
	'^1  *support  *waits  *2026-01-01 00:00:00  *2  *503$'
says 'what is dead' '^2  *support  *dead .* 14  *400$'
silent 'what was sent is not shown' '^3'
silent 'no body is shown' 'one'
run 0 'the outbox as JSON' "$faqctl" outbox list --json
says 'a desk has the name of the desks file' '"desk":"support","state":"dead"'
run 0 'a message is shown' "$faqctl" outbox show 1
says 'with its conversation' '^conversation c 1$'
says 'with its body' '{"body":"one"}'

run 1 'what was sent is not there' "$faqctl" outbox show 3
says 'what has become of it' 'message 3 is not in the outbox: it was sent' err
run 1 'what waits is not to be tried again' "$faqctl" outbox retry 1
says 'it is not dead' 'message 1 is not dead, or not in the outbox' err
run 0 'what is dead is tried again' "$faqctl" outbox retry all
says 'it is counted' '^to be tried again: 1$'
run 0 'a message is dropped' "$faqctl" outbox drop 2
run 1 'it is gone' "$faqctl" outbox drop 2
run 0 'the rest is there' "$faqctl" outbox list
silent 'what was dropped is not' '^2'
run 0 'the last is dropped' "$faqctl" outbox drop 1
run 0 'an empty outbox' "$faqctl" outbox list
says 'it says so' '^the outbox is empty$'

# usage CODE NAME PATTERN COMMAND...: an error that says PATTERN
usage() {
	code=$1 name=$2 pattern=$3
	shift 3
	run "$code" "$name" "$faqctl" "$@"
	says "$name" "$pattern" err
}
usage 2 'outbox: nothing to do' 'say list, show ID, retry ID' outbox
usage 2 'outbox: a wrong word' "'lits' is nothing .* did you mean 'list'?" \
	outbox lits
usage 2 'outbox: show what?' "'show' takes the number of a message$" outbox show
usage 2 'outbox: no number' "takes the number of a message, not 'abc'$" \
	outbox show abc
usage 2 'outbox: a number too large' "not '99999999999999999999'$" \
	outbox show 99999999999999999999
usage 2 'outbox: drop all' "'drop' takes the number of a message, not 'all'$" \
	outbox drop all
usage 2 'outbox: retry what?' "the number of a message, or 'all'$" outbox retry
usage 2 'outbox: list one' "'list' takes nothing behind it, not '3'$" \
	outbox list 3
usage 2 'outbox: one at a time' "not '2'$" outbox show 1 2
usage 3 'outbox: no database' "cannot open 'none.db': no such file" \
	outbox list -d none.db
usage 2 'outbox: which database' 'with --database or in FAQD_DATABASE' \
	outbox list -d ''

# A desks file whose desk is far away
cat >desks.json <<'END'
{"desks": [
	{"name": "support", "kind": "zammad", "self": "1",
	 "url": "https://desk.example.org",
	 "secret-env": "SECRET", "token-env": "SECRET"},
	{"name": "room", "kind": "mattermost", "secret-env": "SECRET"}
]}
END
simulate() {
	code=$1 name=$2 pattern=$3
	shift 3
	usage "$code" "simulate: $name" "$pattern" desk simulate "$@"
}
usage 2 'desk: what?' 'say simulate NAME --desks FILE' desk
usage 2 'desk: a wrong word' 'say simulate NAME' desk simulat room
simulate 2 'whom?' 'say simulate NAME' --desks desks.json
simulate 2 'two' 'say simulate NAME' room support --desks desks.json
simulate 2 'no file' 'with --desks FILE$' room
simulate 3 'a file that is not there' "cannot read 'none.json': no such file" \
	room --desks none.json
simulate 3 'a secret that is not set' \
	"desks.json:4:17: error: the variable 'SECRET' is not set" \
	room --desks desks.json
export SECRET=sesame
simulate 3 'no such desk' "no desk 'rom' in the file, did you mean 'room'?" \
	rom --desks desks.json
simulate 3 'a desk elsewhere' "url is 'https://desk.example.org', and is" \
	support --desks desks.json
simulate 2 'no such check' "no check 'stael', did you mean 'stale'?" \
	room --desks desks.json --only stael
simulate 2 'nothing like a check' 'without --only each has a line' \
	room --desks desks.json --only xyzzy
for option in 'events 100001' 'duplicates 101' 'failing 91' 'seed -1' \
	'events x' 'failing '; do
	simulate 2 "$option" "--${option% *} is a number from 0 to" \
		room --desks desks.json "--${option% *}" "${option#* }"
done
simulate 3 'nobody there' "no faqd answers at 'http://127.0.0.1:1'; start" \
	room --desks desks.json --server http://127.0.0.1:1
simulate 3 'no address' "no faqd answers at 'nonsense'" \
	room --desks desks.json --server nonsense
simulate 3 'a trace that can not be written' "cannot write '/nowhere/t': no such file" \
	room --desks desks.json --trace /nowhere/t
summary
