// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/sysfsnames.h"

namespace laneway {

QString withoutDots(const QString &target)
{
    qsizetype at = 0;
    while (QStringView(target).mid(at).startsWith(u"../"))
        at += 3;
    return target.mid(at);
}

std::optional<PciAddress> addressOf(QStringView name)
{
    // Most components of a path are no address: do not make an error of each.
    if (name.size() < 12 || name[name.size() - 2] != u'.' || name[name.size() - 5] != u':')
        return std::nullopt;
    const auto address = PciAddress::parse(name);
    return address ? std::optional(*address) : std::nullopt;
}

std::optional<PciAddress> nearestFunction(const QString &path, std::optional<PciAddress> below)
{
    qsizetype end = path.size();
    while (end > 0) {
        const qsizetype slash = path.lastIndexOf(u'/', end - 1);
        const auto address = addressOf(QStringView(path).mid(slash + 1, end - slash - 1));
        if (address && address != below)
            return address;
        end = slash;
    }
    return std::nullopt;
}

quint32 hexNumber(QStringView text)
{
    if (text.startsWith(u"0x"))
        text = text.mid(2);
    return text.toUInt(nullptr, 16);
}

QString ownWords(const std::optional<QString> &text)
{
    constexpr qsizetype longest = 126; // of a string descriptor
    QString words = text.value_or(QString()).left(longest);
    words.removeIf([](QChar c) { return !c.isPrint(); });
    return words.trimmed();
}

} // namespace laneway
