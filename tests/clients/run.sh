#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD: existing clients of Rasa and OpenAI, as npm has them, speak to
# BUILD/faqd. They are installed to build/npm-clients, by the lock file and
# without running their scripts. Prints TAP.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "${1:?the folder with faqd}" && pwd)
clients=$top/build/npm-clients
said=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null; rm -rf "$said"' EXIT

# a client is found from where the test stands: beside node_modules
mkdir -p "$clients"
cp "$top"/tests/clients/*.mjs "$top/tests/clients/package.json" "$clients"
cd "$clients"
if ! cmp -s "$top/tests/clients/package-lock.json" package-lock.json; then
	cp "$top/tests/clients/package-lock.json" .
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || {
		rm -f package-lock.json
		exit 3
	}
fi

mkfifo "$said/fifo"
"$build/faqd" --content "$top/tests/server/content" --port 0 --trusted 127.0.0.1 \
	>"$said/fifo" 2>"$said/log" &
server=$!
read -r line <"$said/fifo"
FAQD=$(echo "$line" | sed -n 's|.*\(http://[0-9.:]*\).*|\1|p')
export FAQD
if [ -z "$FAQD" ]; then
	echo "Bail out! faqd says '$line'"
	cat "$said/log"
	exit 1
fi
node --test-reporter=tap all.mjs
