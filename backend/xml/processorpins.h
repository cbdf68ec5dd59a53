// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

/// Which of the host's processors a machine's threads run on: `<cputune>`'s pins, and `<vcpu cpuset='…'>` for
/// whatever has none.
struct ProcessorPins
{
    enum class What { Vcpu, IoThread, Emulator };
    struct Pin
    {
        What what = What::Vcpu;
        int number = 0; ///< the guest's processor, or the I/O thread from 1 on
        QList<int> processors; ///< of the host, in order
        QString place; ///< the element that says it
        bool operator==(const Pin &) const = default;
    };
    QList<Pin> all;
    bool isEmpty() const { return all.isEmpty(); }
};

/// "0-3,^2,8": InvalidInput when it is no such list, or an empty one.
Result<QList<int>> readProcessorList(const QString &text);
/// In the same form, as short as it goes.
QString processorListText(const QList<int> &processors);

/// InvalidXml, subject = the element: a list that is none, a processor of the guest that it has not got, two
/// pins for one. A pin of a processor that could only be plugged in is left out.
Result<ProcessorPins> readProcessorPins(const DomainXml &domain);

} // namespace laneway
