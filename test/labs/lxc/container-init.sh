#!/bin/bash
# Within the lab's namespaces: `container-init.sh FOLDER`. Mounts the control groups that libvirt wants for a container,
# builds its root, starts libvirtd, then the container. Where the file is there, the container does what it says:
# /data/go: it reads and writes blocks of 64 KiB, and counts them in /dev/moved;
# /data/spin: it keeps a processor busy for 40 hundredths of each second, and counts these in /dev/spun;
# /data/hold: it holds 20 MiB of memory.
# It also sends packets to this end of its veth. On some kernels blkio counts only under a rule, so there is one that
# limits nothing.
set -eu
folder=$1
mount -t tmpfs tmpfs /sys/fs/cgroup
for controller in cpu cpuacct cpuset memory devices freezer blkio; do
	mkdir /sys/fs/cgroup/$controller
	mount -t cgroup -o $controller cgroup /sys/fs/cgroup/$controller
done
mkdir /sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd
tree=$folder/container
mkdir -p "$tree"/{bin,proc,sys,dev,data}
cp "$(command -v busybox)" "$tree/bin/busybox"
for name in sh dd ip ping sleep usleep; do
	ln -s busybox "$tree/bin/$name"
done
cat > "$tree/spin" <<'SPIN'
#!/bin/sh
# Hundredths of a second since this machine's boot.
clock() {
	read -r up _ < /proc/uptime
	now=$((${up%.*} * 100 + 1${up#*.} - 100))
}
spun=0
while :; do
	if [ -e /data/spin ]; then
		clock
		begun=$now
		while clock; [ $((now - begun)) -lt 40 ]; do :; done
		spun=$((spun + now - begun))
		echo $spun > /dev/spun
	fi
	usleep 600000
done
SPIN
cat > "$tree/init" <<'INIT'
#!/bin/sh
echo 0 > /dev/spun
echo 0 > /dev/moved
ip link set eth0 up
ip address add 198.18.9.2/30 dev eth0
while :; do ping -q -s 300 -i 0.05 198.18.9.1; sleep 1; done > /dev/null 2>&1 &
/spin &
moved=0 holder=
while :; do
	if [ -e /data/go ]; then
		dd if=/dev/zero of=/data/x bs=64k count=4 oflag=direct 2>/dev/null
		dd if=/data/x of=/dev/null bs=64k iflag=direct 2>/dev/null
		moved=$((moved + 4))
		echo $moved > /dev/moved
	fi
	if [ -e /data/hold ]; then
		# It has read 20 MiB, and the pipe takes no more than its first part.
		[ -n "$holder" ] || { dd if=/dev/zero bs=20M count=1 2>/dev/null | sleep 1000 & holder=$!; }
	elif [ -n "$holder" ]; then
		kill $holder
		holder=
	fi
	usleep 200000
done
INIT
chmod 755 "$tree/init" "$tree/spin"
cat > "$folder/box.xml" <<XML
<domain type='lxc'><name>box</name><memory unit='KiB'>65536</memory><vcpu>1</vcpu>
<os><type>exe</type><init>/init</init></os><devices>
<filesystem type='mount' accessmode='passthrough'><source dir='$tree'/><target dir='/'/></filesystem>
<interface type='ethernet'><mac address='52:54:00:00:09:02'/><target dev='labbox'/><guest dev='eth0'/></interface>
<console type='pty'/></devices></domain>
XML
sed 's/box/lid/' "$folder/box.xml" > "$folder/lid.xml"
libvirtd --daemon --config /etc/libvirt/libvirtd.conf --pid-file /run/libvirtd.pid
virsh -q -c lxc:///system define "$folder/lid.xml"
virsh -q -c lxc:///system create "$folder/box.xml"
ip address add 198.18.9.1/30 dev labbox
ip link set labbox up
for disk in /sys/block/*/dev; do
	for way in read write; do
		for group in /sys/fs/cgroup/blkio/machine/lxc-*; do
			echo "$(cat "$disk") 1000000000" > "$group/blkio.throttle.${way}_bps_device" 2> /dev/null || true
		done
	done
done
touch "$tree/data/go"
