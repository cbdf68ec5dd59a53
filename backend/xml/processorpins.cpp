// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/processorpins.h"

#include "xml/viewreading.h"

#include <algorithm>
#include <array>
#include <vector>

namespace laneway {

namespace {

constexpr qsizetype mostWanted = 1024 * 1024; // what nobody's computer needs, and a list that costs nothing
constexpr int mostProcessors = 16'384; // what libvirt takes

struct Kind
{
    QStringView element;
    QStringView number; ///< empty: there is but one
    ProcessorPins::What what;
};
constexpr std::array kinds{Kind{u"vcpupin", u"vcpu", ProcessorPins::What::Vcpu},
    Kind{u"iothreadpin", u"iothread", ProcessorPins::What::IoThread},
    Kind{u"emulatorpin", {}, ProcessorPins::What::Emulator}};

} // namespace

Result<QList<int>> readProcessorList(const QString &text)
{
    std::vector<bool> wanted(mostProcessors, false);
    const auto refused
        = [&] { return fail(ErrorCode::InvalidInput, text.left(64), u"no list of processors such as 0-3,^2,8"_s); };
    for (QString part : text.split(u',')) {
        part = part.trimmed();
        const bool without = part.startsWith(u'^');
        const QString range = without ? part.sliced(1) : part;
        bool isFirst = false, isLast = false;
        const int first = range.section(u'-', 0, 0).toInt(&isFirst);
        const int last = (range.contains(u'-') ? range.section(u'-', 1) : range).toInt(&isLast);
        if (!isFirst || !isLast || first < 0 || last < first || last >= mostProcessors || (without && first != last))
            return refused();
        std::fill(wanted.begin() + first, wanted.begin() + last + 1, !without);
    }
    QList<int> processors;
    for (int one = 0; one < mostProcessors; ++one)
        if (wanted[size_t(one)])
            processors += one;
    if (processors.isEmpty())
        return refused();
    return processors;
}

QString processorListText(const QList<int> &processors)
{
    QStringList parts;
    for (qsizetype first = 0, last; first < processors.size(); first = last + 1) {
        last = first;
        while (last + 1 < processors.size() && processors[last + 1] == processors[last] + 1)
            ++last;
        parts += first == last ? QString::number(processors[first])
                               : QString::number(processors[first]) + u'-' + QString::number(processors[last]);
    }
    return parts.join(u',');
}

Result<ProcessorPins> readProcessorPins(const DomainXml &domain)
{
    ProcessorPins pins;
    const QDomElement root = domain.root();
    const QDomElement vcpu = root.firstChildElement(u"vcpu"_s);
    const QDomElement tune = root.firstChildElement(u"cputune"_s);
    const int vcpus = std::max(1, vcpu.text().trimmed().toInt());
    const int present = vcpu.hasAttribute(u"current"_s) ? vcpu.attribute(u"current"_s).toInt() : vcpus;
    const QString tunePath = tune.isNull() ? QString() : elementPath(tune);
    qsizetype wanted = 0;
    const int ioThreads = root.firstChildElement(u"iothreads"_s).text().trimmed().toInt();
    for (const Kind &kind : kinds) {
        QSet<int> seen;
        const int first = kind.what == ProcessorPins::What::IoThread ? 1 : 0;
        const int most = kind.what == ProcessorPins::What::Vcpu ? vcpus - 1
            : kind.what == ProcessorPins::What::IoThread        ? ioThreads
                                                                : 0;
        const QList<QDomElement> elements = childElements(tune, kind.element.toString());
        for (qsizetype i = 0; i < elements.size(); ++i) {
            const QDomElement &element = elements[i];
            bool isNumber = true;
            const int number = kind.number.isEmpty() ? 0 : element.attribute(kind.number.toString()).toInt(&isNumber);
            if (!isNumber || number < first || number > most)
                return invalidXml(element,
                    u"%1='%2': the machine has no such"_s.arg(kind.number, element.attribute(kind.number.toString())));
            if (seen.contains(number))
                return invalidXml(element, u"it is pinned twice"_s);
            seen += number;
            const auto processors = readProcessorList(element.attribute(u"cpuset"_s));
            if (!processors)
                return invalidXml(
                    element, u"cpuset='%1': %2"_s.arg(processors.error().subject, processors.error().detail));
            wanted += processors->size();
            if (wanted > mostWanted)
                return fail(ErrorCode::LimitExceeded, elementPath(element),
                    u"more than %1 processors in all pins together"_s.arg(mostWanted));
            if (kind.what != ProcessorPins::What::Vcpu || number < present)
                pins.all += {kind.what, number, *processors,
                    tunePath + u'/' + kind.element + (elements.size() > 1 ? u"[%1]"_s.arg(i + 1) : QString())};
        }
        if (!vcpu.hasAttribute(u"cpuset"_s))
            continue;
        const auto processors = readProcessorList(vcpu.attribute(u"cpuset"_s));
        if (!processors)
            return invalidXml(vcpu, u"cpuset='%1': %2"_s.arg(processors.error().subject, processors.error().detail));
        for (int number = first; number <= (kind.what == ProcessorPins::What::Vcpu ? present - 1 : most); ++number)
            if (!seen.contains(number))
                pins.all += {kind.what, number, *processors, u"domain/vcpu"_s};
    }
    return pins;
}

} // namespace laneway
