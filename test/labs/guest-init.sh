#!/bin/sh
# The whole userland of a lab guest: loads its drivers, then reads and writes its disks at the rates asked on the kernel
# command line. pace=DISK:READ:WRITE,…: KiB/s of each disk. driver=0: no balloon driver. address=: of eth0.
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev

pace='' driver=1 address=
for word in $(cat /proc/cmdline); do
	case $word in pace=*|driver=*|address=*) eval "$word" ;; esac
done

for module in /lib/*.ko; do
	case $module in *balloon*) [ "$driver" = 1 ] || continue ;; esac
	insmod "$module"
done

if [ -n "$address" ]; then
	ip link set eth0 up
	ip address add "$address" dev eth0
fi
IFS=,
set -- $pace
unset IFS
for job; do
	until [ -b "/dev/${job%%:*}" ]; do usleep 50000; done
done

# Hundredths of a second since boot.
clock() {
	read -r up _ < /proc/uptime
	now=$((${up%.*} * 100 + 1${up#*.} - 100))
}

# move read|write DISK KIB_PER_SECOND: moves the 4 KiB blocks that are due by now. A variable named by both counts them.
move() {
	eval "moved=\${$1_$2:-0}"
	due=$(($3 * (now - start) / 400 - moved))
	[ "$due" -gt 0 ] || return
	offset=$((moved % 12000))
	if [ "$1" = read ]; then
		dd if="/dev/$2" of=/dev/null bs=4k count="$due" skip="$offset" iflag=direct 2> /dev/null
	else
		dd if=/dev/zero of="/dev/$2" bs=4k count="$due" seek="$offset" oflag=direct conv=notrunc 2> /dev/null
	fi
	eval "$1_$2=$((moved + due))"
	[ -n "$paced" ] || { paced=1 && echo "the guest is paced"; }
}

clock
start=$now last=$now paced=
while :; do
	usleep 200000 &
	clock
	# A guest that was held up catches up, so that the rate stays true; one that was stopped for long does not burst.
	[ $((now - last)) -gt 300 ] && start=$((start + now - last))
	last=$now
	for job; do
		rates=${job#*:}
		move read "${job%%:*}" "${rates%:*}"
		move write "${job%%:*}" "${rates#*:}"
	done
	wait
done
