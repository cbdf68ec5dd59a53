// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/arguments.h"

#include <QJsonArray>

namespace laneway {

QString Arguments::text(QStringView key)
{
    const QString text = m_json[key].toString();
    if (text.isEmpty())
        refuse(key);
    return text;
}

QString Arguments::textOr(QStringView key, const QString &otherwise)
{
    return m_json[key].toString(otherwise);
}

int Arguments::number(QStringView key, int largest)
{
    const int number = m_json[key].toInt(-1);
    if (number < 0 || number > largest)
        refuse(key);
    return number;
}

PciAddress Arguments::address(QStringView key)
{
    const auto address = PciAddress::parse(m_json[key].toString());
    if (!address)
        refuse(key);
    return address.value_or(PciAddress());
}

QList<PciAddress> Arguments::addresses(QStringView key)
{
    QList<PciAddress> addresses;
    const QStringList list = texts(key);
    for (const QString &text : list) {
        const auto address = PciAddress::parse(text);
        if (!address)
            refuse(key);
        addresses += address.value_or(PciAddress());
    }
    return addresses;
}

QJsonObject Arguments::object(QStringView key)
{
    if (!m_json[key].isObject())
        refuse(key);
    return m_json[key].toObject();
}

quint64 Arguments::bytes(QStringView key)
{
    bool valid = false;
    const quint64 bytes = m_json[key].toString(u"0"_s).toULongLong(&valid);
    if (!valid)
        refuse(key);
    return bytes;
}

QStringList Arguments::texts(QStringView key)
{
    QStringList texts;
    const QJsonArray list = m_json[key].toArray();
    for (const QJsonValue &value : list)
        texts += value.toString();
    return texts;
}

void Arguments::refuse(QStringView key)
{
    if (!m_fault)
        m_fault = Error{ErrorCode::InvalidInput, key.toString(), u"missing or not a valid value"_s};
}

QJsonArray addressesToJson(const QList<PciAddress> &addresses)
{
    QJsonArray list;
    for (const PciAddress &address : addresses)
        list += address.toString();
    return list;
}

} // namespace laneway
