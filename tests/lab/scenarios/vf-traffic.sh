# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# Machines with functions of one card: those of one VLAN hear each other, those of another do not, and
# spoof checking is what the card makes of it. vf-traffic.post looks at the cable.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

find_igb
install_product
try ctl vf create "$pf" 3
is "status" 0 "$status"
wait_for 20 "driver of the last VF" has_driver "$(vf_of "$pf" 2)" igbvf
settled
world >/tmp/world.before

guest() { # NAME INDEX MAC VLAN ADDRESS PEER SECONDS SPOOFED
    define "$1" "lab_stay=1 lab_address=$5 lab_peer=$6 lab_ask=$7 lab_spoof=$8" "$(interface_xml "$(vf_of "$pf" "$2")" "$3" "$4")"
}
guest a 0 52:54:00:6d:90:0a 42 10.9.9.11 10.9.9.12 240 52:54:00:99:99:0a
guest b 1 52:54:00:6d:90:0b 42 10.9.9.12 10.9.9.11 240 52:54:00:99:99:0b
guest c 2 52:54:00:6d:90:0c 43 10.9.9.13 10.9.9.12 20 52:54:00:99:99:0c
try ctl vf set "$(vf_of "$pf" 1)" spoofchk=off
is "status" 0 "$status"
settled
world >/tmp/world.idle

stamp "two machines on VLAN 42, one with spoof checking and one without"
for name in a b; do
    try ctl start $name
    is "status" 0 "$status"
done
contains "VF 0" "spoof checking on" "$(vf_line "$interface" 0)"
contains "VF 1" "spoof checking off" "$(vf_line "$interface" 1)"
wait_for 400 "word of a about b" guest_says a "heard 10.9.9.12"
wait_for 100 "word of b about a" guest_says b "heard 10.9.9.11"
echo "  ok  a and b hear each other"

stamp "a third on VLAN 43"
try ctl start c
is "status" 0 "$status"
wait_for 600 "word of c about b" guest_says c "\(un\)\?heard 10.9.9.12"
guest_says c "unheard 10.9.9.12" || give_up "c on VLAN 43 heard b on VLAN 42"
echo "  ok  c does not hear b"
for name in a b c; do
    wait_for 120 "frames of $name with another's address" guest_says $name "spoofed"
done

stamp "all of it comes back"
for name in a b c; do
    try ctl destroy $name
    is "status" 0 "$status"
done
same_world /tmp/world.idle
try ctl vf set "$(vf_of "$pf" 1)" spoofchk=on
same_world /tmp/world.before
cat >"$LAB_OUT/expect" <<'EXPECT'
vlan_of_a=42 vlan_of_c=43 a=52:54:00:6d:90:0a b=52:54:00:6d:90:0b c=52:54:00:6d:90:0c
checked=52:54:00:99:99:0a unchecked=52:54:00:99:99:0b
EXPECT
for name in a b c; do cp "$(guest_log $name)" "$LAB_OUT/$name.log"; done
