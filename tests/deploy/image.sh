#!/bin/sh
# SPDX-License-Identifier: MIT
# image.sh CACHE: builds the image as its Dockerfile says and runs it as
# compose.yaml does: read-only, without rights, as nobody. Its base is the Debian
# that machine.sh bootstraps into CACHE, and not that of a
# registry. Needs root, buildah, podman and runc, and a network for packages.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 3
cache=$(realpath -m "${1:?a folder for the base system}")
if [ "$(id -u)" != 0 ]; then
	echo 'image.sh: only root can build and run it here'
	exit 3
fi
. "$top/tests/shell.sh"
# shellcheck source=tests/deploy/machine.sh
. "$top/tests/deploy/machine.sh"
machine_tar "$cache"
storage="--root $work/images --runroot $work/run --storage-driver vfs"
# Podman's own are more than a container may have within another; faqd wants a
# file for each of its 10000 connections.
limits='--ulimit nofile=16384:16384 --ulimit nproc=4096:4096'
BUILDAH_ISOLATION=chroot
export BUILDAH_ISOLATION
# shellcheck disable=SC2086 # words, not one word
build() { buildah $storage "$@"; }
# shellcheck disable=SC2086
pod() { podman $storage --cgroup-manager cgroupfs --runtime runc "$@"; }
# shellcheck disable=SC2154 # work is shell.sh's
trap 'pod rm -f faqd >/dev/null 2>&1; rm -rf "$work"' EXIT

base=docker.io/library/debian:12-slim
empty=$(build from scratch) &&
	build add -q "$empty" "$cache/bookworm.tar" / >/dev/null &&
	build commit -q "$empty" "$base" >/dev/null || exit 3
run 0 'the image is built' build bud --format docker --pull=never -t faqd \
	-f "$top/deploy/container/Dockerfile" "$top"
[ $failed = 0 ] || { summary; exit 1; }

bytes() {
	pod image inspect --format '{{.Size}}' "$1"
}

# begin OPTION...: as compose.yaml has it; ready when the health check says so
begin() {
	# shellcheck disable=SC2086 # words, not one word
	run 0 "it starts $*" pod run -d --name faqd --pull=never --network none \
		--health-interval disable $limits \
		--read-only --tmpfs /tmp --cap-drop all \
		--security-opt no-new-privileges -v faqd:/var/lib/faqd "$@" \
		localhost/faqd:latest
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		pod healthcheck run faqd >/dev/null 2>&1 && break
		sleep 1
	done
	run 0 'its health check finds it well' pod healthcheck run faqd
}

# asked QUESTION: over the container's own loopback; it has no curl
asked() {
	body="{\"text\": \"$1\"}"
	# shellcheck disable=SC2016 # the container's shell expands
	run 0 "it is asked '$1'" pod exec faqd bash -c '
		exec 3<>/dev/tcp/127.0.0.1/8080
		printf "POST /v1/ask HTTP/1.1\r\nHost: localhost\r\n" >&3
		printf "Content-Type: application/json\r\nConnection: close\r\n" >&3
		printf "Content-Length: %d\r\n\r\n%s" ${#0} "$0" >&3
		cat <&3' "$body"
}

ended() {
	run 0 'it ends' pod stop -t 20 faqd
	run 0 'how' pod inspect --format '{{.State.ExitCode}}' faqd
	says 'of itself' '^0$'
	pod rm faqd >/dev/null 2>&1
}

begin
asked 'what are the common mistakes'
says 'it answers' '"verdict":"answer"'
run 0 'its user' pod exec faqd id -u
says 'is nobody else' '^10001$'
run 1 'it can write nowhere' pod exec faqd touch /usr/bin/x /etc/x
run 0 'its rights' pod exec faqd cat /proc/1/status
says 'are none' '^CapBnd:	0*$'
run 0 'what is in it' pod exec faqd ls /usr/bin
silent 'is no compiler' '^gcc'
ended

mkdir -p content/en
echo '{"name": "The pool"}' >content/site.json
# shellcheck disable=SC2016 # Markdown
printf '### Hours\n\nFrom seven to nine.\n\n```ask faq.hours\nwhen is it open\n```\n' \
	>content/en/faq.md
begin -v "$work/content:/content:ro" -e FAQD_CONTENT=/content
asked 'when is it open'
says 'it answers out of a content that is mounted' 'From seven to nine'
run 0 'what was asked before' pod exec faqd \
	faqctl report --database /var/lib/faqd/faqd.db
says 'is kept in its volume' 'questions *2'
ended

more=$((($(bytes localhost/faqd) - $(bytes "$base")) / 1048576))
echo "$more MB above its base" >out
[ "$more" -lt 40 ]
judge $? 'it is small'
summary
