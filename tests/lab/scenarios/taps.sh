# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# A machine in a bridge, and one on a network card: its frames arrive, and nothing is left after it, also
# after a helper and a QEMU that were killed. Whom the administrator has allowed a bridge need not ask. Its
# threads stay on the processor that they were given.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

mac=52:54:00:6d:90:70
denied() { as denied lanewayctl -c system "$@"; }
links() { ip -c=never -o link | sed 's/^[0-9]*: \([^:@]*\).*/\1/' | sort | tr '\n' ' '; }
has_links() { [ "$(links)" = "$1" ]; }
tap() { ip -c=never -o link show master br0 | sed -n 's/^[0-9]*: \(vnet[0-9]*\).*/\1/p'; }
macvtap() { ip -c=never -o link show type macvtap | sed -n 's/^[0-9]*: \([^@:]*\)@.*/\1/p'; }
bridged() { # MAC
    printf "<interface type='bridge'><mac address='%s'/><source bridge='br0'/><model type='e1000e'/></interface>" "$1"
}
card_mac() { cat "/sys/class/net/$interface/address"; }
find_igb
install_product
ip link add br0 type bridge
ip address add 10.9.9.1/24 dev br0
ip link set br0 up
before=$(links)

stamp "a machine in the bridge is heard, and hears"
define web "lab_ask=60 lab_stay=1" "$(bridged $mac)"
contains "the plan" "in the bridge br0" "$(ctl start --dry-run web)"
is "links" "$before" "$(links)"
try ctl start web
is "status" 0 "$status"
contains "the tap" vnet "$(tap)"
contains "the tap's address" "fe:${mac#*:}" "$(ip -c=never link show dev "$(tap)")"
is "QEMU's uid" 1000 "$(stat -c %u "/proc/$(guest_of web)")"
contains "QEMU's capabilities" 0000000000000000 "$(grep CapEff "/proc/$(guest_of web)/status")"
wait_for 300 "word of the guest about its MAC" guest_says web "nic eth0 mac=$mac"
wait_for 120 "an answer to the guest" guest_says web "heard 10.9.9.1"
contains "neighbours" "$mac" "$(ip neigh show dev br0)$(bridge fdb show br br0 | grep -i "$mac")"

stamp "another one is plugged in while it runs, and out again"
wait_for 60 "the guest's end of work" guest_says web staying
bridged 52:54:00:6d:90:71 >/home/tester/other.xml
try ctl attach-device web /home/tester/other.xml --live
is "status" 0 "$status"
is "taps" 2 "$(tap | wc -l)"
wait_for 120 "the guest's word of it" guest_says web "nic eth1 mac=52:54:00:6d:90:71"
try ctl detach-device web /home/tester/other.xml --live
is "status" 0 "$status"
is "taps" 1 "$(tap | wc -l)"

stamp "it ends"
try ctl destroy web
is "status" 0 "$status"
is "links" "$before" "$(links)"

stamp "a helper that was killed, and then QEMU, too: the next helper removes the tap"
try ctl start web
is "status" 0 "$status"
pid=$(guest_of web)
kill_helper
kill -9 "$pid"
wait_for 20 "end of QEMU" gone "/proc/$pid"
ctl list --all
wait_for 30 "the links as before" has_links "$before"

stamp "who may"
domain_xml theirs "" "$(bridged 52:54:00:6d:90:72)" | sed 's,/home/tester,/home/denied,' >/home/denied/theirs.xml
try denied define /home/denied/theirs.xml
is "status" 0 "$status"
try denied start theirs
is "status" 3 "$status"
mkdir -p /etc/qemu
echo "allow br0" >/etc/qemu/bridge.conf
try denied start theirs
is "status" 0 "$status"
try denied destroy theirs
is "status" 0 "$status"
rm /etc/qemu/bridge.conf
is "links" "$before" "$(links)"

stamp "on a network card, all of whose frames are the machine's; its threads on one processor"
former=$(card_mac)
domain_xml direct "lab_stay=1" "<interface type='direct'><mac address='$mac'/><source dev='$interface' mode='passthrough'/><model type='e1000e'/></interface>" |
    sed "s,<os>,<cputune><vcpupin vcpu='0' cpuset='0'/><emulatorpin cpuset='0'/></cputune><os>," >/home/tester/direct.xml
ctl define /home/tester/direct.xml
tcpdump -i "$interface" -w /tmp/frames -U "ether src $mac" 2>/dev/null &
listener=$!
try ctl start direct
is "status" 0 "$status"
contains "the tap" macvtap "$(macvtap)"
is "the card's address" $mac "$(card_mac)"
for task in /proc/"$(guest_of direct)"/task/*; do
    is "processors of ${task##*/}" 0 "$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' "$task/status")"
done
wait_for 300 "word of the guest about its MAC" guest_says direct "nic eth0 mac=$mac"
wait_for 120 "frames of the guest" guest_says direct "done"
frames() { [ "$(tcpdump -r /tmp/frames 2>/dev/null | wc -l)" -gt 0 ]; }
wait_for 20 "frames on the card" frames
kill $listener
try ctl destroy direct
is "status" 0 "$status"
is "the card's address" "$former" "$(card_mac)"
is "links" "$before" "$(links)"
ctl journal list
cp "$(guest_log web)" "$LAB_OUT/guest.log"
