// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostbanner.h"

#include "host/reasontext.h"
#include "models/navigatormodel.h"
#include "ui/icons.h"
#include "ui/windowstate.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace laneway {

namespace {

HostObstacle obstacleOf(const QString &code)
{
    const Reason reason{Level::Blocked, code, {}};
    QStringList remedies;
    for (const Remedy &remedy : remediesFor(reason))
        remedies << remedy.text;
    return {code, reasonText(reason), remedies.join(u'\n')};
}

} // namespace

std::optional<HostObstacle> hostObstacle(const HostSnapshot &host, const QString &connection)
{
    if (host.functions.isEmpty())
        return std::nullopt; // nothing is known yet
    if (host.iommuUnknown())
        return std::nullopt; // unknown is not off
    if (!host.hasIommuGroups())
        return obstacleOf(u"iommu-off"_s);
    if (!host.iommu.vfioAvailable)
        return obstacleOf(u"vfio-missing"_s);
    if (!host.iommu.interruptRemapping && !host.iommu.unsafeInterrupts)
        return obstacleOf(u"no-interrupt-remapping"_s);
    if (connection == u"session")
        return HostObstacle{u"session"_s,
            HostBanner::tr("This session has no privilege: machines run, but devices cannot be taken from the host."),
            HostBanner::tr("Install the system helper (from a checkout: scripts/install), then connect to “system”. "
                           "Every privileged action is asked for by name.")};
    return std::nullopt;
}

std::optional<HostObstacle> connectionObstacle(const Connection &connection)
{
    const auto failure = connection.failure();
    if (!failure)
        return std::nullopt;
    const QString name = connectionText(connection.name());
    //: %1 is a host
    QString text = connection.isRetrying()
        ? HostBanner::tr("%1 is not connected; it is tried again by itself.").arg(name)
        : HostBanner::tr("%1 is not connected.").arg(name);
    if (!connection.host().functions.isEmpty())
        text += u' ' + HostBanner::tr("What is shown of it may be out of date.");
    if (connection.isConnecting())
        return HostObstacle{u"lost"_s, HostBanner::tr("Connecting to %1 again…").arg(name), errorText(*failure)};
    return HostObstacle{u"lost"_s, text, errorText(*failure), HostBanner::tr("&Try Again")};
}

HostBanner::HostBanner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_remedy(new QLabel(this))
    , m_more(new QPushButton(tr("Show &What to Do"), this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(u"hostBanner"_s);
    setFrameShape(QFrame::StyledPanel);
    m_text->setObjectName(u"hostBannerText"_s);
    m_remedy->setObjectName(u"hostBannerRemedy"_s);
    for (QLabel *label : {m_text, m_remedy}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_more->setObjectName(u"hostBannerMore"_s);
    m_more->setCheckable(true);
    connect(m_more, &QPushButton::toggled, m_remedy, &QWidget::setVisible);
    m_action->setObjectName(u"hostBannerAction"_s);
    connect(m_action, &QPushButton::clicked, this, &HostBanner::actionRequested);
    auto *layout = new QGridLayout(this);
    layout->addWidget(m_icon, 0, 0, Qt::AlignTop);
    layout->addWidget(m_text, 0, 1);
    layout->addWidget(m_more, 0, 2, Qt::AlignTop);
    layout->addWidget(m_action, 0, 3, Qt::AlignTop);
    m_close->setObjectName(u"closeHostBanner"_s);
    m_close->setIcon(themeIcon(u"window-close"_s));
    m_close->setToolTip(tr("Close this for good; the devices' verdicts still say it"));
    m_close->setAccessibleName(tr("Close this for good"));
    m_close->setAutoRaise(true);
    connect(m_close, &QToolButton::clicked, this, [this] {
        windowstate::closeBanner(m_host, m_code);
        setVisible(false);
    });
    layout->addWidget(m_close, 0, 4, Qt::AlignTop);
    layout->addWidget(m_remedy, 1, 1, 1, 4);
    layout->setColumnStretch(1, 1);
    showObstacle(std::nullopt);
}

void HostBanner::showObstacle(const std::optional<HostObstacle> &obstacle, const QString &host)
{
    if (!obstacle || windowstate::isBannerClosed(host, obstacle->code)) {
        setVisible(false);
        return;
    }
    m_host = host;
    m_code = obstacle->code;
    m_close->setVisible(!host.isEmpty() && m_code != u"lost"); // that one goes by itself
    const int side = fontMetrics().height();
    m_icon->setPixmap(
        themeIcon(obstacle->code == u"session" ? u"dialog-information"_s : u"dialog-warning"_s).pixmap(side, side));
    m_text->setText(obstacle->text);
    m_text->setAccessibleName(obstacle->text);
    m_remedy->setText(obstacle->remedy);
    m_remedy->setAccessibleName(obstacle->remedy);
    m_action->setText(obstacle->action);
    m_action->setVisible(!obstacle->action.isEmpty());
    m_more->setVisible(!obstacle->remedy.isEmpty());
    m_remedy->setVisible(m_more->isChecked());
    setVisible(true);
}

} // namespace laneway
