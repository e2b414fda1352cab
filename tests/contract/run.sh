#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD: BUILD/faqd's traffic against the documents that it serves, and
# the golden messages against the same. Prints TAP.
set -eu
build=$(cd "${1:?the folder with faqd}" && pwd)
# shellcheck source=tests/npm.sh
. "$(dirname "$0")/../npm.sh"

npm_begin contract
# shellcheck disable=SC2154 # npm.sh makes the folder, and removes it
cat >"$said/desks.json" <<'END'
{"desks": [{"name": "room", "kind": "mattermost", "secret-env": "ROOM_SECRET"}]}
END
export ROOM_SECRET=open-sesame
DESK_KEY=$("$build/faqctl" key add Ada --scope desk --database "$said/faqd.db" 2>"$said/key")
export DESK_KEY
echo "$(($(date +%s) / 86400))|7|waiting|||where is my coin" | "$build/fill" "$said/faqd.db"
npm_faqd "$build" --agents yes --desks "$said/desks.json" --content "$top/intents" --database "$said/faqd.db" \
	--origin https://shop.example
export TOP="$top"
node --test-reporter=tap all.mjs
