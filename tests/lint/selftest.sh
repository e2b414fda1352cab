#!/bin/sh
# SPDX-License-Identifier: MIT
# Shows that each check of run.sh finds what it is there for, and lets pass
# what is fine. Checks whose tool is not installed are left out.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 3
tree=$(mktemp -d) || exit 3
trap 'rm -rf "$tree"' EXIT
passed=0 failed=0

fresh() {
	rm -rf "${tree:?}"/*
	mkdir -p "$tree/src/core" "$tree/src/server" "$tree/src/proto" \
		"$tree/src/cli" "$tree/src/store" "$tree/tests"
	cp "$here/../../.clang-format" "$tree/.clang-format"
}

# put FILE: its text comes on stdin, behind an SPDX line
put() {
	{ echo '/* SPDX-License-Identifier: MIT */' && cat; } >"$tree/$1"
}

verdict() {
	if [ "$1" = "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $3: expected $1, got $2"
		cat "$tree/out"
	fi
}

# finds CHECK WORDS: the check fails and says so
finds() {
	code=0
	"$here/run.sh" -C "$tree" "$tree/libfaq.a" "$1" >"$tree/out" || code=$?
	grep -q -- "$2" "$tree/out" || code="$code without '$2'"
	verdict 1 "$code" "$1 on a bad sample"
}

passes() {
	code=0
	"$here/run.sh" -C "$tree" "$tree/libfaq.a" "$1" >"$tree/out" || code=$?
	verdict 0 "$code" "$1 on a good sample"
}

# library: core/a.c as libfaq.a
library() {
	gcc -std=c11 -fPIE -c -o "$tree/a.o" "$tree/src/core/a.c" &&
		ar rcs "$tree/libfaq.a" "$tree/a.o"
}

layers() {
	fresh
	put src/core/page.c <<-'END'
		#include "page.h"
		#include <cmark.h>
	END
	put src/core/pattern_regex.c <<-'END'
		#include <pcre2.h>
	END
	put src/server/a.c <<-'END'
		#include "core/faq.h"
		#include "proto/json.h"
		#include "store/store.h"
		#include <libwebsockets.h>
	END
	put src/store/sqlite.c <<-'END'
		#include "store/sqlite.h"
		#include <sqlite3.h>
		static const char *sql = "SELECT a FROM b";
	END
	passes layers
	for sql in 'SELECT a FROM b' 'DELETE FROM b' 'PRAGMA x'; do
		fresh
		echo "static const char *sql = \"$sql\";" | put src/server/a.c
		finds layers "a.c:2: SQL"
	done
	while IFS='|' read -r file include; do
		fresh
		echo "#include $include" | put "$file"
		finds layers "${file##*/}:2"
	done <<-'END'
		src/core/a.c|"proto/json.h"
		src/core/a.c|"server/log/log.h"
		src/core/a.c|<pcre2.h>
		src/core/pattern.c|<cmark.h>
		src/core/a.c|<cjson/cJSON.h>
		src/proto/a.c|"core/page.h"
		src/proto/a.c|"server/log/log.h"
		src/cli/a.c|"server/log/log.h"
		src/server/a.c|"cli/term.h"
		src/server/a.c|"core/match.h"
		src/cli/a.c|<libwebsockets.h>
		src/server/a.c|<cjson/cJSON.h>
		src/server/a.c|"../core/faq.h"
		src/server/a.c|"store/sqlite.h"
		src/server/a.c|<sqlite3.h>
		src/server/a.c|<postgresql/libpq-fe.h>
		src/store/a.c|<postgresql/libpq-fe.h>
		src/store/a.c|"server/log/log.h"
		src/store/a.c|"proto/json.h"
	END
	fresh
	mkdir "$tree/src/fresh"
	echo '#include "core/faq.h"' | put src/fresh/a.c
	finds layers "no place"
}

banned() {
	fresh
	put src/core/a.c <<-'END'
		/* strcpy(a, b); is banned
		 * sprintf() too */
		int my_strcpy(void);
		static const char *text = "strcpy(a, b)";
		int f(void) { goto done; done: return snprintf(0, 0, "x"); }
		int g(void) { return table->rand(); }
	END
	passes banned
	for call in 'strcpy(a, b)' 'x = sprintf (a, "b")' 'strtok(a, b)' \
		'i = rand()' 'p = alloca(3)' '/* x */ gets(a)' 'atoi(s)' \
		'goto out' 'if (x) goto again'; do
		fresh
		echo "void f(void) { $call; }" | put src/core/a.c
		finds banned "a.c:2"
	done
}

lengths() {
	fresh
	seq -f '/* %g */' 440 | put src/core/a.c
	passes length
	grep -q '^ *note: src/core/a.c' "$tree/out"
	verdict 0 $? "length, a note over 400 lines"
	seq -f '/* %g */' 520 | put src/core/a.c
	finds length "a.c:1: 521 lines"
	fresh
	{ echo 'void f(void)' && echo '{' && seq -f '	/* %g */' 60 && echo '}'
	} | put src/core/a.c
	passes functions
	{ echo 'void f(void)' && echo '{' && seq -f '	/* %g */' 61 && echo '}'
	} | put src/core/a.c
	finds functions "a.c:3: a function of 61 lines"
}

headers() {
	fresh
	put src/core/a.h <<-'END'
		#include <stddef.h>
		size_t f(void);
	END
	passes headers
	echo 'size_t f(void);' | put src/core/a.h
	finds headers "a.h:2"
	fresh
	echo 'int x;' | put src/core/a.c
	passes spdx
	echo 'int x;' >"$tree/src/core/a.c"
	finds spdx "a.c:1: no SPDX"
}

symbols() {
	fresh
	put src/core/a.c <<-'END'
		#include <string.h>
		static const char *const table[] = {"a", "b"};
		size_t f(int i) { return strlen(table[i]); }
	END
	library
	passes symbols
	passes globals
	put src/core/a.c <<-'END'
		#include <stdio.h>
		static int calls;
		int f(void) { puts("x"); return calls++; }
	END
	library
	finds symbols "calls puts"
	finds globals "calls"
}

tools() {
	fresh
	printf 'int f(void)\n{\n\treturn 1;\n}\n' | put src/core/a.c
	command -v clang-format >/dev/null && passes format
	command -v cppcheck >/dev/null && passes cppcheck
	printf 'int f(void){return 1;}\n' | put src/core/a.c
	command -v clang-format >/dev/null && finds format "a.c:2"
	printf 'int f(void)\n{\n\tint a[2];\n\treturn a[2];\n}\n' |
		put src/core/a.c
	command -v cppcheck >/dev/null && finds cppcheck "a.c:5"
	command -v shellcheck >/dev/null || return 0
	# shellcheck disable=SC2016 # the sample's own
	printf '#!/bin/sh\necho "$1"\n' >"$tree/a.sh"
	passes shell
	# shellcheck disable=SC2016
	printf '#!/bin/sh\necho $1\n' >"$tree/a.sh"
	finds shell "a.sh:2"
}

layers
banned
lengths
headers
symbols
tools
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
