# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# A virtual function of an NVMe controller is made, brought online, given to a guest that sees the disk,
# and taken away again. The helper has not the right to command the controller, and never gets it.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

pf=$(device_of nvme)
install_product
settled
world >/tmp/world.before

stamp "more than the controller has to give"
try ctl vf create --queues 9 "$pf" 1
[ "$status" != 0 ] || give_up "made with more than there is"
contains "refusal" queues "$said"
is "VFs" 0 "$(cat "$pci/$pf/sriov_numvfs")"

stamp "what would be done"
try ctl vf create --dry-run "$pf" 1
is "status" 0 "$status"
contains "plan" "2 queues" "$said"
same_world /tmp/world.before

stamp "one virtual function"
try ctl vf create "$pf" 1
is "status" 0 "$status"
vf=$(vf_of "$pf" 0)
is "its driver" none "$(driver_of "$vf")"
try ctl vf list "$pf"
contains "list" online "$said"
contains "the helper's right to command the controller" "CapBnd:	0000000001801000" \
    "$(grep CapBnd "/proc/$(helper_pid)/status")"
is "units left behind" "" "$(systemctl list-units --plain --no-legend --all 'laneway-helper-nvme*')"

stamp "undone, and made again"
job=$(ctl --json journal list | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' | head -n 1)
try ctl journal undo "$job"
is "status" 0 "$status"
same_world /tmp/world.before
try ctl vf create "$pf" 1
is "status" 0 "$status"
settled
world >/tmp/world.made

stamp "a reset of the controller takes it offline, which nobody tells; a start brings it back"
echo 1 >"/sys/class/nvme/$(ls "$pci/$pf/nvme")/reset_controller"
define disk "" "$(hostdev_xml "$vf")"
try ctl start disk
is "status" 0 "$status"
is "driver" vfio-pci "$(driver_of "$vf")"
contains "list" online "$(ctl vf list "$pf")"
wait_for 300 "the guest's word of its disk" guest_says disk "disk nvme0n1 sectors=131072"
stamp "the guest has the disk"
try ctl destroy disk
same_world /tmp/world.made

stamp "none any more"
try ctl vf create "$pf" 0
is "status" 0 "$status"
same_world /tmp/world.before
journalctl -b --no-pager -o cat -u 'laneway-helper-nvme*' | tail -n 5
