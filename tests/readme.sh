#!/bin/sh
# SPDX-License-Identifier: MIT
# readme.sh BUILD [--update]: runs the "$ " lines of README.md's console blocks
# in a folder of their own ("> " lines go on with the one above) and compares
# what they print with what stands there. --update writes it there instead.
# BUILD/faqd runs meanwhile; 127.0.0.1:8080 is its address. A command that
# fails is fine: its output says why.
set -u
top=$(cd "$(dirname "$0")/.." && pwd) || exit 3
build=$(cd "${1:?the folder with faqctl and faqd}" && pwd) || exit 3
update=${2-}
work=$(mktemp -d) || exit 3
server=
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT

ln -s "$build" "$work/build"
ln -s "$top/intents" "$work/intents"
ln -s "$top/tests" "$work/tests"
cd "$work" || exit 3
LC_ALL=C.UTF-8 NO_COLOR=1 COLUMNS=80
export LC_ALL NO_COLOR COLUMNS

mkfifo said
build/faqd --port 0 >said 2>faqd.log &
server=$!
# the first line names the address; it comes when faqd listens
read -r line <said
address=$(echo "$line" | sed -n 's|.*http://\([0-9.:]*\).*|\1|p')
if [ -z "$address" ]; then
	echo "faqd says '$line'"
	cat faqd.log
	exit 1
fi

# The README with every console block's output as it is now.
run_blocks() {
	command=
	inside=no
	while IFS= read -r line; do
		case $inside$line in
		no*)
			printf '%s\n' "$line"
			[ "$line" = '```console' ] && inside=yes
			continue
			;;
		'yes```')
			run_command
			inside=no
			printf '%s\n' "$line"
			;;
		'yes$ '*)
			run_command
			printf '%s\n' "$line"
			command=${line#??}
			;;
		'yes>'*)
			printf '%s\n' "$line"
			line=${line#>}
			command="$command
${line# }"
			;;
		esac
	done
}

run_command() {
	[ -n "$command" ] || return 0
	printf '%s\n' "$command" | sed "s/127\.0\.0\.1:8080/$address/g" >./step.sh
	sh ./step.sh 2>&1 </dev/null
	command=
}

run_blocks <"$top/README.md" >now
count=$(grep -c '^\$ ' now)
if [ "$update" = --update ]; then
	cp now "$top/README.md"
elif ! diff -u "$top/README.md" now >difference; then
	cat difference
	echo "if it should be so: tests/readme.sh BUILD --update"
	echo "0 passed, 1 failed"
	exit 1
fi
echo "$count passed, 0 failed"
[ "$count" != 0 ]
