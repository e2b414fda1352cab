#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh LABEL=COMMAND...: runs each command, shows one line for it, the whole
# output of what failed, and at the end the sum as "N passed, N failed".
#
# A command counts its tests by cmocka's summary, by TAP, or by its own last
# line "N passed, N failed"; one that prints none of these counts as one test.
# A command that ends badly without naming a failed test counts as one, and so
# does one that ran nothing.
set -u

# Tests ask for more memory than there is, and want to hear so.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}allocator_may_return_null=1
export ASAN_OPTIONS

log=$(mktemp) || exit 3
trap 'rm -f "$log"' EXIT
passed=0 failed=0

# "passed failed" of the output in $log
count() {
	awk '
	/^\[  PASSED  \] [0-9]+ test/ { good += $4; seen = 1 }
	/^\[  FAILED  \] [0-9]+ test/ { bad += $4; seen = 1 }
	/^ok /                        { tap_good++ }
	/^not ok /                    { tap_bad++ }
	/^[0-9]+ passed, [0-9]+ failed$/ { own_good = $1; own_bad = $3; own = 1 }
	END {
		if (own) print own_good, own_bad
		else if (seen) print good + 0, bad + 0
		else if (tap_good + tap_bad) print tap_good + 0, tap_bad + 0
		else print "none none"
	}' "$log"
}

run() {
	label=$1 command=$2 start=$(date +%s)
	sh -c "$command" >"$log" 2>&1 </dev/null
	code=$?
	counts=$(count)
	good=${counts% *} bad=${counts#* }
	if [ "$good" = none ]; then
		good=$((code == 0)) bad=$((code != 0))
	elif [ "$bad" = 0 ] && { [ "$code" != 0 ] || [ "$good" = 0 ]; }; then
		bad=1
	fi
	passed=$((passed + good)) failed=$((failed + bad))
	if [ "$bad" != 0 ]; then
		printf 'FAIL %-28s %5d passed, %d failed, exit %d\n' \
			"$label" "$good" "$bad" "$code"
		sed 's/^/     | /' "$log"
	else
		printf 'ok   %-28s %5d passed  %3ds\n' \
			"$label" "$good" $(($(date +%s) - start))
	fi
}

for job; do
	run "${job%%=*}" "${job#*=}"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
