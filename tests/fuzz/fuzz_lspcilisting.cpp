// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a listing of lspci. What is read must be whole: a verdict for every function, the same
// again through JSON, no bridge above itself. An error must name its place.
#include "host/lspcilisting.h"
#include "host/snapshotjson.h"
#include "host/verdict.h"

#include <cstdlib>

using namespace laneway;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void check(const HostSnapshot &host)
{
    require(host.readOnly && !host.functions.isEmpty());
    require(assessAll(host, {}).keys() == host.functions.keys());
    const auto again = snapshotFromJson(snapshotToJson(host));
    require(again && again->sameFacts(host));
    for (const PciFunction &f : host.functions) {
        // Behind a bridge numbers grow, but for a VMD controller's domain and virtual functions.
        require(!f.parent || host.find(*f.parent));
        require(f.parent != f.address);
        require(f.isVirtualFunction() == f.vfIndex.has_value());
        require(!f.physicalFunction || (host.find(*f.physicalFunction)->sriov && f.physicalFunction != f.address));
        host.identityOf(f);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto host = parseLspciListing(QByteArrayView(data, qsizetype(size)));
    if (host)
        check(*host);
    else
        require(host.error().subject.startsWith(u"line ") || host.error().subject == u"listing");
    return 0;
}
