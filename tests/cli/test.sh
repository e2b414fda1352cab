#!/bin/sh
# SPDX-License-Identifier: MIT
# faqctl test from outside: reports, gates, variants, watching, a live server.
# tests/cli/test.sh BUILD. Prints what fails and, last, "N passed, N failed".
set -u
build=$(realpath "${1:-build}")
faqctl=$build/faqctl
# shellcheck source=tests/shell.sh
. "$(dirname "$0")/../shell.sh"

# appears NAME PATTERN FILE COUNT: so many lines of it match within 10 s
appears() {
	tries=0
	while [ "$(grep -c -- "$2" "$3")" -lt "$4" ]; do
		tries=$((tries + 1))
		if [ "$tries" -gt 100 ]; then
			cp "$3" out
			bad "$1: $2 does not come"
			return
		fi
		sleep 0.1
	done
	good
}

mkdir -p intents/en tests/questions/en tests/dialogs/en
cat >intents/site.json <<'END'
{"name": "Town <pool>", "languages": ["en"],
 "links": {"desk": {"title": "front desk", "url": "https://example.org/desk"}}}
END
cat >intents/en/page.md <<'END'
## Opening hours {#hours}

The pool opens at nine.

## Towels {#towels}

Towels are for hire at the [front desk](link:desk).
END
cat >intents/en/pool.md <<'END'
### When the pool opens

The pool opens at nine.

```ask faq.hours
@rests hours
when (do|does) (you|the pool) (open|opens)
(opening hours|opening times)
closing time
```

### Towels for hire

Ask at the [front desk](link:desk).

```ask redirect.towels
@rests towels
@link desk
(hire|rent|borrow) [a|the] towel
```
END
cat >tests/questions/en/pool.test <<'END'
[faq.hours]
+ when does the pool open
+ opening hours
- can i hire a towel

[redirect.towels]
+ can i hire a towel
! + something <b>that</b> nobody wrote a pattern for

[none]
+ who won the match
END
cat >tests/dialogs/en/visit.chat <<'END'
== A visit
V: when do you open
B: faq.hours | idle
   has: "at NINE"
V: where can i rent a towel
B: redirect.towels
END

# Reports
run 0 'all reports at once' "$faqctl" test --json --junit j.xml --html r.html
says 'JSON has the counts' '^{"passed":7,"failed":0,"known":1,'
says 'JSON has the intents' '"id":"faq.hours","wanted":2,"right":2,"wrong":0'
says 'JSON has the tests' '"line":2,"text":"when does the pool open"'
says 'JUnit has its suites' \
	'<testsuite name="tests/questions/en/pool.test" tests="6" failures="0"' \
	j.xml
says 'JUnit skips a known failure' '<skipped message="known failure"/>' j.xml
says 'JUnit escapes text' 'something &lt;b&gt;that&lt;/b&gt;' j.xml
if command -v xmllint >/dev/null; then
	run 0 'JUnit is XML' xmllint --noout j.xml
fi
says 'the report names the content' '<h1>Town &lt;pool&gt;</h1>' r.html
says 'the report lists what no test exercises' \
	'<code>closing time</code>' r.html
says 'the report has the confusion' 'id="confusion"' r.html
says 'the report has the slowest' 'id="slowest"' r.html
silent 'the report needs no script' '<script' r.html
silent 'the report needs no network' 'src=\|<link\|@import\|url(' r.html
run 3 'a report that cannot be written' "$faqctl" test --html no/such/r.html
says 'a report that cannot be written' "cannot write 'no/such/r.html'" err
run 2 'one form on stdout' "$faqctl" test --json --tap

# Gates: the known failure counts
run 0 'gates that are met' "$faqctl" test --min-precision 1 \
	--min-recall 75% --max-false 0
run 1 'a recall that is too low' "$faqctl" test --min-recall 0.8
says 'a recall that is too low' 'recall is 75.00% (3 of 4), less than' err
cat >tests/questions/en/gate.test <<'END'
[none]
! + opening hours of the baker
[faq.hours]
! + hire a towel
END
run 1 'false answers' "$faqctl" test --max-false 10%
says 'false answers' 'false answers is 50.00% (1 of 2), more than' err
run 1 'a precision that is too low' "$faqctl" test --min-precision .9
says 'a precision that is too low' 'precision is 60.00% (3 of 5)' err
run 0 'known failures fail nothing else' "$faqctl" test
run 2 'a share that is none' "$faqctl" test --min-recall much
run 2 'a share past one' "$faqctl" test --min-recall 1.5
rm tests/questions/en/gate.test

# Confusion is shown where it is
cat >tests/questions/en/wrong.test <<'END'
[faq.hours]
+ hire a towel
END
run 1 'a confusion' "$faqctl" test --html r.html
says 'a confusion is in the matrix' '<td class="miss">1</td>' r.html
says 'a failure has its why' '<dt>best template</dt><dd>.*redirect.towels' \
	r.html
run 1 'a failure in JUnit' "$faqctl" test --junit j.xml
says 'a failure in JUnit' '<failure message="redirect.towels' j.xml
rm tests/questions/en/wrong.test

# Variants
run 0 'variants' "$faqctl" test --mutate --min-survival 0
says 'variants by kind' '^  filler '
says 'variants by intent' '^  faq.hours '
says 'variants have a sum' 'of the variants that must keep the answer do'
cp out first
run 0 'the same seed' "$faqctl" test --mutate --min-survival 0
cp out again
run 0 'gives the same variants' cmp first again
"$faqctl" test --mutate --min-survival 0 --json --seed 2 >second 2>/dev/null
"$faqctl" test --mutate --min-survival 0 --json --seed 3 >third 2>/dev/null
run 1 'another seed gives others' cmp -s second third
cp -r intents narrow
sed -i 's/^(opening hours.*/^ opening hours $/' narrow/en/pool.md
run 1 'too few survive' "$faqctl" test --mutate -C narrow --min-survival 1
says 'too few survive' 'less than the 100.00% asked for' err
says 'what is lost is ready to paste' '^\[faq.hours\]$'
says 'with its place' '^# [a-z ]* of tests/questions/en/pool.test:[0-9]'
says 'and its text' '^+ '
sed -n '/^The worst/,/^[0-9]/p' out | sed '1d;$d' \
	>tests/questions/en/pasted.test
run 1 'what is pasted is read as tests' "$faqctl" test -C narrow -f pasted
silent 'what is pasted has no fault' 'error:' err
rm tests/questions/en/pasted.test
run 2 'a seed without variants' "$faqctl" test --seed 3
run 2 'variants have no TAP' "$faqctl" test --mutate --tap
run 2 'a seed is a number' "$faqctl" test --mutate --seed x
run 1 'no line to vary' "$faqctl" test --mutate -T nowhere

# A live server
mkfifo said
"$build/faqd" --port 0 --trusted 127.0.0.1 >said 2>faqd.log &
server=$!
pids="$pids $server"
read -r line <said
url=$(echo "$line" | sed -n 's|.*\(http://[0-9.:]*\).*|\1|p')
run 0 'the tests through a server' "$faqctl" test --server "$url/"
says 'the tests through a server' '^7 passed, 0 failed$'
run 0 'a report through a server' "$faqctl" test --server "$url" --html r.html
says 'a report through a server' 'which template won is not' r.html
run 0 'variants through a server' "$faqctl" test --server "$url" --mutate \
	--min-survival 0
kill "$server"
wait "$server" 2>/dev/null
run 3 'a server that is gone' "$faqctl" test --server "$url"
says 'a server that is gone' 'nobody listens there' err
run 2 'a server that is no URL' "$faqctl" test --server localhost
run 2 'a server with TLS' "$faqctl" test --server https://example.org

# Watching: a save, a save by renaming, a fault and its mending
: >watched
"$faqctl" test --watch >watched 2>&1 &
pids="$pids $!"
appears 'a first run' '^7 passed' watched 1
printf '+ opening times\n' >>tests/questions/en/pool.test
appears 'a changed test' '^8 passed\|^7 passed, 1 failed' watched 1
sed 's/closing time/(closing time)/' intents/en/pool.md >new
mv new intents/en/pool.md
appears 'a file moved in' '^waiting' watched 3
cp intents/en/pool.md kept
printf '\n%s\n{nolist}\n%s\n' '```ask faq.bad' '```' >>intents/en/pool.md
appears 'a fault is shown' 'has faults' watched 1
cat kept >intents/en/pool.md
appears 'and it goes on' '^waiting' watched 5

summary
