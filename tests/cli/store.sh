#!/bin/sh
# SPDX-License-Identifier: MIT
# store.sh [BUILD]: the operator's commands from outside: reload, report, erase
# and key, beside a faqd or a writer that runs. Prints what fails and, last,
# "N passed, N failed".
set -u
build=$(realpath "${1:-build}")
top=$(realpath "$(dirname "$0")/../..")
# shellcheck source=tests/shell.sh
. "$(dirname "$0")/../shell.sh"
faqctl=$build/faqctl
unset FAQD_DATABASE RUNTIME_DIRECTORY XDG_RUNTIME_DIR

# 20780 is 2026-11-23. Two groups, a mark of personal data, a script.
cat >rows <<'END'
20778|1|none|faq.fees||where is my refund?
20779|2|none|faq.fees||Where is my refund
20779|2|none|faq.fees||refund of the coin
20779|3|none|||is there an app for android
20780|3|none|||write to bob@example.com & say <script>alert(1)</script>
20780|4|answer|faq.fees|-|what are the fees
20780|4|answer|faq.fees|+|fees
20780|5|answer|step.one||step one
20780|5|person|limit.person||let me talk to a person
20780|5|clarify|||documents
20780|6|wrong|step.one|faq.fees|the price <please>
END
run 0 'a database is filled' sh -c "$build/fill x.db <rows"

# Which database
run 2 'no database is a usage error' "$faqctl" report
says 'no database: both ways are named' 'with --database or in FAQD_DATABASE' \
	err
run 3 'a database that is not there' "$faqctl" report -d none.db
says 'it is named' "cannot open 'none.db': no such file" err
[ ! -e none.db ]
judge $? 'a report makes no database'
run 3 'a folder is no database' "$faqctl" erase -d . \
	00000001000000000000000000000000
says 'a folder is named' 'is a directory' err
run 3 'another file is no database' "$faqctl" key list -d rows
says 'another file is named' "cannot open 'rows': not a database" err
cp x.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 9999' >/dev/null
run 3 'a newer database is refused' "$faqctl" report -d newer.db
says 'a newer database: what to use' 'faqctl that came with that faqd' err

# report
export FAQD_DATABASE=x.db
report() {
	"$faqctl" report --since all "$@"
}
run 0 'a report' report
says 'questions are counted' '^  questions  *10$'
says 'questions without an answer' '^  no answer  *5   50.0 %$'
says 'handovers are counted' '^  handed over  *1   10.0 %$'
says 'a group with its count' '^      3  where is my refund?$'
says 'other wordings' '^         also: refund of the coin$'
says 'the nearest intent' '^         nearest: faq.fees (0.25)$'
says 'personal data is out' 'write to \[EMAIL_ADDRESS\]'
says 'an intent with its feedback' '^ *2  *1  *1  *50.0 %  faq.fees$'
says 'what should have been is a section' '^\[faq.fees\]$'
says 'who said so' '^# 2026-11-23, Ada; the answer was step.one$'
says 'the question is its test' '^+ the price <please>$'
says 'a day' '^  2026-11-23  *6  *1  *1  █'
silent 'no colour without a terminal' "$(printf '\033')"
run 0 'colour on request' report --color always
says 'colour on request' "$(printf '\033')"
NO_COLOR=1 COLUMNS=40 LC_ALL=C "$faqctl" report --since all >out 2>err
judge $? 'a report without colour and UTF-8'
says 'bars in ASCII' '^  2026-11-23 .*  ####$'
run 0 'one day alone' "$faqctl" report --since 2026-11-21 --until 2026-11-21
says 'one day alone' '^  questions  *1$'
run 2 'a wrong date is a usage error' "$faqctl" report --since 2026-02-30
says 'a wrong date is named' "date like 2026-11-02, not '2026-02-30'" err
run 2 'the end before the beginning' "$faqctl" report --since 1d --until 2d
says 'the end before the beginning' 'until lies before --since' err
run 2 'a beginning to come' "$faqctl" report --since 9999-01-01
says 'a beginning to come' "since lies in the future: '9999-01-01'" err
run 0 'a report as JSON' report --json
says 'JSON has the groups' '"groups":\[{"questions":3,"wordings":2,'
says 'JSON has the shares' \
	'"id":"faq.fees","answers":2,"helpful":1,"unhelpful":1,"share":0.5'
says 'JSON has what was wrong' \
	'"expected":"faq.fees","agent":"Ada","test":"\[faq.fees\]\\n# 2026'
says 'JSON has the days' \
	'{"day":"2026-11-21","answered":0,"asked_back":0,"no_answer":1'

# report --html
run 0 'a report as a page' report --html report.html
says 'the text is there too' '^  questions' out
says 'the page is one file with a policy' \
	"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]*'; base-uri" \
	report.html
want=$(sed -n 's|.*<style>\(.*\)</style>.*|\1|p' report.html | tr -d '\n' |
	openssl dgst -sha256 -binary | openssl base64)
grep -qF "sha256-$want'" report.html
judge $? 'the policy names the hash of the style'
silent 'no script' '<script' report.html
silent 'no style attribute' ' style="' report.html
silent 'nothing is loaded' 'src=\|url(\|@import\|<link' report.html
says 'a question is escaped' 'say &lt;script&gt;alert(1)' report.html
says 'what was wrong is there as a test' '^+ the price &lt;please&gt;$' report.html
says 'a chart' '<svg class="columns".*role="img"' report.html
run 3 'a page that cannot be written' report --html no/where.html
says 'the page is named' "cannot write 'no/where.html': no such file" err

# report --propose
run 0 'drafts' report --propose
says 'a draft is marked' '^@proposed$'
# shellcheck disable=SC2016 # the fence is Markdown's
says 'a draft has its id' '^```ask limit.refund$'
silent 'one question is no group' 'android'
run 0 'drafts of all' report --propose --all
says 'drafts of all' 'limit.app_android'
run 2 'drafts go alone' report --propose --json
cp -r "$top/intents" content
run 0 'drafts into a folder' report --propose -C content -T t --all
says 'the file is named' 'content/en/proposed.md'
says 'what comes next' 'faqctl check -C content -T t$'
says 'and then' 'faqctl accept -C content'
says 'the tests are there' '^+ where is my refund?$' \
	t/questions/en/proposed.test
run 0 'the templates find what was asked' "$faqctl" test -C content -T t
run 1 'nothing is overwritten' report --propose -C content -T t
says 'what is there is named' 'proposed.md: exists already' err
run 0 'but by force' report --propose -C content -T t --force
run 3 'no folder, no drafts' report --propose -C nowhere

# erase
visitor=00000003000000000000000000000000
run 2 'a visitor must be an id' "$faqctl" erase bob
says 'a visitor must be an id' '32 hexadecimal digits' err
run 0 'a visitor is forgotten' "$faqctl" erase "$visitor"
says 'the rows are counted' "^erased 2 rows of $visitor\$"
run 1 'nothing is left to forget' "$faqctl" erase "$visitor"
says 'nothing is left to forget' "^nothing is stored of $visitor\$"
run 0 'a report after it' report --json
silent 'the question is gone' 'android'
cat x.db* >bytes
silent 'no byte of it is left' 'app for android' bytes

# key
run 2 'a key without a scope' "$faqctl" key add desk
says 'the scopes are named' '^  report ' err
cp err scopes
run 2 'an unknown scope' "$faqctl" key add desk --scope ask,repot
says 'an unknown scope is named' "no scope 'repot'" err
"$faqctl" help key >about
sed -n 's/^  \([a-z]\)/\1/p' scopes >table
while read -r scope meaning; do
	grep -q "^  *$scope  *$meaning" about || echo "$scope"
done <table >out
[ -s table ] && [ ! -s out ]
judge $? 'help has every scope of the table'
run 0 'a key is made' "$faqctl" key add 'help desk' --scope desk,ask
grep -qx 'faqd_[a-z0-9]\{16\}_[A-Za-z0-9_-]\{43\}' out
judge $? 'a key has its form, and stands alone'
key=$(cat out)
id=$(printf %s "$key" | cut -c6-21)
secret=$(printf %s "$key" | cut -c23-)
silent 'the secret is in no other place' "$secret" err
cat x.db* >bytes
silent 'the secret is not stored' "$secret" bytes
run 0 'keys are listed' "$faqctl" key list
says 'a key is listed' "^$id  .* never  *ask desk  *help desk\$"
silent 'without its secret' "$secret"
run 0 'keys as JSON' "$faqctl" key list --json
says 'keys as JSON' \
	"\"id\":\"$id\",\"name\":\"help desk\",\"scopes\":\"ask desk\""
run 1 'a key is not its id' "$faqctl" key revoke "$key"
silent 'a key is not repeated' "$secret" err
says 'its id is' "revoke $id'" err
run 0 'a key is revoked' "$faqctl" key revoke "$id"
run 1 'once' "$faqctl" key revoke "$id"
says 'once' "revoked already: '$id'" err
run 0 'a revoked key is listed' "$faqctl" key list
says 'a revoked key is listed' "^$id .* revoked "
run 1 'an unknown key' "$faqctl" key revoke abc
run 2 'key wants to know what' "$faqctl" key
run 0 'a key before faqd has run' "$faqctl" key add x --scope admin -d y.db
stat -c %a y.db >out
says 'the database is its own' '^600$'

# Beside a writer, which is in the middle of its rows meanwhile.
mkfifo flow
"$build/fill" x.db <flow &
writer=$!
pids="$pids $writer"
i=0
while [ $i -lt 3000 ]; do
	echo "20780|$((10 + i % 50))|none|||refund number $i"
	i=$((i + 1))
done >flood
exec 3>flow
head -n 1500 flood >&3
run 0 'a report beside a writer' report
run 0 'a key beside a writer' "$faqctl" key add busy --scope ask
i=0
until report --json | grep -q '"questions":1508,' || [ $i -gt 500 ]; do
	i=$((i + 1))
done
run 0 'an erasure beside a writer' "$faqctl" erase \
	0000000b000000000000000000000000
tail -n +1501 flood >&3
exec 3>&-
wait "$writer"
judge $? 'the writer lost nothing'

# Locked for longer than anyone waits
mkfifo hold told
sqlite3 x.db <hold >told &
pids="$pids $!"
exec 4>hold 5<told
echo 'BEGIN IMMEDIATE; SELECT 1;' >&4
read -r _ <&5
run 3 'a locked database' "$faqctl" key add late --scope ask
says 'a locked database: what to do' 'try again in a moment' err
run 0 'a report needs no lock' report
exec 4>&- 5<&-

# reload
mkdir -p served/en && printf '{"name":"Tea"}' >served/site.json
# shellcheck disable=SC2016 # the fence is Markdown's
printf '### Tea?\n\nGreen.\n\n```ask faq.tea\nwhat is tea\n```\n' \
	>served/en/tea.md
mkfifo said
"$build/faqd" --content served --port 0 --watch no --control faqd.sock \
	>said 2>faqd.log &
pids="$pids $!"
read -r _ <said
run 0 'a reload' "$faqctl" reload --control faqd.sock
says 'a reload has its generation' 'reloaded: generation 2$'
# shellcheck disable=SC2016
printf '\n### Milk?\n\nNo.\n\n```ask faq.milk\n{mlik}\n```\n' \
	>>served/en/tea.md
run 1 'a bad content is refused' "$faqctl" reload --control faqd.sock
says 'its fault has its place' '^served/en/tea.md:[0-9]*:[0-9]*: error: '
says 'the old one serves on' 'refused: .*; generation 2 serves on$'
fault=$(grep error: out | head -n 1)
run 1 'check finds it too' "$faqctl" check -C served
grep -qxF "$fault" out
judge $? 'a fault reads as check has it'
run 3 'nobody listens there' "$faqctl" reload --control no.sock
says 'which path was tried' "no faqd listens at 'no.sock'" err
run 3 'nobody serves that port' "$faqctl" reload --port 1
says 'every path is named' "listens at '/run/faqd/faqd-1.sock'" err
says 'how to name another' '--control' err
run 2 'a port is a number' "$faqctl" reload --port many
mkdir run && ln -s ../faqd.sock run/faqd-8080.sock
run 1 'the folder of the service' env RUNTIME_DIRECTORY=run "$faqctl" reload
says 'the folder of the service' 'serves on'

# The content is taken, a certificate with another's key is not.
pair() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-days 90 -subj /CN=localhost -out "$1" -keyout "$2" 2>/dev/null
}
# shellcheck disable=SC2016
printf '### Tea?\n\nGreen.\n\n```ask faq.tea\nwhat is tea\n```\n' \
	>served/en/tea.md
pair chain.pem key.pem
mkfifo safe
"$build/faqd" --content served --port 0 --watch no --control safe.sock \
	--certificate chain.pem --key key.pem >safe 2>safe.log &
pids="$pids $!"
read -r _ <safe
pair chain.pem other.pem
run 1 'a certificate is refused' "$faqctl" reload --control safe.sock
says 'the content is taken' '^. content taken: generation 2$'
says 'the old certificate stays' \
	"^. certificate refused, the old one stays: the key 'key.pem' is not "
says 'what to do' "then run 'faqctl reload' again"
silent 'nothing contradicts it' 'serves on'
mv other.pem key.pem
run 0 'the key belongs to it' "$faqctl" reload --control safe.sock
says 'the key belongs to it' 'reloaded: generation 3$'
# shellcheck disable=SC2016
printf '\n### Milk?\n\nNo.\n\n```ask faq.milk\n{mlik}\n```\n' \
	>>served/en/tea.md
rm key.pem
run 1 'both are refused' "$faqctl" reload --control safe.sock
says 'the content is refused' 'refused: .*; generation 3 serves on$'
says 'and the certificate' "the old one stays: 'key.pem' is not there"

# A visitor of a faqd that runs: asked, reported, forgotten by the session.
# shellcheck disable=SC2016
printf '### Tea?\n\nGreen.\n\n```ask faq.tea\nwhat is tea\n```\n' \
	>served/en/tea.md
mkfifo heard
"$build/faqd" --content served --port 0 --watch no --control none \
	--database live.db >heard 2>live.log &
pids="$pids $!"
read -r line <heard
url=$(echo "$line" | sed -n 's|.*\(http://[0-9.:]*\).*|\1|p')
run 0 'a question' curl -s "$url/v1/ask" -H 'Content-Type: application/json' \
	-d '{"text":"where do zebras live, asks bob@example.com"}'
sed -n 's/.*"session":"\([^"]*\)".*/\1/p' out >session
i=0
until "$faqctl" report -d live.db 2>&1 | grep -q zebras || [ $i -gt 500 ]; do
	i=$((i + 1))
done
run 0 'a report beside faqd' "$faqctl" report -d live.db
says 'what had no answer is there' 'zebras live, asks \[EMAIL_ADDRESS\]'
"$faqctl" erase - -d live.db <session >out 2>err
judge $? 'a visitor is forgotten by the session'
says 'a visitor is forgotten by the session' '^erased 1 row of [0-9a-f]\{32\}$'
"$faqctl" erase - -d live.db <session >out 2>err
[ $? -eq 1 ]
judge $? 'and has gone'
run 2 'nobody is named' "$faqctl" erase - -d live.db

summary
