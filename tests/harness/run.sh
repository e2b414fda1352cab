#!/bin/sh
# SPDX-License-Identifier: MIT
# Does the harness notice? tests/harness/run.sh [FAQCTL] makes a good small
# content, breaks a copy of it in one way after the other, and wants check or
# test to fail each time and to name the very line. Prints what went unnoticed
# and, last, "N passed, N failed".
# shellcheck disable=SC2016  # three backticks begin a block, not a command
set -u
faqctl=$(realpath "${1:-build/faqctl}")
# shellcheck source=tests/shell.sh
. "$(dirname "$0")/../shell.sh"

mkdir -p good/intents/en good/tests/questions/en
cat >good/intents/site.json <<'END'
{"name": "Town pool", "languages": ["en"],
 "links": {"desk": {"title": "desk", "url": "https://example.org/desk"}}}
END
cat >good/intents/en/page.md <<'END'
## Opening hours {#hours}

The pool opens at nine.

## Towels {#towels}

Towels are for hire at the [front desk](link:desk).

## Lessons {#lessons}

Children learn to swim on Saturdays.
END
cat >good/intents/en/words.md <<'END'
# Words

```words hire
hire
rent
borrow
```

```words lesson
lesson
course
class
```
END
cat >good/intents/en/pool.md <<'END'
### When the pool opens

The pool opens at nine.

```ask faq.hours
@rests hours
when (do|does) (you|pool) open
opening hours
```

### Towels for hire

Ask at the desk.

```ask redirect.towels
@rests towels
@link desk
< {hire} towel >
- beach
```

### Swimming lessons

On Saturdays.

```ask faq.lessons
@rests lessons
@offer faq.hours
< swimming {lesson} >
learn *1 swim
```
END
cat >good/tests/questions/en/pool.test <<'END'
[faq.hours]
+ when does the pool open
+ opening hours
- can i hire a towel

[redirect.towels]
+ can i hire a towel
- opening hours

[faq.lessons]
+ is there a swimming class
+ learn to swim
- do you lend towels
! + something that nobody wrote a template for

[none]
+ learn how people never swim
END
pool=intents/en/pool.md
words=intents/en/words.md
page=intents/en/page.md
questions=tests/questions/en/pool.test

# begin: a fresh copy of the good content, entered
begin() {
	cd "$work" && rm -rf it && cp -r good it && cd it || exit 3
}

# behind TEXT FILE LINE: LINE stands behind the first line that begins so
behind() {
	awk -v text="$1" -v line="$3" '
	{ print }
	index($0, text) == 1 && !done { print line; done = 1 }' "$2" >tmp &&
		mv tmp "$2"
}

# noticed NAME COMMAND WHAT FILE TEXT: COMMAND (check or test) fails and says
# WHAT on the line of FILE that begins with TEXT; "" is the file as a whole
noticed() {
	number=$(awk -v text="$5" \
		'index($0, text) == 1 { print FNR; exit }' "$4")
	"$faqctl" "$2" >out 2>&1 </dev/null
	code=$?
	if [ "$code" -ne 1 ]; then
		bad "$1: $2 ends with $code, not 1"
	elif [ -z "$number" ]; then
		bad "$1: nothing in $4 begins with $5"
	elif ! grep -F -- "$4:$number" out | grep -q -- "$3"; then
		bad "$1: $2 does not say $3 of $4:$number"
	else
		good
	fi
}

# What is good passes: else nothing below would prove anything.
begin
"$faqctl" accept page >out 2>&1
judge $? 'the page is accepted'
cp intents/en/page.lock ../good/intents/en/
"$faqctl" check >out 2>&1
judge $? 'check finds nothing in good content'
grep -q ' 0 errors, 0 warnings, 0 notes' out
judge $? 'not even a note'
"$faqctl" test >out 2>&1
judge $? 'the tests of good content pass'

# Templates
begin
behind '< {hire}' $pool '< when do pool open [does the] >'
sed -i 's/^when (do|does) (you|pool) open/< when (you|pool) open >/' $pool
noticed 'a question is stolen' test 'pool open' $questions \
	'+ when does the pool'

begin
behind '< {hire}' $pool '< when do pool open >'
noticed 'two intents match one sentence' check '\[overlap\]' $pool 'when (do'

begin
behind '< swimming' $pool '? < hire *8 towel >'
noticed 'a gap where there is none' check 'error' $pool '? < hire'

begin
sed -i 's/^learn.*/learn *6 swim/' $pool
noticed 'a gap is widened' test 'people never' $questions '+ learn how'

begin
behind '< swimming' $pool '< {hire} towel >'
noticed 'a template is another one, word for word' check \
	'\[unreachable-template\]' $pool '< {hire}'

begin
behind '< swimming' $pool '< rent towel >'
noticed 'a template is shadowed' check '\[unreachable-template\]' $pool \
	'< rent'

begin
behind '< {hire}' $pool '< borrow towel >'
noticed 'a template is idle' check '\[idle-template\]' $pool '< borrow'

begin
sed -i 's/^- beach/- towel/' $pool
noticed 'a veto refuses the whole template' check '\[vetoed-template\]' $pool \
	'< {hire}'
noticed 'a veto loses a question' test 'hire a towel' $questions \
	'+ can i hire'

begin
for w in a b c d e f g h i j k l; do
	behind 'opening hours' $pool "opening hours ${w}lpha"
done
behind '< swimming' $pool '/./'
noticed 'a regex matches everything' check '\[matches-everything\]' $pool '/./'

begin
behind '< swimming' $pool 'when (does'
noticed 'a bracket stays open' check '\[unbalanced-bracket\]' $pool 'when (does'

begin
behind '< swimming' $pool '[maybe]'
noticed 'a template requires nothing' check '\[nothing-required\]' $pool \
	'[maybe]'

begin
behind '< swimming' $pool '/swim.*lesson/ swim'
noticed 'a regex has no bound' check '\[unsafe-regex\]' $pool '/swim'

begin
behind '< swimming' $pool \
	'/(?:[a-z]{1,20}[a-z]{1,20}[a-z]{1,20}){1,20}[0-9]/ swim'
noticed 'a regex is slow' check '\[slow-regex\]' $pool '/(?:'

begin
behind '< swimming' $pool '/swim(ming/ swim'
noticed 'a regex is broken' check '\[bad-regex\]' $pool '/swim('

# Letters
begin
behind '< swimming' $pool "< swimming c$(printf '\320\276')urse >"
noticed 'a Cyrillic letter' check '\[look-alike\]' $pool '< swimming c'

begin
behind '< swimming' $pool "< swim$(printf '\342\200\213')ming lesson >"
noticed 'a character that nobody sees' check '\[unseen-character\]' $pool \
	'< swim'"$(printf '\342\200\213')"

begin
printf '\n\377\n' >>$words
"$faqctl" check >out 2>&1
grep -q "$words:[0-9]*:1: error: .*\[invalid-utf8\]" out
judge $? 'bytes that are not UTF-8'

# Word lists
begin
printf '\n```words swim\n{hire}\n{swim}\n```\n' >>$words
noticed 'a word list uses itself' check '\[list-cycle\]' $words '{swim}'

begin
sed -i 's/^< swimming.*/< swimming {lesson} [{learn}] >/' $pool
printf '\n```words learn\nlesson\ncourse\nclass\nteacher\n```\n' >>$words
noticed 'a word list swallows another' check '\[swallowed-list\]' $words \
	'```words lesson'

begin
sed -i 's/^< swimming.*/< swimming {lesson} [{school}] >/' $pool
printf '\n```words school\nlesson\ncourse\nclass\n```\n' >>$words
noticed 'two word lists are one' check '\[same-list\]' $words \
	'```words school'

begin
sed -i 's/{lesson}/{leson}/' $pool
noticed 'a word list is misspelt' check "did you mean 'lesson'" $pool \
	'< swimming'

begin
printf '\n```words unused\nbubble\n```\n' >>$words
noticed 'nothing uses a word list' check '\[unused-list\]' $words \
	'```words unused'

# Ids, links, settings
begin
sed -i 's/@offer faq.hours/@offer faq.huors/' $pool
noticed 'an id is misspelt' check "did you mean 'faq.hours'" $pool \
	'@offer'

begin
printf '\n### Again\n\nAt nine.\n\n``` ask faq.hours\n@rests hours\nx\n```\n' \
	>>$pool
noticed 'an id stands twice' check '\[duplicate-id\]' $pool '``` ask'

begin
sed -i 's/@link desk/@link dessk/' $pool
noticed 'a link is unknown' check "did you mean 'desk'" $pool '@link'

begin
sed -i '/@link desk/d' $pool
noticed 'a redirect leads nowhere' check '\[redirect-without-link\]' $pool \
	'### Towels'

begin
behind '@rests lessons' $pool '@rset lessons'
noticed 'a setting is misspelt' check '\[unknown-setting\]' $pool '@rset'

# The page
begin
sed -i 's/at nine/at ten/' $page
noticed 'the page says something else' check '\[page-changed\]' $pool '### When'
"$faqctl" accept hours >out 2>&1 && "$faqctl" check >out 2>&1
judge $? 'a changed page is accepted'

begin
printf '\n## Prices {#prices}\n\nTwo euros.\n' >>$page
noticed 'the page has grown' check '\[page-new\]' $page '## Prices'
noticed 'nobody answers a place of the page' check '\[untraced-anchor\]' $page \
	'## Prices'

begin
sed -i 's/{#lessons}//' $page
noticed 'a place has left the page' check '\[unknown-anchor\]' $pool \
	'@rests lessons'

begin
sed -i 's/@rests lessons/@rests lesons/' $pool
noticed 'a place is misspelt' check "did you mean 'lessons'" $pool \
	'@rests lesons'

begin
sed -i 's/{#lessons}/{#towels}/' $page
noticed 'a place stands twice' check '\[duplicate-anchor\]' $page '## Lessons'

begin
sed -i '/@rests lessons/d' $pool
noticed 'an answer rests on nothing' check '\[rests-on-nothing\]' $pool \
	'### Swimming'

# Intents and tests
begin
sed -i '/^### Swimming/,$d' $pool
noticed 'an intent is dropped: its tests say so' test 'unknown intent' \
	$questions '+ is there a swimming'
noticed 'an intent is dropped: its place says so' check \
	'\[untraced-anchor\]' $page '## Lessons'

begin
sed -i '/faq.lessons/,$d' $questions
noticed 'an intent has no test' check '\[untested-intent\]' $pool '### Swimming'

begin
behind '< swimming' $pool 'learn backstroke'
noticed 'a template has no test' check '\[untested-template\]' $pool \
	'learn backstroke'

begin
sed -i '/^On Saturdays/d' $pool
noticed 'an answer is empty' check '\[empty-answer\]' $pool '### Swimming'

begin
sed -i 's/faq.lessons\]/faq.lesons]/' $questions
noticed 'a test names an unknown intent' test "did you mean 'faq.lessons'" \
	$questions '+ is there'

begin
sed -i 's/^! + .*/! + is there a swimming lesson/' $questions
noticed 'a known failure passes' test 'swimming lesson' $questions '! +'

# Acceptances
begin
behind '< swimming' $pool 'learn backstroke # accept untested-template: rare'
"$faqctl" check >out 2>&1 && grep -q ', 1 accepted' out
judge $? 'what is accepted with a reason passes'
sed -i 's/: rare//' $pool
noticed 'accepted without a reason' check '\[accept-without-reason\]' $pool \
	'learn backstroke'
noticed '... is not accepted' check '\[untested-template\]' $pool \
	'learn backstroke'

begin
behind '@rests lessons' $pool '# accept untested-template: rare ones'
behind '< swimming' $pool 'learn backstroke'
"$faqctl" check >out 2>&1
judge $? 'a whole block is accepted'
behind '< swimming' $pool '[maybe]'
noticed 'an error is never accepted' check 'error' $pool '[maybe]'

summary
