# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# A host to come to by ssh (run -u): the product installed, four virtual functions to give away and a
# machine to give them to. It stays until it is switched off.
# shellcheck source=tests/lab/lib.sh
. /lab/in/.lab/lib.sh

find_igb
install_product
try ctl vf create "$pf" 4
is "status" 0 "$status"
wait_for 20 "driver of the last VF" has_driver "$(vf_of "$pf" 3)" igbvf
settled
define demo "lab_stay=1" ""
let_in
exec sleep infinity
