#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD: BUILD/faqd's traffic against the documents that it serves, the
# golden messages against the same, and the page's script against the golden
# messages. npm's packages go to build/npm-contract, by the lock file and
# without running their scripts. Prints TAP.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "${1:?the folder with faqd}" && pwd)
here=$top/build/npm-contract
said=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null; rm -rf "$said"' EXIT

# a package is found from where the test stands: beside node_modules
mkdir -p "$here"
cp "$top"/tests/contract/*.mjs "$top/tests/contract/package.json" "$here"
cd "$here"
if ! cmp -s "$top/tests/contract/package-lock.json" package-lock.json; then
	cp "$top/tests/contract/package-lock.json" .
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || {
		rm -f package-lock.json
		exit 3
	}
fi

mkfifo "$said/fifo"
"$build/faqd" --content "$top/intents" --port 0 --trusted 127.0.0.1 >"$said/fifo" 2>"$said/log" &
server=$!
read -r line <"$said/fifo"
FAQD=$(echo "$line" | sed -n 's|.*\(http://[0-9.:]*\).*|\1|p')
TOP=$top
export FAQD TOP
if [ -z "$FAQD" ]; then
	echo "Bail out! faqd says '$line'"
	cat "$said/log"
	exit 1
fi
node --test-reporter=tap all.mjs
