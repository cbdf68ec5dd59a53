// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/performancetab.h"

#include "host/reasontext.h"
#include "ui/hostpage/emptystate.h"
#include "ui/machinepage/figuregraph.h"

#include <QEvent>
#include <QGridLayout>
#include <QLocale>
#include <QStackedWidget>

namespace laneway {

namespace {

constexpr int usualIntervalMs = 1'000;
constexpr double leastRate = 1024; // the scale of what does nothing

QString percentText(double percent)
{
    return PerformanceTab::tr("%1 %").arg(QLocale().toString(qRound(percent)));
}

QString bytesText(double bytes)
{
    return QLocale().formattedDataSize(qint64(bytes), bytes < 1024 ? 0 : 1);
}

QString rateText(double rate)
{
    //: bytes in a second: 1.5 MiB
    return PerformanceTab::tr("%1/s").arg(bytesText(rate));
}

/// @p valueOf: of one point.
template <typename ValueOf>
FigureGraph::Line lineOf(
    const QString &name, const QList<FigureHistory::Point> &points, const ValueOf &valueOf, double &most)
{
    FigureGraph::Line line{name, {}};
    for (const FigureHistory::Point &point : points) {
        const std::optional<double> value = valueOf(point);
        line.points += {points.last().time - point.time, value, point.afterGap};
        most = std::max(most, value.value_or(0));
    }
    return line;
}

auto rate(std::optional<double> FigureRates::*member)
{
    return [member](const FigureHistory::Point &point) -> std::optional<double> {
        return point.rates ? (*point.rates).*member : std::nullopt;
    };
}

} // namespace

PerformanceTab::PerformanceTab(Ask ask, QWidget *parent)
    : QWidget(parent)
    , m_ask(std::move(ask))
    , m_pages(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_processors(new FigureGraph(tr("Processors"), FigureHistory::lengthS, percentText))
    , m_memory(new FigureGraph(tr("Memory"), FigureHistory::lengthS, bytesText))
    , m_disks(new FigureGraph(tr("Disks"), FigureHistory::lengthS, rateText))
    , m_network(new FigureGraph(tr("Network"), FigureHistory::lengthS, rateText))
{
    setObjectName(u"performanceTab"_s);
    m_empty->setObjectName(u"performanceEmpty"_s);
    m_processors->setObjectName(u"processorGraph"_s);
    m_memory->setObjectName(u"memoryGraph"_s);
    m_disks->setObjectName(u"diskGraph"_s);
    m_network->setObjectName(u"networkGraph"_s);
    m_processors->setToolTip(
        tr("The time of this computer's processors that the machine takes, of what its virtual processors could take"));
    m_memory->setToolTip(
        tr("Memory of this computer that the machine has taken. What its guest uses of it is known where its "
           "memory balloon asks for that: see the memory balloon's page under Details"));
    auto *graphs = new QWidget;
    auto *grid = new QGridLayout(graphs);
    grid->addWidget(m_processors, 0, 0);
    grid->addWidget(m_memory, 0, 1);
    grid->addWidget(m_disks, 1, 0);
    grid->addWidget(m_network, 1, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(graphs);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    m_timer.setInterval(usualIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &PerformanceTab::sample);
    connect(m_empty, &EmptyState::actionRequested, this, &PerformanceTab::startRequested);
}

void PerformanceTab::showDomain(const QUuid &uuid, const QString &name)
{
    m_name = name;
    if (uuid == m_machine)
        return;
    m_machine = uuid;
    m_history.clear();
    ++m_asked; // what was asked of the other one counts no more
    m_waiting = false;
    draw();
}

void PerformanceTab::setState(const QString &state)
{
    m_state = state;
    const bool off = state == u"shut off";
    if (off) {
        m_history.clear();
        m_empty->say(tr("%1 is shut off").arg(m_name),
            tr("Once it runs, this page shows what its processors, memory, disks and network do."), tr("Start"));
    }
    m_pages->setCurrentIndex(off ? 0 : 1);
    draw();
    refresh();
}

void PerformanceTab::refresh()
{
    const bool isLookedAt = isVisible() && !window()->isMinimized() && !m_machine.isNull() && !m_state.isEmpty()
        && m_state != u"shut off";
    if (isLookedAt == m_timer.isActive())
        return;
    if (!isLookedAt)
        return m_timer.stop();
    m_timer.start();
    sample();
}

void PerformanceTab::sample()
{
    if (m_waiting)
        return;
    m_waiting = true;
    m_ask(m_machine, this, [this, asked = ++m_asked](const Result<Figures> &figures) {
        if (asked != m_asked)
            return;
        m_waiting = false;
        if (figures) {
            m_history.add(*figures);
            return draw();
        }
        if (m_history.points().isEmpty())
            for (FigureGraph *graph : {m_processors, m_memory, m_disks, m_network})
                graph->sayInstead(errorText(figures.error()));
    });
}

void PerformanceTab::drawMemory()
{
    double most = 0;
    const auto &points = m_history.points();
    QList<FigureGraph::Line> lines{lineOf(
        tr("On this computer"), points,
        [](const FigureHistory::Point &point) { return std::optional(double(point.resident)); }, most)};
    if (points.last().used)
        lines += lineOf(
            tr("Used by the guest"), points,
            [](const FigureHistory::Point &point) {
                return point.used ? std::optional(double(*point.used)) : std::nullopt;
            },
            most);
    // Of what the machine may have, unless QEMU itself needs more than that.
    m_memory->showLines(lines, std::max(double(m_history.newest()->memoryMaximum), most));
}

void PerformanceTab::draw()
{
    const auto &points = m_history.points();
    if (points.isEmpty()) {
        for (FigureGraph *graph : {m_processors, m_memory, m_disks, m_network})
            graph->sayInstead({});
        return;
    }
    double ignored = 0;
    m_processors->showLines({lineOf(
                                {}, points,
                                [](const FigureHistory::Point &point) {
                                    return point.rates ? std::optional(point.rates->processorPercent) : std::nullopt;
                                },
                                ignored)},
        100);
    drawMemory();
    const auto showRates
        = [&](FigureGraph *graph, const QString &why, const QString &noDevice, const QString &in, const QString &out,
              std::optional<double> FigureRates::*inRate, std::optional<double> FigureRates::*outRate) {
              if (!why.isEmpty())
                  return graph->sayInstead(why == u"no-device" ? noDevice : nofigures::text(why));
              double most = leastRate;
              const QList<FigureGraph::Line> lines{
                  lineOf(in, points, rate(inRate), most), lineOf(out, points, rate(outRate), most)};
              graph->showLines(lines, axisEnd(most, true));
          };
    showRates(m_disks, whyNoDisks(*m_history.newest()), tr("The machine has no disk."), tr("Read"), tr("Written"),
        &FigureRates::readPerSecond, &FigureRates::writtenPerSecond);
    showRates(m_network, whyNoInterfaces(*m_history.newest()), tr("The machine has no network interface."),
        tr("Received"), tr("Sent"), &FigureRates::receivedPerSecond, &FigureRates::sentPerSecond);
}

void PerformanceTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    window()->installEventFilter(this);
    refresh();
}

void PerformanceTab::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    refresh();
}

bool PerformanceTab::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::WindowStateChange)
        refresh();
    return QWidget::eventFilter(watched, event);
}

} // namespace laneway
