# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# The helper is killed with SIGKILL in the middle of its work, again and again; the next call starts
# it by D-Bus, and the host is as before or as the work would have left it.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

find_igb
install_product
ctl vf create "$pf" 2
wait_for 20 "driver of the VF" has_driver "$(vf_of "$pf" 1)" igbvf
vf=$(vf_of "$pf" 1)
node=pci_${vf//[:.]/_}
# As an administrator has set them: all of it comes back, whenever the helper is killed.
ctl vf configure "$pf" 1:mac=52:54:00:aa:00:01,vlan=20,qos=5,spoofchk=off 0:vlan=21,qos=3,trust=on
define web "" "$(interface_xml "$vf" 52:54:00:6d:90:02 42)"
settled
world >/tmp/world.idle
kills=0

# Watches the journal and kills the helper at the record: within a millisecond, as a process of its
# own for each look would take longer than the step.
kill_at() { # RECORD STEP
    perl -e '
        my ($directory, $record, $step, $pid) = @ARGV;
        my %old = map { $_ => 1 } glob "$directory/*.journal";
        syswrite STDOUT, "ready\n";
        my $end = time + 60;
        while (time < $end) {
            for my $file (grep { !$old{$_} } glob "$directory/*.journal") {
                open my $journal, "<", $file or next;
                while (<$journal>) {
                    exit 1 if /"record":"end"/;
                    next unless /"record":"$record"/ && /"step":$step\b/;
                    kill 9, $pid;
                    exit 0;
                }
            }
            select undef, undef, undef, 0.0005;
        }
        exit 1' /var/lib/laneway/journal "$1" "$2" "$(helper_pid)"
}
# Kills at that point of a verb; then the world is one of the two files'.
killed_during() { # RECORD STEP BEFORE AFTER VERB…
    local record=$1 step=$2 before=$3 after=$4 watcher ready old
    shift 4
    stamp "kill at '$record $step' of: $*"
    ctl list >/dev/null # so that there is a helper
    old=$(helper_pid)
    exec 4< <(kill_at "$record" "$step" && echo killed || echo missed)
    watcher=$!
    read -r ready <&4
    is "watcher" ready "$ready"
    try ctl "$@"
    read -r hit <&4
    wait $watcher || true
    exec 4<&-
    [ "$hit" = killed ] || return 1
    kills=$((kills + 1))
    try ctl list --all
    is "status of the next call" 0 "$status"
    [ "$(helper_pid)" != "$old" ] || give_up "the helper was not started again"
    if ! { settled; world >/tmp/world.now; diff -q "$after" /tmp/world.now >/dev/null; }; then
        same_world "$before"
    else
        echo "  ok  finished"
    fi
}
back_to_idle() {
    [ "$(domain_state web)" = "shut off" ] || ctl destroy web
    same_world /tmp/world.idle
}

# The world with the guest running, to compare with.
ctl start web
settled
world >/tmp/world.running
ctl destroy web
same_world /tmp/world.idle

# start: at each step, before and after; until there is no such step.
for step in 0 1 2 3 4 5 6 7 8 9; do
    record=$([ $((step % 2)) = 0 ] && echo will || echo did)
    killed_during "$record" "$step" /tmp/world.idle /tmp/world.running start web || break
    back_to_idle
done
back_to_idle
for step in 0 1 2 3; do
    ctl start web
    record=$([ $((step % 2)) = 0 ] && echo did || echo will)
    killed_during "$record" "$step" /tmp/world.running /tmp/world.idle destroy web || break
    back_to_idle
done
back_to_idle

ctl nodedev-detach "$node"
settled
world >/tmp/world.detached
ctl nodedev-reattach "$node"
same_world /tmp/world.idle
for record in will did; do
    killed_during "$record" 0 /tmp/world.idle /tmp/world.detached nodedev-detach "$node" || true
    has_driver "$vf" igbvf || ctl nodedev-reattach "$node"
    same_world /tmp/world.idle
done

ctl undefine web
ctl vf create "$pf" 0
settled
world >/tmp/world.none
ctl vf create "$pf" 5
settled
wait_for 20 "driver of the last VF" has_driver "$(vf_of "$pf" 4)" igbvf
mask_macs=yes # fresh VFs have random addresses
world >/tmp/world.five
ctl vf create "$pf" 0
same_world /tmp/world.none
for record in will did; do
    killed_during "$record" 0 /tmp/world.none /tmp/world.five vf create "$pf" 5 || true
    [ "$(cat "$pci/$pf/sriov_numvfs")" = 0 ] || ctl vf create "$pf" 0
    same_world /tmp/world.none
done

stamp "$kills kills"
[ $kills -ge 8 ] || give_up "only $kills kills struck"
ctl journal list
