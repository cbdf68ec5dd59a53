// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/networkchoices.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace laneway {

namespace {
struct ChoiceText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::NetworkChoice)
};
} // namespace

QList<NetworkChoice> networkChoices(const QJsonObject &links, const QList<NetworkState> &pools)
{
    QList<NetworkChoice> choices{{u"user"_s, ChoiceText::tr("Through the host's address (user mode)"),
        ChoiceText::tr(
            "The machine is behind a router of its own, 10.0.2.2: it gets out, and nobody gets in. Needs nothing.")}};
    const QJsonArray bridges = links[u"bridges"].toArray();
    for (const QJsonValue &bridge : bridges)
        choices += {u"bridge:"_s + bridge.toString(), ChoiceText::tr("Bridge %1").arg(bridge.toString()),
            ChoiceText::tr(
                "The machine is in the host's network like a computer of its own, and host and others reach it. A bridge that "
                "the administrator has not allowed asks for authorisation.")};
    const QJsonArray cards = links[u"cards"].toArray();
    for (const QJsonValue &card : cards)
        choices += {u"direct:"_s + card.toString(), ChoiceText::tr("Card %1, shared (macvtap)").arg(card.toString()),
            ChoiceText::tr(
                "The machine is on the card's network with an address of its own. The host itself and the machine do not reach "
                "each other by it. Asks for authorisation.")};
    for (const NetworkState &pool : pools)
        choices += {u"pool:"_s + pool.name,
            ChoiceText::tr("Virtual function of the pool %1 (%2 of %3 free)")
                .arg(pool.name)
                .arg(pool.free)
                .arg(pool.total),
            ChoiceText::tr(
                "The machine gets a free virtual function of the pool when it starts, and gives it back when it ends.")};
    return choices;
}

NewNetwork networkOf(const QString &id)
{
    const QString source = id.section(u':', 1);
    if (id.startsWith(u"bridge:"))
        return {NewNetwork::Kind::Bridge, source, {}, {}};
    if (id.startsWith(u"direct:"))
        return {NewNetwork::Kind::Direct, source, {}, {}};
    if (id.startsWith(u"pool:"))
        return {NewNetwork::Kind::Network, source, {}, {}};
    return {id == u"none" ? NewNetwork::Kind::None : NewNetwork::Kind::User, {}, {}, {}};
}

} // namespace laneway
