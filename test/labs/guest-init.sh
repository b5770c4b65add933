#!/bin/sh
# The whole userland of a lab guest: loads its drivers, then reads and writes its disks at the rates asked on the kernel
# command line. pace=DISK:READ:WRITE,…: KiB/s of each disk. driver=0: no balloon driver. address=: of eth0.
# told=1: a guest that tells, five times a second on its second serial port, what it counts itself (see guest-account.ts).
# It flushes its disks after each write, takes and gives back memory, and keeps its last processor busy for `busy` hundredths of
# each second. peer=: it sends packets to this address.
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev

pace='' driver=1 address= told=0 busy=0 peer=
for word in $(cat /proc/cmdline); do
	case $word in pace=*|driver=*|address=*|told=*|busy=*|peer=*) eval "$word" ;; esac
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
		dd if=/dev/zero of="/dev/$2" bs=4k count="$due" seek="$offset" oflag=direct conv="notrunc$flush" 2> /dev/null
	fi
	eval "$1_$2=$((moved + due))"
	note
	[ -n "$paced" ] || { paced=1 && echo "the guest is paced"; }
}

# Says in /moved how many blocks were moved.
note() {
	[ "$told" = 0 ] || echo "${read_vda:-0} ${write_vda:-0} ${read_vdb:-0} ${write_vdb:-0}" > /moved
}

# Sleeps for these seconds without another program: nobody writes into this pipe.
pause() {
	read -r -t "$1" _ <&3
}

# Keeps a processor busy for `busy` hundredths of each second, and says in /spun for how many in all.
spin() {
	spun=0
	while :; do
		clock
		begun=$now
		while clock; [ $((now - begun)) -lt "$busy" ]; do :; done
		spun=$((spun + now - begun))
		echo "$spun" > /spun
		pause "0.$((100 - busy))"
	done
}

# Takes a mebibyte of memory each second for 16 s, then gives them back in the same way.
wave() {
	[ $((now - waved)) -ge 100 ] || return
	waved=$now
	crest=$(((crest + 1) % 32))
	if [ "$crest" -lt 16 ]; then
		dd if=/dev/zero of="/wave$crest" bs=1M count=1 2> /dev/null
	else
		rm -f "/wave$((crest - 16))"
	fi
}

# Tells five times a second what this guest counts, between two readings of its clock.
tell() {
	blocks='0 0 0 0'
	while :; do
		# A file that is being written is empty.
		read -r line < /moved && blocks=$line
		echo "told $blocks 0"
		sed -n 's/^[0-9.]* [0-9.]*$/at &/p; / vd[ab] /p; /eth0:/p; /^cpu[0-9]/p
/^\(MemTotal\|MemFree\|MemAvailable\|Buffers\|Cached\|SwapCached\):/p; /^\(pgfault\|pgmajfault\|pswpin\|pswpout\) /p' \
			/proc/uptime /proc/diskstats /proc/net/dev /proc/stat /proc/meminfo /proc/vmstat /proc/uptime
		echo end
		pause 0.2
	done
}

# Tells the same of the processors alone, in a shell alone: for each wake-up and each new program the emulator takes
# processor time that the guest does not know of.
tell_processors() {
	loops=0
	while :; do
		read -r line < /spun && loops=$line
		read -r clock < /proc/uptime
		echo "told 0 0 0 0 $loops
at $clock"
		while read -r name counts; do
			case $name in
			cpu[0-9]) echo "$name $counts" ;;
			intr) break ;;
			esac
		done < /proc/stat
		read -r clock < /proc/uptime
		echo "at $clock
end"
		pause 0.2
	done
}

# run_on PROCESSOR PID: lets a process and its children run there alone.
run_on() {
	taskset -p $((1 << $1)) "$2" > /dev/null
}

flush= rest=200000
if [ "$told" = 1 ]; then
	flush=,fsync waved=0 crest=0
	echo 0 0 0 0 > /moved
	echo 0 > /spun
	last=$(($(grep -c ^processor /proc/cpuinfo) - 1))
	mkfifo /never
	exec 3<> /never
	if [ "$busy" = 0 ]; then
		tell > /dev/ttyS1 &
		run_on "$last" $!
	else
		rest=1000000
		spin &
		run_on "$last" $!
		tell_processors > /dev/ttyS1 &
		run_on 0 $!
	fi
	[ -z "$peer" ] || while :; do ping -q -s 300 -i 0.05 "$peer"; usleep 500000; done > /dev/null 2>&1 &
	run_on 0 $$
fi

clock
start=$now last=$now paced=
while :; do
	usleep "$rest" &
	round=$!
	clock
	# A guest that was held up catches up, so that the rate stays true; one that was stopped for long does not burst.
	[ $((now - last)) -gt 300 ] && start=$((start + now - last))
	last=$now
	for job; do
		rates=${job#*:}
		move read "${job%%:*}" "${rates%:*}"
		move write "${job%%:*}" "${rates#*:}"
	done
	[ "$told" = 0 ] || wave
	wait "$round"
done
