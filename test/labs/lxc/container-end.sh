#!/bin/bash
# Within the lab's namespaces: ends the container, and takes away the control groups that libvirt leaves behind.
virsh -q -c lxc:///system destroy box
rmdir /sys/fs/cgroup/*/machine/lxc-* /sys/fs/cgroup/*/machine 2> /dev/null
exit 0
