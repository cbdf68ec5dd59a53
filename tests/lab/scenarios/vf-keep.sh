# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# Virtual functions that no driver of the host takes, set as one batch, and there again after the card
# went and came back: by the rule that Laneway wrote.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

count() { cat "$pci/$pf/sriov_numvfs"; }
has_count() { [ "$(count)" = "$1" ]; }
rule() { echo "/etc/udev/rules.d/71-laneway-sriov-$pf.rules"; }
# Field by field: how ip prints them is its own affair.
settings() {
    ip -c=never link show dev "$(interface_of "$pf")" | sed -n 's/^ *\(vf [0-9].*\)/\1/p'
}
has_settings() { has_interface "$pf" && [ "$(settings)" = "$1" ]; }

find_igb
install_product

stamp "seven, for guests"
ctl vf create "$pf" 7 --no-autoprobe
is "number of VFs" 7 "$(count)"
is "autoprobe" 0 "$(cat "$pci/$pf/sriov_drivers_autoprobe")"
settled
for i in 0 1 2 3 4 5 6; do
    is "driver of VF $i" none "$(driver_of "$(vf_of "$pf" $i)")"
done

stamp "one batch"
ctl vf configure "$pf" --mac-base 52:54:00:aa:00:10 --vlan-base 100 5,6:qos=3,vlan=42 3:trust=on 4:spoofchk=off
contains "VF 0" "52:54:00:aa:00:10" "$(vf_line "$interface" 0)"
contains "VF 0" "vlan 100" "$(vf_line "$interface" 0)"
contains "VF 6" "vlan 42, qos 3" "$(vf_line "$interface" 6)"
contains "VF 3" "trust on" "$(vf_line "$interface" 3)"
contains "VF 4" "spoof checking off" "$(vf_line "$interface" 4)"
wanted=$(settings)

stamp "what igb refuses"
try ctl vf configure "$pf" 0:vlan=7 1:state=enable
is "status" 1 "$status"
contains "refusal" "VF 1, linkState" "$said"
is "settings" "$wanted" "$(settings)"
try ctl vf configure "$pf" --keep-refused 0:vlan=7 1:state=enable
is "status" 0 "$status"
contains "refusal" "VF 1, linkState" "$said"
contains "VF 0" "vlan 7" "$(vf_line "$interface" 0)"
ctl vf configure "$pf" 0:vlan=100
is "settings" "$wanted" "$(settings)"

stamp "kept"
try as denied lanewayctl -c system vf keep "$pf"
is "status of who may not" 3 "$status"
ctl vf keep "$pf"
sed 's/^/    | /' "$(rule)"
is "mode" "root:root 644" "$(stat -c '%U:%G %a' "$(rule)")"
udevadm verify "$(rule)"
contains "vf list" "Kept by Laneway" "$(ctl vf list "$pf")"

stamp "the card goes and comes back, under another name"
cat >/etc/systemd/network/10-lab.link <<END
[Match]
Path=pci-$pf
[Link]
Name=lab0
END
udevadm control --reload
echo "$pf" >/sys/bus/pci/drivers/igb/unbind
is "number of VFs" 0 "$(count)"
echo 1 >"$pci/$pf/sriov_drivers_autoprobe"
echo "$pf" >/sys/bus/pci/drivers/igb/bind
wait_for 60 "seven VFs" has_count 7
wait_for 60 "settings" has_settings "$wanted"
is "autoprobe" 0 "$(cat "$pci/$pf/sriov_drivers_autoprobe")"
is "name of the interface" lab0 "$(interface_of "$pf")"
settled

stamp "as at boot, with the driver there already"
echo 0 >"$pci/$pf/sriov_numvfs"
udevadm trigger -c add "/sys/class/net/$(interface_of "$pf")"
wait_for 60 "seven VFs" has_count 7
wait_for 60 "settings" has_settings "$wanted"
settled

stamp "what is there is left alone"
ip link set "$(interface_of "$pf")" vf 0 vlan 9
udevadm trigger -c add "/sys/class/net/$(interface_of "$pf")"
settled
contains "VF 0" "vlan 9" "$(vf_line "$(interface_of "$pf")" 0)"

stamp "not kept any more, nor beside another rule"
ctl vf keep "$pf" --remove
is "rule" gone "$([ -e "$(rule)" ] || echo gone)"
echo 'options igb max_vfs=2' >/etc/modprobe.d/lab.conf
lists_the_other() { ctl vf list "$pf" | grep -q "Kept by somebody else in /etc/modprobe.d/lab.conf:1"; }
wait_for 30 "other way in vf list" lists_the_other
try ctl vf keep "$pf"
is "status" 1 "$status"
contains "refusal" "/etc/modprobe.d/lab.conf:1" "$said"
is "rule" gone "$([ -e "$(rule)" ] || echo gone)"
rm /etc/modprobe.d/lab.conf /etc/systemd/network/10-lab.link

stamp "the time of it"
laneway-bench --runs 9 vfs --pf "$pf" | tee "$LAB_OUT/figures"
