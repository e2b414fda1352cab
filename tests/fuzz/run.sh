#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh FOLDER SECONDS: runs each FOLDER/fuzz_X for so long over the seeds of
# tests/fuzz/corpus/X. What it finds on the way stays in FOLDER/corpus/X, a
# crash in FOLDER/crash-X-*.
set -u
folder=$1 seconds=$2 failed=0 passed=0
log=$(mktemp) || exit 3
trap 'rm -f "$log"' EXIT

for target in "$folder"/fuzz_*; do
	name=${target##*/fuzz_}
	case $name in *.d) continue ;; esac
	found=$folder/corpus/$name
	mkdir -p "$found"
	limit=-max_len=4096
	[ -s "tests/fuzz/$name.options" ] &&
		limit=$(cat "tests/fuzz/$name.options")
	# shellcheck disable=SC2086 # several options
	if "$target" $limit -max_total_time="$seconds" -timeout=10 \
		-rss_limit_mb=2560 -artifact_prefix="$folder/crash-$name-" \
		-print_final_stats=1 "$found" "tests/fuzz/corpus/$name" \
		>"$log" 2>&1; then
		passed=$((passed + 1))
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
		echo "ok   fuzz_$name, $seconds s, $runs runs"
	else
		failed=$((failed + 1))
		echo "FAIL fuzz_$name"
		tail -n 60 "$log"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
