#!/bin/sh
# The whole userland of a lab guest: loads virtio, then reads and writes both disks at the rates asked on the kernel
# command line. a_read, a_write, b_read, b_write: KiB/s of vda and vdb. driver=0: no balloon driver. address=: of eth0.
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev

a_read=0 a_write=0 b_read=0 b_write=0 driver=1 address=
for word in $(cat /proc/cmdline); do
	case $word in a_read=*|a_write=*|b_read=*|b_write=*|driver=*|address=*) eval "$word" ;; esac
done

for module in /lib/*.ko; do
	case $module in *balloon*) [ "$driver" = 1 ] || continue ;; esac
	insmod "$module"
done

if [ -n "$address" ]; then
	ip link set eth0 up
	ip address add "$address" dev eth0
fi
until [ -b /dev/vda ] && [ -b /dev/vdb ]; do usleep 50000; done

# Hundredths of a second since boot.
clock() {
	read -r up _ < /proc/uptime
	now=$((${up%.*} * 100 + 1${up#*.} - 100))
}

# pace DISK KIB_PER_SECOND BLOCKS_DONE read|write: moves the 4 KiB blocks that are due by now, and says in `moved` how many.
pace() {
	moved=$(($2 * (now - start) / 400 - $3))
	[ "$moved" -gt 0 ] || { moved=0; return; }
	offset=$(($3 % 12000))
	if [ "$4" = read ]; then
		dd if="/dev/$1" of=/dev/null bs=4k count="$moved" skip="$offset" iflag=direct 2> /dev/null
	else
		dd if=/dev/zero of="/dev/$1" bs=4k count="$moved" seek="$offset" oflag=direct conv=notrunc 2> /dev/null
	fi
}

clock
start=$now last=$now ar=0 aw=0 br=0 bw=0 paced=
while :; do
	usleep 200000 &
	clock
	# A guest that was held up catches up, so that the rate stays true; one that was stopped for long does not burst.
	[ $((now - last)) -gt 300 ] && start=$((start + now - last))
	last=$now
	pace vda "$a_read" "$ar" read; ar=$((ar + moved))
	pace vda "$a_write" "$aw" write; aw=$((aw + moved))
	pace vdb "$b_read" "$br" read; br=$((br + moved))
	pace vdb "$b_write" "$bw" write; bw=$((bw + moved))
	[ -n "$paced" ] || { [ $((ar + aw + br + bw)) -gt 0 ] && paced=1 && echo "the guest is paced"; }
	wait
done
