#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD: walks "From a FAQ page to a tested bot in ten minutes" of
# intents/README.md: its "$ " lines ("> " lines go on with the one above) are
# run as they stand there, on page.html beside this file. Then the bot that has
# come of it is asked, from the shell and over HTTP. Its subject is a swimming
# pool: whatever the engine knew of the project's own content would show.
# Prints what fails and, last, "N passed, N failed".
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 3
build=$(cd "${1:?the folder with faqctl and faqd}" && pwd) || exit 3
readme=$here/../../intents/README.md
# shellcheck source=tests/shell.sh
. "$here/../shell.sh"
NO_COLOR=1 COLUMNS=80
export NO_COLOR COLUMNS

ln -s "$build" build
cp "$here/page.html" page.html

# Each command of the section as a file step-NN.sh.
awk '
/^## / { inside = /ten minutes/ }
!inside { next }
/^```console$/ { block = 1; next }
block && /^```$/ { block = 0; next }
block && /^\$ / { file = sprintf("step-%02d.sh", ++n); print substr($0, 3) > file }
block && /^>/ { sub(/^> ?/, ""); print > file }
' "$readme"

serve() {
	mkfifo said
	build/faqd --content pool --port 0 --trusted 127.0.0.1 >said 2>faqd.log &
	pids=$!
	# the first line names the address; it comes when faqd listens
	read -r line <said
	address=$(echo "$line" | sed -n 's|.*http://\([0-9.:]*\).*|\1|p')
	echo "$line" >out
	[ -n "$address" ]
}

for step in step-*.sh; do
	read -r first <"$step"
	case $first in
	'build/faqd '*) serve ;;
	*) sh "./$step" >out 2>&1 </dev/null ;;
	esac
	code=$?
	# check may warn of what only a person can judge; errors it may not have
	case $first in
	*'faqctl check'*)
		[ "$code" = 1 ] && ! grep -q ': error:' out && code=0
		;;
	esac
	judge "$code" "$first (exit $code)"
done

# asks ID QUESTION: its best intent, by faqctl and by faqd
asks() {
	build/faqctl ask -C pool --json "$2" >out 2>&1
	grep -q "\"best\":\"$1\"" out && grep -q '"verdict":"answer"' out
	judge $? "faqctl: '$2' is not $1"
	curl -sS -d "{\"text\":\"$2\"}" "http://$address/v1/ask" \
		-H 'Content-Type: application/json' >out 2>&1
	grep -q "\"id\":\"$1\"" out && grep -q '"verdict":"answer"' out
	judge $? "faqd: '$2' is not $1"
}

asks faq.ticket_cost 'hi how much is a tiket pls'
asks faq.child_price 'what does my son pay'
asks faq.street_clothes 'can i swim in jeans'
asks limit.dogs 'is my puppy allowed'
asks faq.lost_find 'i have lost my towel where can i find it'
asks faq.locker_coin 'which coin for the lockers'

# Nothing of the project's own subject.
! grep -rilE 'kyc|binance|verif' pool >out
judge $? 'the content knows of another subject'
build/faqctl ask -C pool --json 'what do i check before kyc' >out 2>&1
grep -q '"verdict":' out
judge $? 'what the page does not hold is asked'
silent 'it answers what its page does not hold' '"verdict":"answer"'
build/faqctl ask -C pool zork >out 2>&1
silent 'nothing is offered where nothing is near' 'one of these'
! grep -r '^@proposed' pool >out
judge $? 'something is proposed still'

[ "$passed" -gt 20 ] || bad "only $passed steps and questions were tried"
summary
