// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/platformreader.h"

namespace laneway {

namespace {

/// Of a list of the kernel's, "0-3,8".
int countOf(const QString &list)
{
    int count = 0;
    for (const QString &range : list.split(u',', Qt::SkipEmptyParts)) {
        const int first = range.section(u'-', 0, 0).toInt();
        const int last = range.section(u'-', -1).toInt();
        count += qBound(0, last - first + 1, 1 << 16);
    }
    return count;
}

/// After the command line and the modules' parameters.
void readIommu(const Kernel &k, HostSnapshot &host)
{
    host.iommu.units = k.sys.list(u"class/iommu"_s).value_or(QStringList());
    // Known to be missing: switched off, or no Intel unit has the IR bit (VT-d 11.4.3, bit 3).
    int withoutRemapping = 0;
    for (const QString &unit : std::as_const(host.iommu.units)) {
        const auto ecap = k.sys.text(u"class/iommu/"_s + unit + u"/intel-iommu/ecap");
        if (ecap && !(ecap->toULongLong(nullptr, 16) & 8))
            ++withoutRemapping;
    }
    const bool none = withoutRemapping > 0 && withoutRemapping == host.iommu.units.size();
    const bool switchedOff = host.kernelCommandLine.split(u' ').contains(u"intremap=off"_s);
    host.iommu.interruptRemapping = !none && !switchedOff;
    const QString unsafe = host.moduleParameters.value(u"vfio_iommu_type1.allow_unsafe_interrupts"_s);
    host.iommu.unsafeInterrupts = unsafe == u"Y" || unsafe == u"1";
    host.iommu.vfioAvailable = k.sys.exists(u"bus/pci/drivers/vfio-pci"_s) || k.modules.isAvailable(u"vfio-pci"_s);
}

} // namespace

QString kernelRelease(const Kernel &kernel)
{
    return kernel.proc.text(u"sys/kernel/osrelease"_s).value_or(QString());
}

void readPlatform(const Kernel &k, HostSnapshot &host)
{
    host.kernelRelease = kernelRelease(k);
    host.hostName = k.proc.text(u"sys/kernel/hostname"_s).value_or(QString());
    host.kernelCommandLine = k.proc.text(u"cmdline"_s).value_or(QString());
    // "MemTotal:       16314520 kB", the first line
    const QString memory = k.proc.text(u"meminfo"_s).value_or(QString()).section(u'\n', 0, 0);
    if (memory.startsWith(u"MemTotal:"))
        host.memoryBytes = memory.mid(9).remove(u"kB"_s).trimmed().toULongLong() * 1024;
    host.processors = countOf(k.sys.text(u"devices/system/cpu/online"_s).value_or(QString()));
    for (const QString &module : {u"vfio"_s, u"vfio_pci"_s, u"vfio_iommu_type1"_s}) {
        const QString base = u"module/"_s + module + u"/parameters";
        for (const QString &name : k.sys.list(base).value_or(QStringList())) {
            if (const auto value = k.sys.text(base + u'/' + name))
                host.moduleParameters.insert(module + u'.' + name, *value);
        }
    }
    readIommu(k, host);
}

} // namespace laneway
