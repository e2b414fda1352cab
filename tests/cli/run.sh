#!/bin/sh
# SPDX-License-Identifier: MIT
# faqctl from outside: tests/cli/run.sh [FAQCTL]. Content and tests are made
# here, so that nothing depends on the project's own. Prints what fails and,
# last, "N passed, N failed".
set -u
faqctl=$(realpath "${1:-build/faqctl}")
# shellcheck source=tests/shell.sh
. "$(dirname "$0")/../shell.sh"

mkdir -p intents/en tests/questions/en tests/dialogs/en
cat >intents/site.json <<'END'
{"name": "Town pool", "languages": ["en"],
 "links": {"desk": {"title": "front desk", "url": "https://example.org/desk"},
  "map": {"title": "map", "url": "https://example.org/map",
          "placeholder": true}}}
END
cat >intents/en/page.md <<'END'
## Opening hours {#hours}

The pool opens at nine.

## Towels {#towels}

Towels are for hire at the [front desk](link:desk).
END
cat >intents/en/pool.md <<'END'
### When the pool opens

The pool opens at nine. See the [map](link:map).

```ask faq.hours
@rests hours
when (do|does) (you|the pool) (open|opens)
(opening hours|opening times)
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
! + something that nobody wrote a pattern for
END
cat >tests/dialogs/en/visit.chat <<'END'
== A visit
V: when do you open
B: faq.hours | idle
   has: "at NINE"
   not: "at ten"
V: where can i rent a towel
B: redirect.towels, faq.hours
END

# Help and usage
run 2 'no command is a usage error' "$faqctl"
run 0 'help works' "$faqctl" help
says 'help lists the commands' '^  ask '
run 0 'help of a command works' "$faqctl" help ask
says 'help shows the options' '-C, --content FOLDER'
run 0 '--help after a command works' "$faqctl" test --help
run 0 'the version is shown' "$faqctl" --version
says 'the version is shown' '^faqctl [0-9]'
run 2 'an unknown command is a usage error' "$faqctl" chekc
says 'an unknown command has a neighbour' "did you mean 'check'?" err
run 2 'an unknown option is a usage error' "$faqctl" ask --exlpain x
says 'an unknown option has a neighbour' "did you mean '--explain'?" err
run 2 'an unknown letter is a usage error' "$faqctl" ask -Z
run 2 'an option without its value is a usage error' "$faqctl" ask -C
run 2 'a wrong colour is a usage error' "$faqctl" check --color blue

# ask
run 0 'a question is answered' "$faqctl" ask "when does the pool open"
says 'a question is answered' 'opens at nine'
run 0 'words need no quotes' "$faqctl" ask opening hours
says 'words need no quotes' 'opens at nine'
run 0 'a redirect shows its link' "$faqctl" ask "can i hire a towel"
says 'a redirect shows its link' 'https://example.org/desk'
silent 'no colour without a terminal' "$(printf '\033')"
run 0 'colour on request' "$faqctl" ask --color always opening hours
says 'colour on request' "$(printf '\033')"
run 0 'the reason is shown' "$faqctl" ask -e "when does the pool open"
says 'the reason names the place' 'intents/en/pool.md:[0-9]'
says 'the reason shows the pattern' '^  PCRE2 '
run 0 'an answer as JSON' "$faqctl" ask --json opening hours
says 'an answer as JSON' '"verdict":"answer".*"id":"faq.hours"'
run 3 'content that is not there stops it' "$faqctl" ask -C nowhere hello
says 'content that is not there is named' "there is no folder 'nowhere'" err
silent 'content that is not there has no faults' 'faults' err
run 3 'a language that is not there stops it' "$faqctl" ask -l xx hello
says 'it is named with those there are' "no language 'xx', it has 'en'" err
printf 'opening hours\nhire a towel\n' >talk.txt
"$faqctl" ask <talk.txt >out 2>err
says 'lines from a pipe are answered' 'opens at nine'
says 'lines from a pipe are answered, all of them' 'front desk'

# ask --jsonl
cat >rows <<'END'
{"id":"1","text":"opening hours"}
{"id":"2","text":7}

{"id":"3","text":"zebra crossing"}
{"id":"4","text":"can i hire a towel","session":"a"}
END
run 1 'a bad row is found' "$faqctl" ask --jsonl rows
says 'a bad row is named with its place' "^rows:2:18: .*'text'" err
says 'rows are answered' '"id":"1","intent":"faq.hours"'
says 'a row without an answer says none' '"id":"3","intent":"none"'
says 'rows after a bad one are answered' '"id":"4","intent":"redirect.towels"'
run 3 'a file of rows that is not there stops it' "$faqctl" ask --jsonl no
says 'a file of rows that is not there is named' "cannot read 'no'" err

# check
run 0 'good content passes' "$faqctl" check
says 'a placeholder is a note' 'site.json:3:3: note: .*placeholder'
run 0 'check writes JSON' "$faqctl" check --json
says 'check writes JSON' '"code":"placeholder-link"'
cp -r intents broken
# shellcheck disable=SC2016 # the fence is Markdown's
printf '\n### Broken\n\nText.\n\n```ask faq.broken\n@rests hours\n{towls}\n```\n' \
	>>broken/en/pool.md
run 1 'an error is a finding' "$faqctl" check -C broken
says 'an error has its place' '^broken/en/pool.md:[0-9]*:[0-9]*: error: '
cp -r intents accepted
sed -i 's/^@rests hours$/# accept untested-template: rare words\n&/' \
	accepted/en/pool.md
run 0 'without tests check can judge none' "$faqctl" check -C accepted -T none
says 'without tests check can judge none' 'no-tests'
silent 'an acceptance that needs tests is not called unused' 'unused-accept'
"$faqctl" check -C accepted >out 2>err
says 'with tests it is' 'unused-accept'
run 3 'check of no folder cannot run' "$faqctl" check -C nowhere

# patterns
run 0 'patterns are shown' "$faqctl" patterns
says 'patterns have their place' 'intents/en/pool.md:[0-9]'
run 0 'patterns of one intent' "$faqctl" patterns -i redirect
silent 'patterns of one intent only' 'faq.hours'
run 1 'patterns of an unknown intent' "$faqctl" patterns -i faq.huors
says 'an unknown intent has a neighbour' "did you mean 'faq.hours'?" err

# redact
run 0 'a text is redacted' "$faqctl" redact "é mail bob@example.com now"
says 'a text is redacted' '^é mail \[EMAIL_ADDRESS\] now$'
says 'places count code points' '7-22 EMAIL_ADDRESS'
printf '{"text":"é bob@example.com"}\n' >rows
run 0 'rows are redacted' "$faqctl" redact --jsonl rows
says 'rows are redacted' \
	'"spans":\[{"type":"EMAIL_ADDRESS","start":2,"end":17}\]'

# test
run 0 'good tests pass' "$faqctl" test
says 'the summary comes last' '^6 passed, 0 failed$'
says 'a known failure is counted' '1 known to fail'
run 0 'TAP is written' "$faqctl" test --tap
says 'TAP has its version' '^TAP version 14$'
says 'TAP has its plan' '^1\.\.7$'
says 'TAP marks a known failure' '^not ok .*# TODO'
run 0 'tests of one intent' "$faqctl" test -i redirect -f pool
says 'tests of one intent' '^1 passed, 0 failed$'
printf '[faq.hours]\n+ can i hire a towel\n! + opening hours\n' \
	>tests/questions/en/wrong.test
run 1 'a failing test is a finding' "$faqctl" test
says 'a failure says what won' 'won by .*redirect.towels .*pool.md:'
says 'a known failure that passes fails' 'remove the !'
says 'failures are counted' '^6 passed, 2 failed$'
printf '[faq.huors]\n+ x\nwhat\n' >tests/questions/en/wrong.test
run 1 'a fault in a test is a finding' "$faqctl" test
says 'an unknown intent has its place' \
	"wrong.test:2: error: .*did you mean 'faq.hours'?" err
says 'a line without a sign is named' 'wrong.test:3: error' err
rm tests/questions/en/wrong.test
printf 'V: hello there\nB: faq.hours | step 1\n   has: "noon"\n' \
	>tests/dialogs/en/wrong.chat
run 1 'a failing conversation is a finding' "$faqctl" test
says 'a conversation says what lacks' 'lacks "noon"'
rm tests/dialogs/en/wrong.chat
run 1 'no test at all is a failure' "$faqctl" test -T nowhere
says 'no test at all says zero' '^0 passed, 0 failed$'

# bench
run 0 'bench measures' "$faqctl" bench -n 1
says 'bench shows a rate' 'questions/s  *[0-9]'
run 2 'bench wants a number' "$faqctl" bench -n many

summary
