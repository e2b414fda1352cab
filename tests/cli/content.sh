#!/bin/sh
# SPDX-License-Identifier: MIT
# content.sh [FAQCTL]: import, export, new, accept, diff and stats from outside.
# Everything is made here. Prints what fails and, last, "N passed, N failed".
set -u
faqctl=$(realpath "${1:-build/faqctl}")
# shellcheck source=tests/shell.sh
. "$(dirname "$0")/../shell.sh"

# same NAME FILE FILE
same() {
	cmp "$2" "$3" >err 2>&1
	judge $? "$1: '$2' and '$3' differ"
}

cat >pool.html <<'END'
<h1>Pool</h1><p>A pool.</p>
<h2>When does it open?</h2><p>At <b>nine</b> &amp; a bit: 1. *Really*.</p>
<h2>What does a towel cost?</h2><ul><li>Big: 2</li><li>Small: 1</li></ul>
<h2>Where is it?</h2><p>In the <a href="https://x.example/">park</a>.</p>
END
cat >join.json <<'END'
{"@context": "https://schema.org", "@type": "HowTo", "name": "Join",
 "step": [{"@type": "HowToStep", "name": "Fill in the form",
           "text": "<p>The form is at the till.</p>"},
          {"@type": "HowToStep", "name": "Pay", "text": "<p>At the till.</p>"}]}
END

# import
run 0 'a page is imported' "$faqctl" import pool.html -C a -T a/tests
says 'import counts' '4 questions, found by headings'
run 0 'what was imported passes its tests' "$faqctl" test -C a -T a/tests
run 0 'and is asked' "$faqctl" ask -C a 'towels, what do they cost'
says 'and answers' 'Small: 1'
cp -r a before
echo mine >>a/en/faq.md
run 1 'import overwrites nothing' "$faqctl" import pool.html -C a -T a/tests
says 'and names what is there' 'a/en/faq.md: exists already' err
says 'and leaves it' '^mine$' a/en/faq.md
run 0 '--force does' "$faqctl" import pool.html -C a -T a/tests --force
same 'import makes the same again' a/en/faq.md before/en/faq.md
run 3 'no such file' "$faqctl" import nowhere.html -C x
says 'is said' "cannot read 'nowhere.html': no such file" err
run 2 'no file' "$faqctl" import -C x
run 2 'an unknown format' "$faqctl" import pool.html -C x --format word
printf '{"a":\n,}' >bad.json
run 1 'bad JSON' "$faqctl" import bad.json -C x
says 'has its line' '^bad.json:2' err
printf 'a,b\n"c,d\n' >bad.csv
run 1 'a bad CSV' "$faqctl" import bad.csv -C x
says 'has its line, and the mend' '^bad.csv:2: error: .*quotes' err
run 1 'a page without questions' "$faqctl" import /dev/null --format html -C x
says 'says what it needs' 'headings with text below' err
if [ -e x ]; then bad 'a failed import wrote something'; else good; fi
printf 'nlu:\n- intent: hours\n  examples: |\n    - when\n    - hours\n' >nlu.yml
printf 'responses:\n  utter_hours:\n  - text: At nine.\n' >domain.yml
run 0 'Rasa, in two files' "$faqctl" import nlu.yml domain.yml -C r -T r/tests
says 'keeps its names' '```ask faq.hours' r/en/faq.md

# there and back
for format in faqpage csv; do
	run 0 "export $format" "$faqctl" export -C a --format $format
	case $format in csv) file=one.csv ;; *) file=one.json ;; esac
	cp out $file
	run 0 "import $format" "$faqctl" import $file -C back-$format \
		-T back-$format/tests
	run 0 "export $format again" "$faqctl" export -C back-$format \
		--format $format
	# a CSV has no name for the page
	same "$format there and back" "$file" out
done
run 0 'import a HowTo' "$faqctl" import join.json -C j -T j/tests
run 0 'its checklist starts' "$faqctl" ask -C j 'start the checklist'
says 'with the first step' 'Fill in the form'
run 0 'export a HowTo' "$faqctl" export -C j --format howto
cp out one.json
run 0 'import it' "$faqctl" import one.json -C jj -T jj/tests
run 0 'export it again' "$faqctl" export -C jj --format howto
same 'a HowTo there and back' one.json out
run 0 'all as JSON' "$faqctl" export -C a --format json
says 'with templates' '"templates":\["< '
run 2 'an unknown format' "$faqctl" export -C a --format word

# what is proposed
"$faqctl" check -C a -T a/tests --json >out 2>err
says 'check notes it' '"code":"proposed"'
run 1 'accept names what is unknown' "$faqctl" accept -C a faq.opens
run 0 'accept one' "$faqctl" accept -C a faq.towel_cost
says 'and says what is left' '1 accepted, 3 still proposed'
run 1 'accept it twice' "$faqctl" accept -C a faq.towel_cost
run 0 'accept all' "$faqctl" accept -C a --all
if grep -rq '^@proposed' a/en; then bad 'a mark is left'; else good; fi

# new
run 0 'a new intent' "$faqctl" new intent faq.lost_card -C a -T a/tests
says 'stands at the end' '^```ask faq.lost_card' a/en/faq.md
says 'with a test' '^+ lost card' a/tests/questions/en/faq.test
run 0 'and passes it' "$faqctl" test -C a -T a/tests
run 1 'not twice' "$faqctl" new intent faq.lost_card -C a -T a/tests
says 'it says where' "^a/en/faq.md:[0-9]*: 'faq.lost_card'" err
run 1 'no such kind' "$faqctl" new intent fag.x -C a -T a/tests
run 2 'neither' "$faqctl" new thing -C a
sed -i 's/\["en"\]/["en", "de"]/' a/site.json
run 0 'a new language' "$faqctl" new language de -C a -T a/tests
run 0 'works' "$faqctl" test -C a -T a/tests -l de
says 'marked as proposed' '^@proposed' a/de/faq.md
run 1 'a language is not overwritten' "$faqctl" new language de -C a -T a/tests

# diff
run 0 'no change' "$faqctl" diff a a -T a/tests -l en
says 'is said' '^0 of 5 questions change'
cp -r a b
# The question, its words and the title, which is a template too.
sed -i 's/^< towel {cost} >/zebra/; s/^what does a towel cost/yak/
	s/^### What does a towel cost.*/### Money/' b/en/faq.md
run 1 'a change' "$faqctl" diff a b -T a/tests -l en
says 'is shown' 'faq.towel_cost.*none'
says 'with its template' 'old   faq.md:[0-9]*: '
printf '{"text":"where is it"}\n{"text":"what does a towel cost"}\n' >q.jsonl
run 1 'rows of JSON' "$faqctl" diff a b --questions q.jsonl --json -l en
says 'counted' '"questions":2,"changed":1'
printf 'where is it\n' >q.txt
run 0 'plain lines' "$faqctl" diff a b -q q.txt -l en
printf '{"text":\n' >q.jsonl
run 1 'a bad row' "$faqctl" diff a b -q q.jsonl -l en
says 'has its line' '^q.jsonl:1:' err
run 3 'no such content' "$faqctl" diff a nowhere -q q.txt
if command -v git >/dev/null; then
	git init -q . && git add a q.txt &&
		git -c user.name=x -c user.email=x@example.org commit -qm x
	sed -i 's/^where is it/yak/; s/^< where .*/zebra/
		s/^### [Ww]here is it.*/### The way/' a/en/faq.md
	run 1 'git has the old one' "$faqctl" diff HEAD:a a -q q.txt -l en
	says 'and it changed' 'faq.'
	run 3 'git has no such' "$faqctl" diff HEAD:nowhere a -q q.txt
	says 'which is said' "git knows no 'HEAD:nowhere'" err
fi

# stats
run 0 'stats' "$faqctl" stats -C b -l en
says 'by kind' '^  faq  *4$'
run 0 'of an intent' "$faqctl" stats -C b -l en --intent faq.lost
says 'with samples' 'lose card\|lost card'
run 0 'as JSON' "$faqctl" stats -C b -l en --json
says 'with sentences' '"sentences":'
run 1 'of nothing' "$faqctl" stats -C b -l en --intent faw.x

summary
