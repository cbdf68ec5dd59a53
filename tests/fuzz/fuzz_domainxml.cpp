// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A domain definition from a stranger: read, written, completed, checked, made a command line. Whatever
// comes, there is an error with its place, or a document that stays the same once it was written.
#include "qemu/commandline.h"
#include "xml/domainxml.h"

#include <cstdlib>

using namespace laneway;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void check(DomainXml domain)
{
    const QByteArray written = domain.toXml();
    const auto again = DomainXml::parse(written);
    require(again.has_value());
    require(again->toXml() == written);
    require(again->assignedDevices().has_value() == domain.assignedDevices().has_value());
    if (!domain.complete())
        return;
    const QByteArray completed = domain.toXml();
    require(!domain.uuid().isNull() && domain.complete() && domain.toXml() == completed);
    if (!domain.validate(DomainXml::Purpose::Run))
        return;
    require(domain.validate(DomainXml::Purpose::Define).has_value());
    const auto command = qemuCommand(domain, {}, [](const PciAddress &) { return 1; });
    require(!command || command->arguments.contains(u"-nodefaults"_s));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto domain
        = DomainXml::parse(QByteArray::fromRawData(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (domain)
        check(*domain);
    else
        require(!domain.error().subject.isEmpty());
    return 0;
}
