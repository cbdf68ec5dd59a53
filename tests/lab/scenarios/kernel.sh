# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# The machine is the one that the other scenarios count on.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

find_igb
is "functions that share the group of igb" 1 "$(find "/sys/kernel/iommu_groups/$(group_of "$pf")/devices" -mindepth 1 | wc -l)"
first=$(device_of e1000e)
second=$(device_of e1000e 1)
is "the two e1000e share a group" "$(group_of "$first")" "$(group_of "$second")"
is "the two e1000 share a group" "$(group_of "$(device_of e1000)")" "$(group_of "$(device_of e1000 1)")"

world >/tmp/world.before
echo 7 >"$pci/$pf/sriov_numvfs"
settled
wait_for 20 "driver of the last VF" has_driver "$(vf_of "$pf" 6)" igbvf
is "VFs" 7 "$(find "$pci/$pf/" -maxdepth 1 -name 'virtfn*' | wc -l)"
contains "VF 2" "link-state auto, trust off" "$(vf_line "$interface" 2)"
echo 0 >"$pci/$pf/sriov_numvfs"
same_world /tmp/world.before
is "failed units" "" "$(systemctl list-units --failed --plain --no-legend)"

stamp "the simulated kernel, beside this one"
conformance --capture >"$LAB_OUT/capture.json"
conformance --sim "$LAB_OUT/capture.json" >"$LAB_OUT/sim.jsonl" &
simulation=$!
conformance --real >"$LAB_OUT/real.jsonl"
stamp "$(wc -l <"$LAB_OUT/real.jsonl") observations here"
wait $simulation
diff "$LAB_OUT/real.jsonl" "$LAB_OUT/sim.jsonl" >&2 || give_up "the simulation behaves otherwise"
is "observations alike" "$(wc -l <"$LAB_OUT/real.jsonl")" "$(wc -l <"$LAB_OUT/sim.jsonl")"
same_world /tmp/world.before
