#!/bin/sh
# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# journal-order.sh STRACE PROGRAM: runs a plan over plain files and shows by its system calls that
# every step was announced in the journal, and the announcement synced, before the step's first write.
set -eu

strace=$1
program=$2
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT

observe() { # ARGUMENT…: with it the journal finds a prepared file
    place=$top/made$#
    # What the two steps find: a VF that is on vfio-pci with another override, a PF whose VFs appear.
    devices=$place/sys/bus/pci/devices
    mkdir -p "$devices/0000:02:10.2" "$devices/0000:02:00.0" "$place/sys/bus/pci/drivers/vfio-pci"
    ln -s ../../drivers/vfio-pci "$devices/0000:02:10.2/driver"
    echo "(null)" >"$devices/0000:02:10.2/driver_override"
    echo 0 >"$devices/0000:02:00.0/sriov_numvfs"
    echo 0 >"$devices/0000:02:00.0/sriov_drivers_autoprobe"
    ln -s ../0000:02:10.4 "$devices/0000:02:00.0/virtfn2"

    "$strace" -f -y -s 4096 -o "$place/log" -e trace=write,pwrite64,fdatasync,fsync "$program" "$place/sys" "$place/journal" "$@"

    awk -v journal="$place/journal/order.journal" -v folder="$place/journal" -v sys="$place/sys/" '
    function complain(text) {
        print "line " NR ": " text ": " $0
        failed = 1
    }
    /fsync\(/ && index($0, "<" folder ">") { directory = 1 }
    /write(64)?\(/ && index($0, "<" journal ">") {
        synced = 0
        if (index($0, "\\\"record\\\":\\\"will\\\"")) { announced = 1; ++wills }
        if (index($0, "\\\"record\\\":\\\"did\\\"")) { announced = 0; ++dids }
        if (index($0, "\\\"record\\\":\\\"end\\\"")) ended = 1
    }
    /fdatasync\(/ && index($0, "<" journal ">") { synced = 1 }
    /write(64)?\(/ && index($0, "<" sys) {
        ++steps
        if (!directory) complain("the journal has no synced name yet")
        if (!announced) complain("nothing was announced")
        if (!synced) complain("the announcement was not synced")
    }
    END {
        if (wills != 2 || dids != 2 || steps < 2 || !ended || !synced) {
            print "wills " wills ", dids " dids ", writes " steps ", ended " ended ", synced " synced
            failed = 1
        }
        exit failed
    }' "$place/log" || { cat "$place/log"; exit 1; }
}
observe
observe prepared
echo "every write of a step came after its synced announcement"
