// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/processors.h"

namespace laneway {

QString processorModel(const MachineXml &machine)
{
    const CpuXml &cpu = machine.cpu;
    if (cpu.mode == u"host-passthrough" || cpu.mode == u"host-model")
        return machine.kvm ? u"host"_s : u"max"_s;
    if (cpu.mode == u"maximum")
        return u"max"_s;
    return cpu.model.isEmpty() ? u"qemu64"_s : cpu.model;
}

int processorsAtStart(const MachineXml &machine)
{
    return machine.currentVcpus > 0 ? machine.currentVcpus : machine.vcpus;
}

QJsonObject processorProperties(const MachineXml &machine, int number)
{
    const bool isSaid = machine.cpu.sockets > 0;
    const int threads = isSaid ? machine.cpu.threads : 1;
    const int cores = isSaid ? machine.cpu.cores : 1;
    const int dies = isSaid ? machine.cpu.dies : 1;
    QJsonObject properties{{u"driver"_s, QString(processorModel(machine) + u"-x86_64-cpu"_s)},
        {u"id"_s, u"vcpu%1"_s.arg(number)}, {u"thread-id"_s, number % threads},
        {u"core-id"_s, number / threads % cores}, {u"socket-id"_s, number / (threads * cores * dies)}};
    if (dies > 1)
        properties[u"die-id"] = number / (threads * cores) % dies;
    return properties;
}

} // namespace laneway
