# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# The two procedures of the guides (a function for a machine, a pool for many), word for word with
# lanewayctl in place of virsh; then eight machines on a pool of seven, the helper killed in between, and
# the host restarted.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

# Seven run at once: no memory, no disk, nothing to boot.
small() { # NAME DEVICES-XML
    cat >"/home/tester/$1.xml" <<XML
<domain type='qemu'><name>$1</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>$2</devices></domain>
XML
    chown tester: "/home/tester/$1.xml"
    ctl define "/home/tester/$1.xml"
}
pooled="<interface type='network'><source network='passthrough'/></interface>"
connections() { ctl net-dumpxml passthrough | sed -n "s/.*<network[^>]* connections='\([0-9]*\)'.*/\1/p"; }
has_connections() { [ "$(connections)" = "$1" ]; }
find_igb
if [ "$(boot_number)" = 1 ]; then
    install_product
    stamp "the first procedure: virtual functions, kept across restarts, and one for a machine"
    contains "node devices" "pci_${pf//[:.]/_}" "$(ctl nodedev-list)"
    try ctl vf create "$pf" 7 --keep
    is "status" 0 "$status"
    is "VFs" 7 "$(cat "$pci/$pf/sriov_numvfs")"
    wait_for 20 "driver of the last VF" has_driver "$(vf_of "$pf" 6)" igbvf
    settled
    vf=$(vf_of "$pf" 2)
    contains "node devices" "pci_${vf//[:.]/_}" "$(ctl nodedev-list)"
    contains "the PF's document" "<capability type='virt_functions'" "$(ctl nodedev-dumpxml "pci_${pf//[:.]/_}")"
    contains "the VF's document" "<capability type='phys_function'" "$(ctl nodedev-dumpxml "pci_${vf//[:.]/_}")"
    world >/tmp/world.before
    small MyGuest ""
    try ctl start MyGuest
    is "status" 0 "$status"
    cat >/home/tester/new-interface.xml <<XML
<interface type='hostdev' managed='yes'>
  <source>
    $(address_xml "$vf" %d)
  </source>
  <mac address='52:54:00:6d:90:02'/>
  <vlan>
    <tag id='42'/>
  </vlan>
</interface>
XML
    try ctl attach-device MyGuest /home/tester/new-interface.xml --live --config
    is "status" 0 "$status"
    contains "VF 2" "52:54:00:6d:90:02, vlan 42" "$(vf_line "$interface" 2 | sed 's,link/ether ,,; s, brd [0-9a-f:]*,,')"
    try ctl destroy MyGuest
    same_world /tmp/world.before
    try ctl start MyGuest
    is "driver at the next start" vfio-pci "$(driver_of "$vf")"
    try ctl destroy MyGuest
    same_world /tmp/world.before
    ctl undefine MyGuest

    stamp "a card whose switch knows no port profiles says so, and nothing is changed"
    small profile "<interface type='hostdev' managed='yes'><source>$(address_xml "$vf")</source><mac address='52:54:00:6d:90:02'/><virtualport type='802.1Qbh'><parameters profileid='finance'/></virtualport></interface>"
    try ctl start profile
    is "status" 1 "$status"
    contains "the refusal" "802.1Qbh" "$said"
    same_world /tmp/world.before
    ctl undefine profile

    stamp "the second procedure: a pool of them"
    cat >/home/tester/passthrough.xml <<XML
<network>
   <name>passthrough</name> <!-- This is the name of the file you created -->
   <forward mode='hostdev' managed='yes'>
     <pf dev='$interface'/>  <!-- Use the netdev name of your SR-IOV devices PF here -->
   </forward>
</network>
XML
    for verb in "net-define /home/tester/passthrough.xml" "net-autostart passthrough" "net-start passthrough"; do
        # shellcheck disable=SC2086 # words
        try ctl $verb
        is "status" 0 "$status"
    done
    contains "list" passthrough "$(ctl net-list)"
    for n in 1 2 3 4 5 6 7 8; do small "guest$n" "$pooled"; done
    try ctl start guest1
    is "status" 0 "$status"
    is "connections" 1 "$(connections)"
    contains "the running pool" "<address type='pci'" "$(ctl net-dumpxml passthrough)"
    contains "the stored machine" "type='network'" "$(ctl dumpxml guest1 --inactive)"
    contains "the running machine" "type='hostdev'" "$(ctl dumpxml guest1)"

    stamp "seven share it, the helper is killed in between, the eighth is told who has them"
    for n in 2 3 4; do ctl start guest$n; done
    kill_helper
    is "connections after the kill" 4 "$(connections)"
    for n in 5 6 7; do ctl start guest$n; done
    is "connections" 7 "$(connections)"
    try ctl start guest8
    is "status" 4 "$status"
    for n in 1 4 7; do contains "the refusal" "guest$n" "$said"; done
    try ctl destroy guest3
    is "connections" 6 "$(connections)"
    try ctl start guest8
    is "status" 0 "$status"
    is "connections" 7 "$(connections)"
    kill -9 "$(guest_of guest5)"
    wait_for 60 "release of what guest5 had" is_in_state guest5 "shut off"
    wait_for 20 "one connection less" has_connections 6
    kill_helper
    kill -9 "$(guest_of guest6)"
    wait_for 60 "release of what guest6 had" is_in_state guest6 "shut off"
    is "connections" 5 "$(connections)"
    try ctl vf create "$pf" 3
    is "status" 4 "$status"
    contains "the refusal" guest1 "$said"
    for n in 1 2 4 7 8; do ctl destroy guest$n; done
    same_world /tmp/world.before

    stamp "settings that are kept"
    try ctl vf set "$(vf_of "$pf" 3)" mac=52:54:00:6d:90:33 vlan=33
    is "status" 0 "$status"
    try ctl vf keep "$pf"
    is "status" 0 "$status"
    ctl start guest1
    restart_host
fi

stamp "after the restart: as it was, before anybody asked the helper"
is "VFs" 7 "$(cat "$pci/$pf/sriov_numvfs")"
wait_for 20 "driver of the last VF" has_driver "$(vf_of "$pf" 6)" igbvf
settled
contains "VF 3" 52:54:00:6d:90:33 "$(vf_line "$interface" 3)"
contains "VF 3" "vlan 33" "$(vf_line "$interface" 3)"
world >/tmp/world.before
contains "the pool, started again" passthrough "$(ctl net-list)"
is "connections" "" "$(connections)"
is "guest1" "shut off" "$(domain_state guest1)"
try ctl start guest1
is "status" 0 "$status"
is "connections" 1 "$(connections)"
try ctl destroy guest1
same_world /tmp/world.before

stamp "and taken away"
for verb in "net-destroy passthrough" "net-undefine passthrough" "vf keep $pf --remove"; do
    # shellcheck disable=SC2086 # words
    try ctl $verb
    is "status" 0 "$status"
done
is "rules of ours" "" "$(find /etc/udev/rules.d -name '*laneway*')"
