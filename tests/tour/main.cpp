// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/simulatedhelper.h"
#include "tour/looks.h"
#include "tour/tour.h"
#include "ui/icons.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QEventLoop>
#include <QPainter>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QWidget>

#include <cstdio>
#include <cstdlib>
#include <memory>

using namespace laneway;

namespace {

/// Fusion's dark palette of later versions of Qt: 6.4 has none of its own.
QPalette darkPalette()
{
    const QColor window(50, 50, 50), base(36, 36, 36), text(240, 240, 240), dim(130, 130, 130), accent(48, 140, 198);
    QPalette palette(text, window, window.lighter(150), window.darker(160), window.lighter(120), text, base);
    palette.setColor(QPalette::AlternateBase, QColor(43, 43, 43));
    palette.setColor(QPalette::Button, window);
    palette.setColor(QPalette::ToolTipBase, base);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, QColor(160, 160, 160));
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(90, 170, 230));
    palette.setColor(QPalette::LinkVisited, QColor(170, 140, 220));
    palette.setColor(QPalette::BrightText, Qt::white);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, dim);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(80, 80, 80));
    return palette;
}

/// The window, with a menu or a note above it where there is one.
QImage picture(QWidget &window, QWidget *over)
{
    QImage image = window.grab().toImage();
    if (!over)
        return image;
    const QRect place(over->mapToGlobal(QPoint()), over->size());
    const QRect seen(window.mapToGlobal(QPoint()), window.size());
    const QRect all = seen.united(place);
    const qreal ratio = image.devicePixelRatio();
    QImage both(all.size() * ratio, QImage::Format_RGB32);
    both.setDevicePixelRatio(ratio);
    both.fill(window.palette().color(QPalette::Window));
    QPainter painter(&both);
    painter.drawImage(seen.topLeft() - all.topLeft(), image);
    painter.drawImage(place.topLeft() - all.topLeft(), over->grab().toImage());
    return both;
}

/// The walker that sees the window as a screen reader does: a stop's name goes in, faults come out,
/// an empty line ends them.
class Listener
{
public:
    bool start(const QString &program)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(program, {QString::number(QCoreApplication::applicationPid())});
        return m_process.waitForStarted();
    }
    QStringList hear(const QString &stop)
    {
        m_process.write(stop.toUtf8() + '\n');
        QStringList lines;
        for (bool ended = false; !ended;) {
            // It asks this very process, a thousand questions one by one: the loop must turn, without pauses.
            QEventLoop loop;
            QObject::connect(&m_process, &QProcess::readyRead, &loop, &QEventLoop::quit);
            QObject::connect(&m_process, &QProcess::finished, &loop, &QEventLoop::quit);
            while (!m_process.canReadLine() && m_process.state() != QProcess::NotRunning)
                loop.exec();
            if (!m_process.canReadLine())
                return lines << u"the walker is gone"_s;
            const QString line = QString::fromUtf8(m_process.readLine()).trimmed();
            ended = line.isEmpty();
            if (!ended)
                lines << line;
        }
        return lines;
    }
    ~Listener()
    {
        m_process.closeWriteChannel();
        if (m_process.state() != QProcess::NotRunning)
            m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

} // namespace

int main(int argc, char **argv)
{
    auto environment = std::make_unique<HelperEnvironment>(); // before anything reads it
    environment->set("XDG_CONFIG_HOME", {});
    QApplication app(argc, argv);
    app.setApplicationName(u"laneway"_s);
    app.setApplicationDisplayName(u"Laneway"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Leads through all of the window, on simulated hosts."_s);
    parser.addHelpOption();
    parser.addOptions({{u"pictures"_s, u"Save a picture of each stop in DIRECTORY."_s, u"DIRECTORY"_s},
        {u"only"_s, u"Of stops whose name fits EXPRESSION."_s, u"EXPRESSION"_s}, {u"dark"_s, u"With a dark palette."_s},
        {u"rtl"_s, u"From right to left, in an Arabic locale."_s},
        {u"check"_s, u"Look for cut text, clashing mnemonics, wordless buttons, places without keyboard."_s},
        {u"listener"_s, u"Let PROGRAM walk the accessibility tree at each stop."_s, u"PROGRAM"_s}});
    parser.process(app);

    app.setStyle(u"Fusion"_s);
    app.setCursorFlashTime(0);
    app.setEffectEnabled(Qt::UI_AnimateCombo, false);
    if (parser.isSet(u"dark"_s))
        app.setPalette(darkPalette());
    if (parser.isSet(u"rtl"_s)) {
        QLocale::setDefault(QLocale(QLocale::Arabic, QLocale::Egypt));
        app.setLayoutDirection(Qt::RightToLeft);
    }
    installIcons();

    const QDir directory(parser.value(u"pictures"_s));
    if (parser.isSet(u"pictures"_s) && !QDir().mkpath(directory.path()))
        return 1;
    const QRegularExpression only(parser.value(u"only"_s));
    auto listener = std::make_unique<Listener>();
    if (parser.isSet(u"listener"_s) && !listener->start(parser.value(u"listener"_s))) {
        std::fprintf(stderr, "cannot start %s\n", qUtf8Printable(parser.value(u"listener"_s)));
        return 1;
    }
    QSet<QString> faults; // once each: most are seen at many stops
    Tour tour([&](const QString &name, QWidget &window, QWidget *over) {
        if (!only.match(name).hasMatch())
            return;
        if (parser.isSet(u"pictures"_s))
            picture(window, over).save(directory.filePath(name + u".png"_s));
        if (name.endsWith(u"-activity-running"))
            return; // it goes on meanwhile: for the eye only
        QStringList seen;
        if (parser.isSet(u"check"_s)) {
            seen << looks::cutTexts(window) << looks::clashingMnemonics(window, over) << looks::wordlessButtons(window);
            if (over)
                seen << looks::cutTexts(*over);
            else
                seen << looks::keyboardTraps(window);
        }
        if (parser.isSet(u"listener"_s))
            seen << listener->hear(name);
        for (const QString &fault : seen)
            if (!faults.contains(fault)) {
                faults.insert(fault);
                std::printf("%s: %s\n", qUtf8Printable(name), qUtf8Printable(fault));
                std::fflush(stdout);
            }
    });
    tour.run();
    listener.reset();
    environment.reset();
    std::fflush(nullptr);
    // As the programs end: QtDBus's static destructors may wait for ever, or worse.
    std::_Exit(faults.isEmpty() ? 0 : 1);
}
