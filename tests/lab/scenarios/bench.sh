# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# What Laneway takes beside the bare work; everything is slow here, the ratios count.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

find_igb
install_product
count=2
case " $* " in *" vfs "*)
    count=7
    set -- --pf "$pf" "$@"
    ;;
esac
echo $count >"$pci/$pf/sriov_numvfs"
settled
wait_for 60 "driver of the last VF" has_driver "$(vf_of "$pf" $((count - 1)))" igbvf
world >/tmp/world.before
laneway-bench --runs 9 --device "$(vf_of "$pf" 1)" "$@" | tee "$LAB_OUT/figures"
same_world /tmp/world.before
