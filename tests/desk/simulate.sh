#!/bin/sh
# SPDX-License-Identifier: MIT
# simulate.sh BUILD [-k] CONTENT KIND|all OPTIONS...: what deploy/desks/KIND.md
# says is done as it stands there, but for the address of the desk's API, which
# is a free port here; then faqctl plays that desk with the OPTIONS. With -k
# faqd is killed every second (kill -9) and started again, on the same store.
# Prints the report of what fails and, last, "N passed, N failed".
set -u
build=$(realpath "${1:?the folder with faqd and faqctl}")
here=$(cd "$(dirname "$0")" && pwd)
docs=$(realpath "$here/../../deploy/desks")
shift
kill_it=
[ "$1" = -k ] && kill_it=1 && shift
content=$(realpath "$1")
kind=$2
shift 2
self=$here/simulate.sh
all='chatwoot zendesk intercom zammad slack mattermost rocketchat webhook'
# shellcheck source=tests/shell.sh
. "$here/../shell.sh"

free_port() {
	node -e 'const s = require("net").createServer().listen(0, "127.0.0.1",
		() => { console.log(s.address().port); s.close(); });'
}

# The page's desks file, and secrets of its own; $1 the page, $2 the API's port
set_up() {
	awk '/^```$/ { on = 0 } on; /^```json$/ { on = 1 }' "$1" >page.json
	node - page.json "$2" >desks.json <<-'END'
		const fs = require("fs"), crypto = require("crypto");
		const [file, port] = process.argv.slice(2);
		const desks = JSON.parse(fs.readFileSync(file, "utf8"));
		const make = (name, webhook) => fs.writeFileSync(name,
			(webhook ? "whsec_" : "") +
			crypto.randomBytes(24).toString("base64"), {mode: 0o600});
		for (const desk of desks.desks) {
			if (desk["secret-file"])
				make(desk["secret-file"], desk.kind === "webhook");
			if (desk["token-file"])
				make(desk["token-file"], false);
			if (!desk.url)
				continue;
			const path = new URL(desk.url).pathname.replace(/\/$/, "");
			desk.url = `http://127.0.0.1:${port}${path}`;
			desk.http = desk["allow-private"] = true;
		}
		console.log(JSON.stringify(desks, null, "\t"));
	END
}

# faqd on port $1; it has to listen before anything else goes on
start() {
	rm -f said
	mkfifo said
	"$build/faqd" --content "$content" --port "$1" --desks desks.json \
		--database faqd.db --trusted 127.0.0.1 --log-level warning \
		>said 2>>faqd.log &
	faqd=$!
	pids=$faqd
	read -r line <said
	case $line in *http*) ;; *) return 1 ;; esac
}

stop() {
	kill "$1" "$faqd" 2>/dev/null
	wait "$faqd" 2>/dev/null
}

# Until faqctl, $1, has ended.
killing() {
	while sleep 1 && kill -0 "$1" 2>/dev/null; do
		stop -9
		start "$port" || return
	done
}

simulate() {
	rm -f faqd.db* faqd.log
	set_up "$docs/$1.md" "$(free_port)"
	port=$(free_port)
	if ! start "$port"; then
		cp faqd.log out
		bad "$1: faqd does not start"
		return
	fi
	page=$1
	shift
	"$build/faqctl" desk simulate support --desks desks.json \
		--server "http://127.0.0.1:$port" --trace trace.jsonl \
		${kill_it:+--restarts} "$@" >out 2>err &
	faqctl=$!
	pids="$pids $faqctl"
	[ -z "$kill_it" ] || killing "$faqctl"
	wait "$faqctl"
	code=$?
	tail -n 20 faqd.log >>err
	judge "$code" "$page (exit $code)"
	[ -z "${SIMULATE_KEEP-}" ] || {
		mkdir -p "$SIMULATE_KEEP/$page"
		cp out err faqd.log trace.jsonl "$SIMULATE_KEEP/$page/"
	}
	stop -TERM
}

# All of them at the same time: they mostly wait.
simulate_all() {
	for page in $all; do
		"$self" "$build" ${kill_it:+-k} "$content" "$page" "$@" \
			>"$page.log" 2>&1 </dev/null &
		pids="$pids $!"
	done
	# shellcheck disable=SC2086 # names
	set -- $all
	for pid in $pids; do
		wait "$pid"
		code=$?
		cp "$1.log" out
		judge "$code" "$1"
		shift
	done
}

if [ "$kind" = all ]; then
	simulate_all "$@"
else
	simulate "$kind" "$@"
fi
summary
