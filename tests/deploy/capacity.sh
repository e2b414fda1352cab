#!/bin/sh
# SPDX-License-Identifier: MIT
# capacity.sh: the table of CAPACITY.md is what the simulation prints, and the
# simulation follows its constants.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 3
. "$top/tests/shell.sh"
model=$top/deploy/capacity.awk

run 0 'a day is played' awk -f "$model"
cp out table
grep -vxFf "$top/deploy/CAPACITY.md" table >out
[ -s table ] && [ ! -s out ]
judge $? 'each line stands in CAPACITY.md'

run 0 'the same day again' awk -f "$model"
cmp -s out table
judge $? 'is the same'

# nodes CONSTANT: how many the last row needs
nodes() {
	awk -v "$1" -f "$model" | awk -F '|' 'END { print $8 + 0 }'
}
[ "$(nodes connections=50000)" -lt "$(nodes connections=10000)" ]
judge $? 'more connections a node, fewer nodes'
[ "$(nodes talkers=0.6)" -gt "$(nodes talkers=0.3)" ]
judge $? 'more talkers, more nodes'
run 0 'a slow database' awk -v writes=100 -f "$model"
says 'gives first' "| 10000000 .*writes |$"
run 0 'a small disk' awk -v disk_gb=10 -f "$model"
says 'gives first' "| 10000000 .*size |$"
summary
