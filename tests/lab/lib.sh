# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154 # variables that scenarios set and read
# Sourced by the scenarios, inside the test host. A scenario stops at its first surprise.
set -euo pipefail

# ---- saying and checking ------------------------------------------------------------------------
exec 3>&1 # complaints are seen even where a function's output goes to a file
stamp() { printf '[%8.2f] %s\n' "$(cut -d ' ' -f 1 /proc/uptime)" "$*"; }
give_up() {
    trap - ERR
    {
        printf 'FAIL: %s\n' "$*"
        on_failure
    } >&3 2>&3
    exit 1
}
# What helps to find out why. A scenario may say more.
on_failure() {
    journalctl -b --no-pager -o short-monotonic -u 'laneway*' 2>/dev/null | tail -n 60 || true
    dmesg | tail -n 15 | cut -c 1-160 || true
}
trap 'give_up "line $LINENO: $BASH_COMMAND"' ERR
set -o errtrace

is() { # WHAT EXPECTED FOUND
    [ "$2" = "$3" ] || give_up "$1: expected '$2', found '$3'"
    printf '  ok  %s: %s\n' "$1" "$3"
}
contains() { # WHAT PART TEXT
    case $3 in
    *"$2"*) printf '  ok  %s has: %s\n' "$1" "$2" ;;
    *) give_up "$1: expected '$2' in: $3" ;;
    esac
}
# Polls a condition; processes are slow here, so are the steps.
wait_for() { # SECONDS WHAT COMMAND…
    local seconds=$1 what=$2
    local end=$((SECONDS + seconds))
    shift 2
    until "$@"; do
        [ $SECONDS -lt $end ] || give_up "no $what within $seconds s"
        sleep 0.2
    done
}
milliseconds() { echo $((${EPOCHREALTIME/[^0-9]/} / 1000)); }

# ---- the test host ------------------------------------------------------------------------------
pci=/sys/bus/pci/devices
# Addresses belong to one QEMU command line: devices are found by their driver.
device_of() { # DRIVER [N]
    local found
    found=("/sys/bus/pci/drivers/$1/"0000:*)
    [ -e "${found[${2:-0}]:-}" ] && basename "${found[${2:-0}]}"
}
link_name() { [ -e "$1" ] && basename "$(readlink "$1")" || echo none; }
driver_of() { link_name "$pci/$1/driver"; }
group_of() { link_name "$pci/$1/iommu_group"; }
# USB devices are found by vendor and product; the port is their name in sysfs.
usb=/sys/bus/usb/devices
usb_port() { # VENDOR PRODUCT, four digits each
    local d
    for d in "$usb"/*-*; do
        [ "$(cat "$d/idVendor" "$d/idProduct" 2>/dev/null || true)" != "$1"$'\n'"$2" ] || basename "$d"
    done
}
usb_driver() { link_name "$usb/$1:1.0/driver"; } # PORT: of its first interface
usb_node() { printf '/dev/bus/usb/%03d/%03d' "$(cat "$usb/$1/busnum")" "$(cat "$usb/$1/devnum")"; }
has_usb_driver() { [ "$(usb_driver "$1")" = "$2" ]; }
has_usb_disk() { compgen -G "/sys/bus/usb/devices/$1/$1:*/host*/target*/*/block/*" >/dev/null; } # PORT
interface_of() { find "$pci/$1/net" -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | sort | head -n 1; }
vf_of() { link_name "$pci/$1/virtfn$2"; }
has_interface() { [ -n "$(interface_of "$1")" ]; }
has_driver() { [ "$(driver_of "$1")" = "$2" ]; }
gone() { [ ! -e "$1" ]; }
settled() { udevadm settle -t 60; }
has_igb() { pf=$(device_of igb) && has_interface "$pf"; }
find_igb() { # sets pf and interface
    wait_for 30 igb has_igb
    interface=$(interface_of "$pf")
    ip link set "$interface" up
    stamp "PF $pf is $interface"
}
# VF settings as the kernel tells them, counters left out.
vf_line() { # INTERFACE INDEX
    ip -c=never link show dev "$1" | grep -E "^ *vf $2 " | sed 's/^ *//'
}
# Everything that assigning a device can change, for a comparison before and after.
mask_macs=no
world() {
    local d
    for d in "$pci"/*; do
        printf '%s driver=%s override=%s' "${d##*/}" "$(link_name "$d/driver")" "$(cat "$d/driver_override")"
        [ ! -e "$d/sriov_numvfs" ] || printf ' vfs=%s autoprobe=%s' "$(cat "$d/sriov_numvfs")" "$(cat "$d/sriov_drivers_autoprobe")"
        echo
    done
    for d in "$usb"/*:*; do
        [ ! -e "$d" ] || printf 'usb %s driver=%s\n' "${d##*/}" "$(link_name "$d/driver")"
    done
    ip -c=never link show | sed -n 's/^ *\(vf [0-9].*\)/\1/p' |
        if [ $mask_macs = yes ]; then sed 's,link/ether [0-9a-f:]*,,'; else cat; fi
    nodes
    systemctl list-units --plain --no-legend --all 'laneway-*' | sed -n '/^laneway-helper/d; s/ .*//p'
}
# Owner, mode and ACL of every VFIO node, and of every USB device's.
nodes() {
    local node
    for node in /dev/vfio/* /dev/bus/usb/*/*; do
        [ -c "$node" ] || continue
        stat -c '%n %U:%G %a' "$node"
        getfacl -cp "$node" | sed -n -e '/^\(user\|group\|other\)::/d' -e "s,^.,$node &,p"
    done
}
same_world() { # FILE-BEFORE: once udev is done and late probes are in
    local end=$((SECONDS + 20))
    while :; do
        settled
        world >/tmp/world.now
        diff "$1" /tmp/world.now >/tmp/world.diff && break
        [ $SECONDS -lt $end ] || give_up "the host is not as it was:
$(cat /tmp/world.diff)"
        sleep 0.5
    done
    echo "  ok  the host is as it was"
}

# ---- the product --------------------------------------------------------------------------------
# What a package would do: unpack, and tell the daemons. The rules stand for an administrator who
# lets `tester` do everything, and `denied` look and define only.
install_product() {
    tar xf /lab/in/product.tar -C / --no-same-owner
    cat >/etc/polkit-1/rules.d/10-lab.rules <<'RULES'
polkit.addRule(function (action, subject) {
    if (!action.id.startsWith("org.laneway.helper."))
        return undefined;
    if (subject.user == "tester")
        return polkit.Result.YES;
    if (action.id == "org.laneway.helper.inspect" || action.id == "org.laneway.helper.machine.manage")
        return polkit.Result.YES;
    return polkit.Result.NO;
});
RULES
    systemctl daemon-reload
    systemctl reload dbus.service
    ! systemctl is-active -q polkit.service || systemctl restart polkit.service
    stamp "installed $(lanewayctl --version)"
}
as() { # USER COMMAND…
    local user=$1
    shift
    runuser -u "$user" -- env HOME="/home/$user" "$@"
}
# Runs a command that may fail; leaves its exit status in $status and what it said in $said.
try() {
    status=0
    said=$("$@" 2>&1) || status=$?
    printf '%s\n' "$said" | sed 's/^/    | /'
}
ctl() { as tester lanewayctl -c system "$@"; }
helper_pid() { systemctl show -P MainPID laneway-helper.service; }
kill_helper() {
    local old
    old=$(helper_pid)
    kill -9 "$old"
    wait_for 20 "end of the helper" gone "/proc/$old"
}
has_helper() { [ "$(helper_pid)" != 0 ]; }
domain_state() { ctl domstate "$1" 2>/dev/null | head -n 1; }
is_in_state() { [ "$(domain_state "$1")" = "$2" ]; }
guest_of() { # NAME: pid of its QEMU
    pgrep -f "^[^ ]*qemu-system-x86_64 .*guest=$1[, ]" | head -n 1
}
# Which start of the machine this is, from 1: what the scenario left on the disk is there still.
boot_number() { cat /lab/boots; }
# As an administrator would, machines running or not (run -r). The scenario begins again from its start.
restart_host() {
    stamp "the host restarts"
    systemctl reboot
    exec sleep infinity
}
# Whoever holds tester's key may come in from now on (run -u).
let_in() {
    local card
    modprobe virtio_net
    udevadm settle -t 60
    card=$(ip -o link | sed -n 's/^[0-9]*: \([^:]*\):.* 52:54:00:aa:08:0f .*/\1/p')
    [ -n "$card" ] || give_up "no card for ssh: run with -u"
    ip address add 10.9.8.15/24 dev "$card"
    ip link set "$card" up
    systemctl start ssh.service
    echo "@@LAB-OPEN $(cat /lab/in/.lab/token)"
}
# The parts of an address, as libvirt writes them: hexadecimal, or decimal.
address_xml() { # ADDRESS [%d|0x%x]
    local form=${2:-0x%x} domain bus slot function
    IFS=':.' read -r domain bus slot function <<<"$1"
    # shellcheck disable=SC2059 # the form is the point
    printf "<address type='pci' domain='$form' bus='$form' slot='$form' function='$form'/>" \
        "0x$domain" "0x$bus" "0x$slot" "0x$function"
}
hostdev_xml() { # ADDRESS [managed]
    printf "<hostdev mode='subsystem' type='pci' managed='%s'><source>%s</source></hostdev>" \
        "${2:-yes}" "$(address_xml "$1")"
}
usb_xml() { # VENDOR PRODUCT
    printf "<hostdev mode='subsystem' type='usb' managed='yes'><source><vendor id='0x%s'/><product id='0x%s'/></source></hostdev>" \
        "$1" "$2"
}
interface_xml() { # ADDRESS MAC VLAN [form]
    printf "<interface type='hostdev' managed='yes'><mac address='%s'/><driver name='vfio'/><source>%s</source><vlan><tag id='%s'/></vlan></interface>" \
        "$2" "$(address_xml "$1" "${4:-}")" "$3"
}
# The small guest, on the given devices; what it says is in /home/tester/NAME.log.
domain_xml() { # NAME KERNEL-ARGUMENTS DEVICES-XML
    cat <<XML
<domain type='qemu'>
  <name>$1</name>
  <memory unit='MiB'>192</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>$LAB_GUEST/vmlinux</kernel>
    <initrd>$LAB_GUEST/initrd</initrd>
    <cmdline>console=ttyS0 quiet panic=-1 nokaslr mitigations=off tsc=reliable no_timer_check cryptomgr.notests random.trust_cpu=on rcupdate.rcu_expedited=1 audit=0 $2</cmdline>
  </os>
  <features><acpi/></features>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>destroy</on_reboot>
  <devices>
    <serial type='file'><source path='$(guest_log "$1")'/></serial>
    $3
  </devices>
</domain>
XML
}
guest_log() { echo "/home/tester/$1.log"; }
guest_says() { grep -aq "GUEST $2" "$(guest_log "$1")" 2>/dev/null; }
define() { # NAME KERNEL-ARGUMENTS DEVICES-XML
    domain_xml "$@" >"/home/tester/$1.xml"
    chown tester: "/home/tester/$1.xml"
    ctl define "/home/tester/$1.xml"
}
