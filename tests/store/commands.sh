#!/bin/sh
# SPDX-License-Identifier: MIT
# commands.sh [BUILD]: the operator's commands on both databases, from outside;
# postgres.sh runs it beside a server. Prints what fails and, last, "N passed, N
# failed".
set -u
build=$(realpath "${1:-build}")
top=$(realpath "$(dirname "$0")/../..")
server=${TEST_POSTGRES:?run it by tests/store/postgres.sh}
# shellcheck source=tests/shell.sh
. "$top/tests/shell.sh"
faqctl=$build/faqctl
unset FAQD_DATABASE FAQD_DATABASE_PASSWORD_FILE RUNTIME_DIRECTORY
PATH=$PATH:$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V |
	tail -n 1)

cat >rows <<'END'
20778|1|none|faq.fees||where is my refund?
20779|2|none|faq.fees||Where is my refund
20780|4|answer|faq.fees|-|what are the fees
20780|4|answer|faq.fees|+|fees
20780|5|person|limit.person||let me talk to a person
END
# 20780 is 2026-11-23.
report() {
	"$faqctl" report --since 2026-11-01 --until 2026-11-23 "$@" |
		sed 1d
}
# database NAME: makes one; its address
database() {
	psql -qX "$server" -c "CREATE DATABASE $1" >/dev/null &&
		echo "$server" | sed "s|/postgres?|/$1?|"
}
ask() {
	psql -qXAt "$1" -c "$2"
}

# ---- a file ----
run 0 'a file is filled' sh -c "$build/fill x.db <rows"
run 2 'no action is a usage error' "$faqctl" store -d x.db
run 2 'an unknown action is one' "$faqctl" store save y.db -d x.db
run 2 'no database is one' "$faqctl" store backup y.db
says 'no database: the way is named' 'with --database or in FAQD' err
run 0 'a backup' "$faqctl" store backup copy.db -d x.db
says 'where it is' '^saved to copy.db$'
[ "$(stat -c %a copy.db)" = 600 ]
judge $? 'a backup is for its owner only'
run 3 'no backup is overwritten' "$faqctl" store backup copy.db -d x.db
says 'what is there is named' "'copy.db': it is there already" err
says 'how to replace it' '^--force replaces it$' err
run 0 'but by force' "$faqctl" store backup copy.db -d x.db --force
run 3 'a backup of nothing' "$faqctl" store backup z.db -d none.db
says 'nothing is named' "'none.db': no such file" err
[ ! -e z.db ] && [ ! -e none.db ]
judge $? 'nothing was made of nothing'

run 0 'something is lost' "$faqctl" erase -d x.db \
	00000004000000000000000000000000
run 3 'nothing is restored over a database' "$faqctl" store restore copy.db \
	-d x.db
report -d x.db >after
mkfifo hold
sqlite3 x.db <hold >told 2>&1 &
holder=$!
exec 3>hold
echo 'SELECT count(*) FROM turns;' >&3
while [ ! -s told ]; do :; done
run 3 'a database that is open is not replaced' "$faqctl" store restore \
	copy.db -d x.db --force
says 'why' "another program has it open; stop faqd first" err
exec 3>&-
wait $holder
report -d x.db >now
run 0 'it was left as it was' cmp after now
run 0 'a restore' "$faqctl" store restore copy.db -d x.db --force
report -d copy.db >before
report -d x.db >now
run 0 'all of it is back' cmp before now
run 0 'a restore where nothing was' "$faqctl" store restore copy.db -d y.db
cp copy.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 9999' >/dev/null
run 3 'a newer backup is refused' "$faqctl" store restore newer.db -d x.db \
	--force
says 'a newer backup: what to use' 'faqctl that came with that faqd' err
run 3 'another file is refused' "$faqctl" store restore rows -d x.db --force
says 'another file is named' "'rows': not a database" err

# ---- an upgrade that is taken back ----
run 0 'a backup before the upgrade' "$faqctl" store backup old.db -d x.db
sqlite3 x.db 'PRAGMA user_version = 9999' >/dev/null # as a newer faqd leaves it
run 3 'the older one does not touch what the newer has made' \
	"$faqctl" report -d x.db
says 'a newer database: why' 'made by a newer faqd' err
run 0 'the backup takes its place' "$faqctl" store restore old.db -d x.db --force
report -d x.db >now
run 0 'and all of it is back, once more' cmp before now

# ---- from a file to a server ----
first=$(database first)
run 3 'no report makes a store' "$faqctl" report -d "$first"
says 'there is none' 'there is no store in it' err
run 0 'a file is carried over' "$faqctl" store migrate "$first" -d x.db
says 'questions are counted' '^turns  *5 of 5$'
says 'feedback is counted' '^feedback  *2 of 2$'
report -d "$first" >there
run 0 'the report is the same' cmp before there
run 3 'nothing is carried twice' "$faqctl" store migrate "$first" -d x.db
says 'why not twice' 'there are rows in it already' err
run 3 'nothing is carried back' "$faqctl" store migrate z.db -d "$first"
run 3 'a password is not for a command line' "$faqctl" store migrate \
	postgresql://faqd:hunter2@db/faqd -d x.db
says 'what to do with it' 'a password does not belong into an address' err
silent 'it is not said again' hunter2 err

# ---- a server ----
run 0 'a key' "$faqctl" key add shop --scope ask -d "$first"
run 0 'keys' "$faqctl" key list -d "$first"
says 'the key is there' ' shop$'
run 0 'an outbox' "$faqctl" outbox list -d "$first"
says 'an empty one' 'the outbox is empty'
run 0 'a visitor is erased' "$faqctl" erase -d "$first" \
	00000001000000000000000000000000
says 'how many rows' '^erased 1 row of '
run 1 'and is not there any more' "$faqctl" erase -d "$first" \
	00000001000000000000000000000000
report -d "$first" >there

run 0 'a backup of a server' "$faqctl" store backup dump -d "$first"
[ "$(stat -c %a dump)" = 600 ]
judge $? 'a dump is for its owner only'
run 3 'no dump is overwritten' "$faqctl" store backup dump -d "$first"
second=$(database second)
run 3 'an empty database has nothing to save' "$faqctl" store backup dump2 \
	-d "$second"
run 0 'a restore into an empty one' "$faqctl" store restore dump -d "$second"
report -d "$second" >now
run 0 'all of it is there' cmp there now
run 0 'its keys too' "$faqctl" key list -d "$second"
says 'the key came along' ' shop$'
run 3 'a store is not replaced' "$faqctl" store restore dump -d "$second"
says 'how it would be' '^--force replaces it' err
ask "$second" 'DELETE FROM faqd.turns'
run 0 'but by force' "$faqctl" store restore dump -d "$second" --force
report -d "$second" >now
run 0 'all of it is there again' cmp there now
run 3 'what is no dump is refused' "$faqctl" store restore rows -d "$second" \
	--force
third=$(database third)
ask "$third" 'CREATE TABLE notes(x text)'
run 3 'a database without a store' "$faqctl" store backup dump3 -d "$third"
pg_dump --format=custom --file=other "$third"
run 3 'another dump is refused' "$faqctl" store restore other -d "$second" \
	--force
says 'it is none of ours' 'no backup of faqd' err
ask "$second" 'INSERT INTO faqd.faqd_schema VALUES(9999)'
pg_dump --format=custom --schema=faqd --file=newer "$second"
run 3 'a newer dump is refused' "$faqctl" store restore newer -d "$first" \
	--force
says 'a newer dump: what to use' 'faqctl that came with that faqd' err
report -d "$first" >now
run 0 'nothing was changed' cmp there now
run 3 'a newer store is not read' "$faqctl" report -d "$second"
run 3 'a server that is not there' "$faqctl" report -d \
	"postgresql://faqd@/x?host=$work"
says 'it is named' 'cannot open .*failed: No such file' err
summary
