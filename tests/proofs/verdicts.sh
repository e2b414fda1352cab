#!/bin/sh
# SPDX-License-Identifier: MIT
# verdicts.sh BUILD: 'faqctl test --server' judges every test as the engine
# itself does. Run it from the top of the source.
set -u
build=$(cd "${1:?usage: verdicts.sh BUILD}" && pwd) || exit 2
top=$PWD
. "$top/tests/shell.sh"

mkfifo ready
"$build/faqd" --content "$top/intents" --port 0 --trusted 127.0.0.1 \
	--control none >ready 2>log &
pids=$!
read -r line <ready
url=${line##* at }

# A test a line: all but times, and how sure the engine was, which the
# protocol rounds and of which it has no trace.
verdicts() {
	sed 's/,{"file"/\
{"file"/g' "$1" | sed -n '/^{"file"/{
	s/,"us":.*//
	s/,"confidence":.*//
	s/ ([01]\.[0-9]*[^)"]*)//g
	p
	}'
}

cd "$top" || exit 3
"$build/faqctl" test --json >"$work/engine.json"
judge $? 'the engine passes its tests'
"$build/faqctl" test --json --server "$url" >"$work/server.json"
judge $? 'the server passes them'
cd "$work" || exit 3
verdicts engine.json >engine
verdicts server.json >server
count=$(wc -l <engine)
[ "$count" -gt 2000 ]
judge $? "there are verdicts to compare ($count)"
diff engine server >out
judge $? 'each verdict is the same'
summary
