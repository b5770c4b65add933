#!/bin/bash
# Within the lab's namespaces: `container-init.sh FOLDER`. Mounts the control groups that libvirt wants for a container,
# builds its root, starts libvirtd, then the container, which reads and writes 1 MiB a second where /data/go is. On some
# kernels blkio counts only under a rule, so there is one that limits nothing.
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
for name in sh dd sleep; do
	ln -s busybox "$tree/bin/$name"
done
cat > "$tree/init" <<'INIT'
#!/bin/sh
while :; do
	if [ -e /data/go ]; then
		dd if=/dev/zero of=/data/x bs=64k count=16 oflag=direct 2>/dev/null
		dd if=/data/x of=/dev/null bs=64k iflag=direct 2>/dev/null
	fi
	sleep 1
done
INIT
chmod 755 "$tree/init"
cat > "$folder/box.xml" <<XML
<domain type='lxc'><name>box</name><memory unit='KiB'>65536</memory><vcpu>1</vcpu>
<os><type>exe</type><init>/init</init></os><devices>
<filesystem type='mount' accessmode='passthrough'><source dir='$tree'/><target dir='/'/></filesystem>
<console type='pty'/></devices></domain>
XML
sed 's/box/lid/' "$folder/box.xml" > "$folder/lid.xml"
libvirtd --daemon --config /etc/libvirt/libvirtd.conf --pid-file /run/libvirtd.pid
virsh -q -c lxc:///system define "$folder/lid.xml"
virsh -q -c lxc:///system create "$folder/box.xml"
for disk in /sys/block/*/dev; do
	for way in read write; do
		for group in /sys/fs/cgroup/blkio/machine/lxc-*; do
			echo "$(cat "$disk") 1000000000" > "$group/blkio.throttle.${way}_bps_device" 2> /dev/null || true
		done
	done
done
touch "$tree/data/go"
