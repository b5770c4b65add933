#!/bin/bash
# What makes this Linux a dom0: no init system, only Xen's daemons, a bridge, and the agent that does what the tests say.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LANG=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sys /sys
mountpoint -q /dev || mount -t devtmpfs dev /dev
exec < /dev/null > /dev/hvc0 2>&1

# The lock of Xen's hotplug scripts is a file of /dev/fd; without it `xl create` waits for ever.
ln -sfn /proc/self/fd /dev/fd
for stream in 0:stdin 1:stdout 2:stderr; do
	ln -sfn "/proc/self/fd/${stream%:*}" "/dev/${stream#*:}"
done
mkdir -p /dev/pts /dev/shm
mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
for folder in /dev/shm /tmp /run; do
	mount -t tmpfs -o mode=1777 tmpfs "$folder"
done
chmod 755 /run
mkdir -p /run/lock /run/xen /run/xenstored /var/log/xen/console

for module in xen-evtchn xen-gntdev xen-gntalloc xen-privcmd xenfs xen-blkback xen-netback loop bridge tun virtio_pci \
	virtio_console; do
	modprobe "$module" || echo "dom0: no module $module"
done
mount -t xenfs xenfs /proc/xen
hostname dom0
ip link set lo up
ip link add xenbr0 type bridge
ip address add 198.18.0.1/24 dev xenbr0
ip link set xenbr0 up

# Xen's own script for block devices is ended after 40 s, which a busy machine in emulation takes; this does the same.
cat > /etc/xen/scripts/block << 'END'
#!/bin/sh
case $1 in
	add)
		path=$(xenstore-read "$XENBUS_PATH/params")
		device=$(readlink -f "$path")
		xenstore-write "$XENBUS_PATH/physical-device" "$(stat -c %t:%T "$device")" \
			"$XENBUS_PATH/physical-device-path" "$device" "$XENBUS_PATH/hotplug-status" connected
		;;
	remove) xenstore-rm "$XENBUS_PATH/hotplug-status" ;;
esac
END

for daemon in /usr/lib/xen-*/bin/oxenstored; do tools=${daemon%/*}; done
"$tools/oxenstored" --pid-file=/run/xen/xenstored.pid
until xenstore-read / > /dev/null 2>&1; do sleep 0.1; done
"$tools/xen-init-dom0"
"$tools/xenconsoled" --pid-file=/run/xen/xenconsoled.pid
echo "dom0: Xen's daemons run after $(cut -d' ' -f1 /proc/uptime) s"

port=
until [ -c "$port" ]; do
	sleep 0.1
	for port in /dev/vport*p1; do :; done
done
cd /root || exit
node /lab/agent.mjs "$port"
echo "dom0: the agent ended with $?"
poweroff -f
