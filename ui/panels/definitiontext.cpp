// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/definitiontext.h"

#include "core/sizetext.h"
#include "xml/deviceedits.h"

#include <QCoreApplication>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(laneway::DefinitionText)
};

} // namespace

QString memoryText(const DomainXml &domain)
{
    const auto kib = memoryKiB(domain);
    return kib ? sizeText(qint64(*kib) * 1024) : Text::tr("not understood");
}

QString processorsText(const DomainXml &domain)
{
    return Text::tr("%n virtual", "processors", qMax(1, valueAt(domain.root(), u"vcpu"_s).toInt()));
}

QString firmwareText(const DomainXml &domain)
{
    const QDomElement root = domain.root();
    const bool efi = valueAt(root, u"os/@firmware"_s) == u"efi" || valueAt(root, u"os/loader/@type"_s) == u"pflash";
    return efi ? Text::tr("UEFI") : Text::tr("BIOS");
}

QString chipsetText(const DomainXml &domain)
{
    const QString machine = valueAt(domain.root(), u"os/type/@machine"_s);
    if (machine == u"q35")
        return u"Q35"_s;
    if (machine.startsWith(u"pc-q35-"))
        return u"Q35 (%1)"_s.arg(machine);
    if (machine == u"pc" || machine.startsWith(u"pc-i440fx-"))
        return u"i440FX (%1)"_s.arg(machine);
    return machine;
}

} // namespace laneway
