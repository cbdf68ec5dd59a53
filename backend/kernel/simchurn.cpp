// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/simchurn.h"

#include <algorithm>

namespace laneway {

namespace {

const QString vfio = u"vfio-pci"_s;
constexpr int tickMs = 20;
constexpr int cardsThatStay = 4; ///< one in so many changes its virtual functions
constexpr int movesBetweenCards = 16;

QString nodeOf(const PciFunction &function)
{
    return function.iommuGroup ? u"vfio/"_s + QString::number(*function.iommuGroup) : QString();
}

bool isUsed(const PciFunction &function)
{
    return !function.disks.isEmpty() || !function.displays.isEmpty() || !function.inputs.isEmpty()
        || std::any_of(function.interfaces.begin(), function.interfaces.end(),
            [](const NetInterface &interface) { return interface.up || !interface.usedBy.isEmpty(); });
}

} // namespace

SimChurn::SimChurn(Kernel &kernel, const HostSnapshot &host)
    : m_kernel(kernel)
{
    (void)kernel.modules.load(vfio);
    QList<PciAddress> comeAndGo;
    int cards = 0;
    for (const PciFunction &function : host.functions) {
        if (!function.sriov || function.sriov->functions.isEmpty() || cards++ % cardsThatStay != 0)
            continue;
        Card card{function.address, {}, int(function.sriov->functions.size()), false};
        for (const PciAddress &vf : function.sriov->functions)
            if (const PciFunction *found = host.find(vf))
                card.nodes << nodeOf(*found);
        comeAndGo += function.sriov->functions;
        m_cards << card;
    }
    std::sort(comeAndGo.begin(), comeAndGo.end());
    for (const PciFunction &function : host.functions) {
        const bool canMove = function.isEndpoint() && function.iommuGroup && !function.sriov
            && !function.driver.isEmpty() && function.driver != vfio && !isUsed(function);
        if (canMove && !std::binary_search(comeAndGo.begin(), comeAndGo.end(), function.address))
            m_devices << Device{function.address, nodeOf(function), false};
    }
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        const qint64 due = m_since.elapsed() * m_perSecond / 1000;
        m_changed += change(int(due - m_changed));
    });
}

void SimChurn::start(int functionsPerSecond)
{
    m_perSecond = functionsPerSecond;
    m_changed = 0;
    m_since.start();
    m_timer.start(tickMs);
}

int SimChurn::change(int functions)
{
    int changed = 0;
    // A round in which nothing could be changed is the last one.
    const qsizetype round = m_devices.size() + m_cards.size() + movesBetweenCards;
    for (qsizetype idle = 0; changed < functions && idle < round;) {
        const bool isCardsTurn = !m_cards.isEmpty() && (m_moves >= movesBetweenCards || m_devices.isEmpty());
        const int now = isCardsTurn ? changeNextCard() : moveNext();
        m_moves = isCardsTurn ? 0 : m_moves + 1;
        idle = now > 0 ? 0 : idle + 1;
        changed += now;
    }
    return changed;
}

int SimChurn::moveNext()
{
    if (m_devices.isEmpty())
        return 0;
    Device &device = m_devices[m_nextDevice++ % m_devices.size()];
    if (isHeld(device.node))
        return 0;
    const QString directory = u"bus/pci/devices/"_s + device.address.toString();
    const QByteArray address = device.address.toString().toLatin1();
    device.away = !device.away;
    write(directory + u"/driver_override"_s, device.away ? "vfio-pci\n" : "\n");
    write(directory + u"/driver/unbind"_s, address);
    write(u"bus/pci/drivers_probe"_s, address);
    return 1;
}

int SimChurn::changeNextCard()
{
    Card &card = m_cards[m_nextCard++ % m_cards.size()];
    if (std::any_of(card.nodes.begin(), card.nodes.end(), [this](const QString &node) { return isHeld(node); }))
        return 0;
    card.bare = !card.bare;
    write(u"bus/pci/devices/"_s + card.address.toString() + u"/sriov_numvfs"_s,
        card.bare ? QByteArray("0") : QByteArray::number(card.count));
    return card.count + 1;
}

bool SimChurn::isHeld(const QString &node) const
{
    return !m_kernel.nodes.holders(node).isEmpty();
}

void SimChurn::write(const QString &path, const QByteArray &value)
{
    // Whoever took the device meanwhile may be in the way: then it stays as it is.
    (void)m_kernel.sys.write(path, value);
}

} // namespace laneway
