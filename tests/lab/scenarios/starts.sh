# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# What a start takes with 0, 1, 8 and 16 virtual functions: QEMU by hand on functions that are bound already, the
# same with the binding, `lanewayctl start`, and `virsh start` where libvirt is there (LANEWAY_LAB_WITH). Everything is
# slow here: only the proportions count.
#   starts [RUNS]
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

runs=${1:-3}
install_product
modprobe vfio-pci
functions=()
for card in 0 1 2; do
    wait_for 30 "card $card" device_of igb "$card" >/dev/null
    pf=$(device_of igb "$card")
    wait_for 30 "its interface" has_interface "$pf"
    ip link set "$(interface_of "$pf")" up
    echo 7 >"$pci/$pf/sriov_numvfs"
    settled
    for ((number = 0; number < 7; number++)); do
        wait_for 60 "driver of a VF" has_driver "$(vf_of "$pf" $number)" igbvf
        functions+=("$(vf_of "$pf" $number)")
    done
done
settled

bind_by_hand() { # DRIVER ADDRESS…: driver_override, unbind, probe, as one would
    local driver=$1 function
    shift
    for function; do
        echo "$driver" >"$pci/$function/driver_override"
        echo "$function" >"$pci/$function/driver/unbind"
        echo "$function" >/sys/bus/pci/drivers_probe
    done
}
devices_xml() { # ADDRESS…
    local function
    for function; do hostdev_xml "$function"; done
}
figure() { # NAME MILLISECONDS…
    local name=$1
    shift
    printf '%s\n' "$@" | sort -n | awk -v name="$name" '{ v[NR] = $1 }
        END { printf "FIGURE %-36s n=%d min=%d median=%d max=%d ms\n", name, NR, v[1], v[int((NR + 1) / 2)], v[NR] }'
}
measure() { # NAME DO UNDO
    local name=$1 begun times=() run
    for ((run = 0; run < runs; run++)); do
        begun=$(milliseconds)
        $2 || give_up "$name"
        times+=($(($(milliseconds) - begun)))
        $3
        settled
    done
    figure "$name" "${times[@]}"
}
by_hand() { # until the monitor answers
    qemu-system-x86_64 -name hand -S -no-user-config -nodefaults -machine q35,accel=tcg -m 192 -display none \
        -kernel "$LAB_GUEST/vmlinux" -initrd "$LAB_GUEST/initrd" \
        -daemonize -pidfile /tmp/hand.pid -qmp unix:/tmp/hand.qmp,server=on,wait=off "${by_hand_devices[@]}"
}
end_by_hand() {
    local pid
    pid=$(cat /tmp/hand.pid) # QEMU takes the file with it
    kill "$pid"
    wait_for 60 "the end of it" gone "/proc/$pid"
}
bound_by_hand() { bind_by_hand vfio-pci "${chosen[@]}" && by_hand; }
end_bound() {
    end_by_hand
    bind_by_hand '' "${chosen[@]}"
}
by_us() { ctl -q start "starts$count" >/tmp/said 2>&1 || { cat /tmp/said; return 1; }; }
end_ours() { ctl -q destroy "starts$count" >/dev/null 2>&1; }
by_virsh() { virsh -q start "starts$count"; }
end_virsh() { virsh -q destroy "starts$count"; }

has_virsh=no
if command -v virsh >/dev/null; then
    has_virsh=yes
    systemctl start libvirtd.service
    virsh -q uri >/dev/null
    install -d /var/lib/libvirt/images
    cp "$LAB_GUEST/vmlinux" "$LAB_GUEST/initrd" /var/lib/libvirt/images/
fi

for count in 0 1 8 16; do
    stamp "$count functions"
    chosen=("${functions[@]:0:count}")
    by_hand_devices=()
    for ((number = 0; number < count; number++)); do
        by_hand_devices+=(-device "pcie-root-port,id=p$number,chassis=$((number + 1)),addr=$((number / 8 + 1)).$((number % 8)),multifunction=on"
            -device "vfio-pci,host=${chosen[number]},bus=p$number")
    done
    bind_by_hand vfio-pci "${chosen[@]}"
    measure "$count: QEMU by hand, bound" by_hand end_by_hand
    bind_by_hand '' "${chosen[@]}"
    settled
    [ "$count" = 0 ] || measure "$count: QEMU by hand, and the binding" bound_by_hand end_bound
    define "starts$count" "" "$(devices_xml "${chosen[@]}")" >/dev/null
    measure "$count: lanewayctl start" by_us end_ours
    ctl undefine "starts$count" >/dev/null
    [ $has_virsh = yes ] || continue
    domain_xml "starts$count" "" "$(devices_xml "${chosen[@]}")" |
        sed "s,$LAB_GUEST/,/var/lib/libvirt/images/,; s,/home/tester/,/var/lib/libvirt/images/," >/tmp/virsh.xml
    virsh -q define /tmp/virsh.xml
    measure "$count: virsh start" by_virsh end_virsh
    virsh -q undefine "starts$count"
done
