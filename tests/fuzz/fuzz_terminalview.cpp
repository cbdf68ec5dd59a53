// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as what a guest prints at its serial port. The first one says in what pieces they come. What the terminal
// answers, keeps and shows must be bounded; nothing of it may reach the guest as lines that somebody typed.
#include "ui/console/terminalview.h"

#include <QApplication>

#include <cstdlib>

using namespace laneway;

// libvterm 0.1.4 answers what it does not know with "%.s" and a number: nothing of it is read, which the sanitizer does
// not see.
extern "C" const char *__asan_default_options()
{
    return "check_printf=0";
}

// What fontconfig keeps of the fonts until the end is its own.
extern "C" const char *__lsan_default_suppressions()
{
    return "leak:libfontconfig";
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int count = 3;
    static char name[] = "fuzz", option[] = "-platform", platform[] = "offscreen";
    static char *arguments[] = {name, option, platform, nullptr};
    static QApplication application(count, arguments);
    if (size < 2 || size > 100'000)
        return 0;

    TerminalView view;
    view.resize(400, 300);
    qsizetype answered = 0;
    QObject::connect(&view, &TerminalView::typed, [&answered](const QByteArray &bytes) {
        answered += bytes.size();
        if (bytes.contains('\n') || bytes.contains('\r'))
            std::abort();
    });
    const size_t piece = data[0] & 0x80 ? size : size_t(data[0]) + 1;
    for (size_t at = 1; at < size; at += piece) {
        view.feed(QByteArray(reinterpret_cast<const char *>(data) + at, qsizetype(std::min(piece, size - at))));
        if (at == 1)
            view.resize(300 + (data[0] & 0x3f), 200);
    }
    if (answered > qsizetype(size) * 100 || view.text().count(u'\n') > TerminalView::mostLinesBack + 200)
        std::abort();
    static int painted = 0;
    if (++painted % 16 == 0 && view.grab().isNull())
        std::abort();
    return 0;
}
