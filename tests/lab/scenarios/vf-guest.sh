# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# A virtual function with a MAC and a VLAN of its own reaches a guest, on behalf of a user without
# privilege, and comes back as it was. vf-guest.post then looks for the tag on the wire.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

mac=52:54:00:6d:90:02 vlan=42
find_igb
install_product

stamp "seven virtual functions"
try ctl vf create "$pf" 7
is "status" 0 "$status"
is "VFs" 7 "$(cat "$pci/$pf/sriov_numvfs")"
wait_for 20 "driver of the last VF" has_driver "$(vf_of "$pf" 6)" igbvf
vf=$(vf_of "$pf" 2)
wait_for 30 "the USB drive's driver" has_usb_driver "$(usb_port 46f4 0001)" usb-storage
settled
world >/tmp/world.before
line_before=$(vf_line "$interface" 2)

stamp "a domain, with the source address in decimal"
define web "" "$(interface_xml "$vf" $mac $vlan %d)"
contains "definition" "<mac address='$mac'/>" "$(ctl dumpxml web)"
try ctl start --dry-run web
is "status" 0 "$status"
same_world /tmp/world.before
ctl undefine web

stamp "the same in hexadecimal"
define web "lab_stay=1 lab_usb=1" "$(interface_xml "$vf" $mac $vlan)"
try ctl start web
is "status" 0 "$status"
is "domstate" running "$(domain_state web)"

pid=$(guest_of web)
is "QEMU's uid" 1000 "$(stat -c %u "/proc/$pid")"
contains "QEMU's capabilities" 0000000000000000 "$(grep CapEff "/proc/$pid/status")"
contains "QEMU's privileges" 1 "$(grep NoNewPrivs "/proc/$pid/status")"
is "driver" vfio-pci "$(driver_of "$vf")"
contains "VF 2" "$mac" "$(vf_line "$interface" 2)"
contains "VF 2" "vlan $vlan" "$(vf_line "$interface" 2)"
contains "nodes" "/dev/vfio/$(group_of "$vf") user:tester:rw-" "$(nodes)"

wait_for 300 "word of the guest about its MAC" guest_says web "nic eth0 mac=$mac"
stamp "the guest has an interface with $mac"
wait_for 60 "frames of the guest" guest_says web "done"

stamp "another one is plugged in while it runs, and out again"
wait_for 60 "the guest's end of work" guest_says web staying
other=$(vf_of "$pf" 3)
other_before=$(vf_line "$interface" 3)
interface_xml "$other" 52:54:00:6d:90:04 43 >/home/tester/other.xml
try ctl attach-device web /home/tester/other.xml --live
is "status" 0 "$status"
contains "VF 3" "vlan 43" "$(vf_line "$interface" 3)"
wait_for 120 "the guest's word of it" guest_says web "nic eth1 mac=52:54:00:6d:90:04"
try ctl detach-device web /home/tester/other.xml --live
is "status" 0 "$status"
is "driver" igbvf "$(driver_of "$other")"
is "VF 3" "$other_before" "$(vf_line "$interface" 3)"
wait_for 30 "the guest's word of it" guest_says web gone

stamp "the same by attach-interface; then an emulated card and a disk at the same port"
times_gone() { grep -ac "GUEST gone" "$(guest_log web)"; }
is_gone_again() { [ "$(times_gone)" -gt "$1" ]; }
before=$(times_gone)
try ctl attach-interface web hostdev "$other" --managed --mac 52:54:00:6d:90:05 --live
is "status" 0 "$status"
is "driver" vfio-pci "$(driver_of "$other")"
wait_for 120 "the guest's word of it" guest_says web "nic eth[0-9] mac=52:54:00:6d:90:05"
try ctl detach-interface web hostdev --mac 52:54:00:6d:90:05 --live
is "status" 0 "$status"
is "driver" igbvf "$(driver_of "$other")"
is "VF 3" "$other_before" "$(vf_line "$interface" 3)"
wait_for 30 "the guest's word of it" is_gone_again "$before"
before=$(times_gone)
try ctl attach-interface web user --model e1000e --mac 52:54:00:6d:90:06 --live
is "status" 0 "$status"
wait_for 120 "the guest's word of it" guest_says web "nic eth[0-9] mac=52:54:00:6d:90:06"
try ctl detach-interface web user --live
is "status" 0 "$status"
wait_for 30 "the guest's word of it" is_gone_again "$before"
before=$(times_gone)
as tester truncate -s 1M /home/tester/disk.img
try ctl attach-disk web /home/tester/disk.img vdb --live --config
is "status" 0 "$status"
wait_for 120 "the guest's word of it" guest_says web "pci [0-9a-f:.]* 0x1af4:0x10[04][12]"
try ctl detach-disk web vdb --live --config
is "status" 0 "$status"
wait_for 30 "the guest's word of it" is_gone_again "$before"

stamp "a USB drive of the host is plugged in while it runs, out, and in again"
drive=$(usb_port 46f4 0001)
usb_xml 46f4 0001 >/home/tester/usb.xml
contains "USB devices" 46f4:0001 "$(ctl host usb)"
contains "node devices" "usb_${drive//[-.]/_}" "$(ctl nodedev-list --cap usb_device)"
try ctl attach-device web /home/tester/usb.xml --live
is "status" 0 "$status"
contains "nodes" "$(usb_node "$drive") user:tester:rw-" "$(nodes)"
wait_for 120 "the guest's word of the drive" guest_says web "usb [0-9.-]* 46f4:0001"
# QEMU claims it when the guest has chosen its configuration, a moment after the guest told of it.
wait_for 30 "the claim of QEMU" has_usb_driver "$drive" usbfs
try ctl detach-device web /home/tester/usb.xml --live
is "status" 0 "$status"
is "the host's driver" usb-storage "$(usb_driver "$drive")"
wait_for 60 "the guest's word of it" guest_says web "usb [0-9.-]* unplugged"
# Its disk comes to the host a moment after its driver; a plan of before would be refused.
wait_for 60 "the host's disk of it" has_usb_disk "$drive"
settled
try ctl attach-device web /home/tester/usb.xml --live
is "status" 0 "$status"

stamp "it comes back"
try ctl destroy web
is "status" 0 "$status"
is "domstate" "shut off" "$(domain_state web)"
is "driver" igbvf "$(driver_of "$vf")"
is "VF 2" "$line_before" "$(vf_line "$interface" 2)"
wait_for 10 "the host's driver of the drive" has_usb_driver "$drive" usb-storage
same_world /tmp/world.before
ctl journal list

echo "mac=$mac vlan=$vlan" >"$LAB_OUT/expect"
cp "$(guest_log web)" "$LAB_OUT/guest.log"
