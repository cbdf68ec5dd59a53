# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# What shares a group goes together or not at all; what is no endpoint does not go; whom polkit
# denies changes nothing.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

find_igb
install_product
first=$(device_of e1000e)
second=$(device_of e1000e 1)
behind=$(device_of e1000)
bridge=$(basename "$(dirname "$(readlink -f "$pci/$behind")")")
world >/tmp/world.before

stamp "one of two functions of a group"
define one "" "$(hostdev_xml "$first")"
for how in "" --dry-run; do
    # shellcheck disable=SC2086 # none or one word
    try ctl start $how one
    is "status" 4 "$status"
    contains "the refusal" "$second" "$said"
    same_world /tmp/world.before
done

stamp "both of them"
define both "" "$(hostdev_xml "$first")$(hostdev_xml "$second")"
try ctl start both
is "status" 0 "$status"
is "drivers" "vfio-pci vfio-pci" "$(driver_of "$first") $(driver_of "$second")"
is "QEMU's uid" 1000 "$(stat -c %u "/proc/$(guest_of both)")"
stamp "a device in use by another guest"
define again "" "$(hostdev_xml "$first")$(hostdev_xml "$second")"
try ctl start again
is "status" 4 "$status"
contains "the refusal" both "$said"
try ctl destroy both
is "status" 0 "$status"
same_world /tmp/world.before

stamp "a bridge"
try ctl nodedev-detach "pci_${bridge//[:.]/_}"
is "status" 4 "$status"
same_world /tmp/world.before

stamp "a virtual function's interface that is no virtual function"
define no-vf "" "$(interface_xml "$first" 52:54:00:6d:90:03 42)$(hostdev_xml "$second")"
try ctl start no-vf
is "status" 4 "$status"
contains "the refusal" "virtual function" "$said"
same_world /tmp/world.before

stamp "detached by hand, both, and given back"
for device in "$first" "$second"; do
    try ctl nodedev-detach "pci_${device//[:.]/_}"
    is "status" 0 "$status"
    is "driver" vfio-pci "$(driver_of "$device")"
done
for device in "$first" "$second"; do
    try ctl nodedev-reattach "pci_${device//[:.]/_}"
    is "status" 0 "$status"
done
same_world /tmp/world.before

stamp "somebody whom polkit denies"
denied() { as denied lanewayctl -c system "$@"; }
try denied nodedev-list --cap pci
is "status" 0 "$status"
try denied nodedev-detach "pci_${first//[:.]/_}"
is "status" 3 "$status"
try denied vf create "$pf" 7
is "status" 3 "$status"
domain_xml theirs "" "$(hostdev_xml "$first")$(hostdev_xml "$second")" |
    sed 's,/home/tester,/home/denied,' >/home/denied/theirs.xml
try denied define /home/denied/theirs.xml
is "status" 0 "$status"
try denied start theirs
is "status" 3 "$status"
same_world /tmp/world.before

stamp "each sees their own machines only"
case $(ctl list --all) in *theirs*) give_up "tester sees a machine of denied's" ;; esac
contains "list of denied" theirs "$(denied list --all)"
