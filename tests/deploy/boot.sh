#!/bin/sh
# SPDX-License-Identifier: MIT
# boot.sh ROOT FIFO: goes on as the systemd of ROOT, in namespaces and a control
# group that machine.sh has made: nothing here is seen outside. FIFO hears by
# which process id those outside know us, once our root is ROOT.
set -eu
root=$1
while read -r key value _; do
	[ "$key" = NSpid: ] && id=$value
done </proc/self/status
exec 3>"$2"

mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys # the kernel's settings are not ours
mount -t tmpfs -o mode=755 sys sys
mkdir -p sys/fs/cgroup
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -o remount,ro sys
mount -t tmpfs -o mode=755 dev dev
mkdir dev/pts dev/shm
for device in null zero full random urandom tty; do
	touch "dev/$device"
	mount --bind "/dev/$device" "dev/$device"
done
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mount -t tmpfs -o mode=755 run run
mount --move . /
# shellcheck disable=SC2016 # it is the inner shell that expands this
exec chroot . /usr/bin/env -i container=test ID="$id" /bin/sh -c \
	'mount --make-rshared /; echo "$ID" >&3; exec 3>&-; exec /lib/systemd/systemd --log-target=console'
