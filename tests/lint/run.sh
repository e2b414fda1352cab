#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh [-C FOLDER] LIBRARY [CHECK...]: the house rules over FOLDER/src and
# FOLDER/tests. A finding is a line "file:line: what"; a line that begins with
# "note: " is one that does not fail the run. CHECKs are the functions below,
# check_NAME; without any, all of them run.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 3
root=.
[ "${1-}" = -C ] && root=$2 && shift 2
library=${1:?the library to look into}
case $library in /*) ;; *) library=$PWD/$library ;; esac
shift
cd "$root" || exit 3
out=$(mktemp) || exit 3
trap 'rm -f "$out"' EXIT

c_files() {
	find src tests -name '*.[ch]' 2>/dev/null | sort
}

# The arrow core <- proto, store, desk <- server, cli; and who may know which
# library. layers.awk has the table.
check_layers() {
	find src -name '*.[ch]' | sort | xargs awk -f "$here/layers.awk"
}

# What overflows, keeps state or reads the clock behind our back, and goto.
check_banned() {
	c_files | xargs awk -f "$here/banned.awk"
}

check_length() {
	c_files | while read -r file; do
		lines=$(wc -l <"$file")
		if [ "$lines" -gt 500 ]; then
			echo "$file:1: $lines lines, 500 is the most; split it"
		elif [ "$lines" -gt 400 ]; then
			echo "note: $file:1: $lines lines, aim for 400"
		fi
	done
}

# A function is what stands between braces of their own in the first column.
check_functions() {
	c_files | xargs awk '
	/^\{$/ { start = FNR }
	/^\}$/ && start {
		lines = FNR - start - 1
		if (lines > 60 && FILENAME ~ /^src/)
			printf "%s:%d: a function of %d lines, 60 is the most\n",
				FILENAME, start, lines
		else if (lines > 60)
			printf "note: %s:%d: a function of %d lines\n",
				FILENAME, start, lines
		start = 0
	}'
}

check_headers() {
	find src tests -name '*.h' | sort | while read -r file; do
		# those of tests lean on cmocka, which must come first
		case $file in tests/unit/*) continue ;; esac
		gcc -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror \
			-Wno-unused -Isrc -Itests -fsyntax-only -x c "$file" \
			2>&1 | sed -n '/error/p' | head -n 1
	done
}

check_spdx() {
	find src tests .ci Makefile \( -name '*.[ch]' -o -name '*.sh' -o \
		-name '*.js' -o -name '*.css' -o -name '*.awk' -o -name run -o \
		-name Makefile \) -type f 2>/dev/null | sort |
		while read -r file; do
			head -n 3 "$file" | grep -q 'SPDX-License-Identifier' ||
				echo "$file:1: no SPDX line"
		done
}

# Whatever the engine calls that core-symbols.txt does not name.
check_symbols() {
	nm -u "$library" 2>/dev/null | awk '$1 == "U" { print $2 }' |
		sort -u >"$out.used"
	nm --defined-only "$library" 2>/dev/null |
		awk 'NF == 3 { print $3 }' | sort -u >"$out.own"
	comm -23 "$out.used" "$out.own" |
		sed 's/^__\(.*\)_chk$/\1/; s/^__isoc99_//' |
		grep -vxFf "$here/core-symbols.txt" |
		grep -v '^pcre2_.*_8$\|^cmark_\|^utf8proc_\|^__asan\|^__ubsan' |
		sed 's/.*/libfaq.a:0: the engine calls &; see core-symbols.txt/'
	rm -f "$out.used" "$out.own"
}

# Data that can change. page.c has cmark's allocator, a table that cmark wants
# without const, and the thread's memory that it works with.
check_globals() {
	nm -f sysv "$library" 2>/dev/null | awk -F '|' '
	$3 ~ /[bBdDcC]/ && $7 !~ /data\.rel\.ro/ {
		gsub(/ /, "", $1)
		if ($1 != "page_allocator" && $1 != "page_memory" &&
		    $1 !~ /^__|^\.L|asan|ubsan/)
			print "libfaq.a:0: a global that can change: " $1
	}'
}

check_format() {
	c_files | xargs clang-format --dry-run -Werror 2>&1 |
		sed -n 's/: error: code should be.*/: not as clang-format has it/p'
}

check_cppcheck() {
	cppcheck -q -j2 --std=c11 --enable=warning,performance,portability \
		--inline-suppr --suppressions-list="$here/cppcheck.txt" \
		--template='{file}:{line}: {message} [{id}]' \
		-Isrc src 2>&1
}

check_shell() {
	find . -name build -prune -o -name .git -prune -o -type f \
		\( -name '*.sh' -o -path './.ci/run' \) -print | sort |
		xargs -r shellcheck -x -f gcc
}

findings=0
[ $# != 0 ] || set -- layers banned length functions headers spdx symbols \
	globals format cppcheck shell
for check; do
	"check_$check" >"$out"
	count=$(grep -vc '^note: ' "$out")
	findings=$((findings + count))
	if [ "$count" = 0 ]; then
		echo "ok   $check"
	else
		echo "FAIL $check: $count"
	fi
	sed 's/^/     /' "$out"
done
echo "$findings findings"
[ "$findings" = 0 ]
