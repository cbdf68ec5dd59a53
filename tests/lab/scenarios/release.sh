# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# However a guest ends, and whether the helper is there or not: everything comes back.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

find_igb
# Directories of everybody's may stay. The rest of the system goes on writing meanwhile: what is under way (find says of
# a file that it vanished) and the service manager's own records are not ours.
files() {
    {
        find /usr /etc /var/lib /run/laneway -xdev -path /var/lib/systemd -prune -o \
            \( ! -type d -o -path '*laneway*' \) -print 2>/dev/null || true
    } | sort
}
files >/tmp/files.before
install_product
ctl vf create "$pf" 2
wait_for 20 "driver of the VF" has_driver "$(vf_of "$pf" 1)" igbvf
vf=$(vf_of "$pf" 1)
drive=$(usb_port 46f4 0001)
wait_for 30 "the USB drive's driver" has_usb_driver "$drive" usb-storage
define web "" "$(interface_xml "$vf" 52:54:00:6d:90:02 42)$(usb_xml 46f4 0001)"
settled
world >/tmp/world.before

start() {
    try ctl start web
    is "status" 0 "$status"
    pid=$(guest_of web)
    is "driver" vfio-pci "$(driver_of "$vf")"
    contains "nodes" "$(usb_node "$drive") user:tester:rw-" "$(nodes)"
    ! has_usb_driver "$drive" usb-storage || give_up "the host still has the USB drive"
}

stamp "QEMU is killed"
start
kill -9 "$pid"
same_world /tmp/world.before
wait_for 10 "end in domstate" is_in_state web "shut off"

stamp "the helper is killed while a guest runs, and finds it again"
start
kill -9 "$(helper_pid)"
wait_for 20 "guest found again" is_in_state web running
is "QEMU" "$pid" "$(guest_of web)"
try ctl destroy web
is "status" 0 "$status"
same_world /tmp/world.before

stamp "the helper is stopped; the guest goes on, and is killed while nobody looks"
start
systemctl stop laneway-helper.service
[ -e "/proc/$pid" ] || give_up "the guest ended with the helper"
kill -9 "$pid"
is "driver" vfio-pci "$(driver_of "$vf")"
is "domstate, by a fresh helper" "shut off" "$(domain_state web)"
same_world /tmp/world.before

stamp "the helper is restarted as an upgrade does it"
start
systemctl restart laneway-helper.service
is "domstate" running "$(domain_state web)"
try ctl destroy web
is "status" 0 "$status"
same_world /tmp/world.before

stamp "uninstalled, but not under a running machine"
# The list that scripts/install leaves.
{ echo; tar tf /lab/in/product.tar; } | sed -n 's,.*[^/]$,/&,p' >/usr/share/laneway/installed-files
start
try uninstall --purge
is "status" 1 "$status"
contains "the refusal" "stop them first" "$said"
is "domstate" running "$(domain_state web)"
ctl destroy web
same_world /tmp/world.before
try uninstall --purge
is "status" 0 "$status"
rm /etc/polkit-1/rules.d/10-lab.rules
files >/tmp/files.after
left=$(comm -13 /tmp/files.before /tmp/files.after)
[ -z "$left" ] || give_up "files are left behind: $left"
echo "  ok  no file is left behind"
